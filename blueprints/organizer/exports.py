"""Exactly the list that the same filters show, all pages of it, as a file."""

import os
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from flask import Blueprint, Response, stream_with_context
from flask_babel import gettext as _
from flask_login import current_user

from blueprints import labels
from blueprints.access import requires
from blueprints.found import event_or_404
from blueprints.languages import language
from blueprints.organizer.participant_filters import asked_for
from blueprints.transactions import writing
from exports.participants import Wording, participants_csv, participants_workbook
from lib.clock import utc_now
from models.events import Event
from operations.exports import record_export
from policy import Permission, may
from queries.participant_rows import participant_rows, questions_in_tables
from queries.participants import ParticipantFilter

bp = Blueprint("exports", __name__)

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_PIECE = 64 * 1024


@bp.get("/events/<int:event_id>/registrations.csv")
@requires(Permission.MANAGE_REGISTRATIONS)
def table(event_id: int) -> Response:
    event, wanted = _recorded(event_id, "csv")
    # Excel opens a file by the separator of its own language, and asks nobody.
    delimiter = ";" if language() == "tr" else ","
    lines = participants_csv(*_content(event, wanted), delimiter=delimiter)
    return _file(stream_with_context(lines), event, "csv", "text/csv; charset=utf-8")


@bp.get("/events/<int:event_id>/registrations.xlsx")
@requires(Permission.MANAGE_REGISTRATIONS)
def workbook(event_id: int) -> Response:
    event, wanted = _recorded(event_id, "xlsx")
    content, title = _content(event, wanted), _("Participants")
    pieces = _written(lambda path: participants_workbook(*content, path=path, title=title))
    return _file(pieces, event, "xlsx", _XLSX)


def _recorded(event_id: int, kind: str) -> tuple[Event, ParticipantFilter]:
    """Whoever takes a list out of the house is written down first."""
    event = event_or_404(event_id)
    wanted, _offered = asked_for(event)
    with writing():
        record_export(event, wanted, kind=kind, by=current_user, at=utc_now())
    return event_or_404(event_id), wanted


def _content(event: Event, wanted: ParticipantFilter):  # type: ignore[no-untyped-def]
    sensitive = may(current_user, Permission.MANAGE_REGISTRATIONS)
    return (
        participant_rows(event, wanted, locale=language(), sensitive=sensitive),
        questions_in_tables(event, sensitive=sensitive),
        Wording(label=labels.label, zone=event.timezone, locale=language()),
    )


def _written(write: Callable[[str], None]) -> Iterator[bytes]:
    """The file piece by piece; it is gone from the disk before the first one is sent."""
    handle, name = tempfile.mkstemp(suffix=".xlsx")
    os.close(handle)
    path = Path(name)
    try:
        write(name)
        file = path.open("rb")
    finally:
        path.unlink()

    def pieces() -> Iterator[bytes]:
        with file:
            while piece := file.read(_PIECE):
                yield piece

    return pieces()


def _file(pieces: Iterator[bytes], event: Event, ending: str, mimetype: str) -> Response:
    answer = Response(pieces, content_type=mimetype)
    name = f"{event.slug}-{_('participants')}.{ending}"
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    answer.headers["Cache-Control"] = "no-store"
    return answer
