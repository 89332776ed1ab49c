"""A file that the worker makes: the first look orders it, later ones get it."""

from collections.abc import Sequence

from flask import make_response, render_template
from flask.typing import ResponseReturnValue
from flask_login import current_user

from blueprints.base.languages import language
from blueprints.base.sent_files import CSV, DOCX, PDF, XLSX, sent
from blueprints.base.transactions import writing
from lib.clock import utc_now
from models.feedback import Wave
from models.ordered_files import FileFormat
from operations.feedback.files import order_file, record_results_export
from queries.feedback.results import By

_MIMETYPES = {
    FileFormat.XLSX: XLSX,
    FileFormat.CSV: CSV,
    FileFormat.DOCX: DOCX,
    FileFormat.PDF: PDF,
}


def file_or_waiting(
    kind: FileFormat, waves: Sequence[Wave], *, by: By | None, name: str, page: str
) -> ResponseReturnValue:
    """The file in the reader's language, and an entry of who took it; until it is made, a page
    that looks again by itself (202), or says that it failed (503). `page` is where it is from."""
    with writing():
        ordered = order_file(kind, waves, by=by, locale=language(), at=utc_now())
        content, failed = ordered.content, ordered.failed
        if content is not None:
            record_results_export(waves, kind, by=current_user, at=utc_now())
    if content is None:
        return _waiting(page, failed=failed)
    return sent(content, f"{name}.{kind}", _MIMETYPES[kind])


def _waiting(page: str, *, failed: bool) -> ResponseReturnValue:
    html = render_template("organizer/feedback/file_ordered.html", page=page, failed=failed)
    response = make_response(html, 503 if failed else 202)
    response.headers["Refresh"] = "60" if failed else "2"
    return response
