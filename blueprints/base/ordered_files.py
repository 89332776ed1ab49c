"""A file that the worker makes: the first look orders it, later ones get it."""

from collections.abc import Callable

from flask import make_response, render_template
from flask.typing import ResponseReturnValue

from blueprints.base.sent_files import CSV, DOCX, PDF, XLSX, sent
from blueprints.base.transactions import writing
from models.ordered_files import FileFormat, OrderedFile

_MIMETYPES = {
    FileFormat.XLSX: XLSX,
    FileFormat.CSV: CSV,
    FileFormat.DOCX: DOCX,
    FileFormat.PDF: PDF,
}


def file_or_waiting(
    order: Callable[[], OrderedFile], *, taken: Callable[[], None], name: str, page: str
) -> ResponseReturnValue:
    """The file that `order` orders; `taken` records who took it. Until it is made, a page that
    looks again by itself (202), or says that it failed (503). `page` is where it is from."""
    with writing():
        ordered = order()
        kind, content, failed = ordered.kind, ordered.content, ordered.failed
        if content is not None:
            taken()
    if content is None:
        return _waiting(page, failed=failed)
    return sent(content, f"{name}.{kind}", _MIMETYPES[kind])


def _waiting(page: str, *, failed: bool) -> ResponseReturnValue:
    html = render_template("organizer/feedback/file_ordered.html", page=page, failed=failed)
    response = make_response(html, 503 if failed else 202)
    response.headers["Refresh"] = "60" if failed else "2"
    return response
