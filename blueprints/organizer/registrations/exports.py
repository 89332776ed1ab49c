"""The list that the same filters show, all its pages, as a file."""

from collections.abc import Sequence

from flask import Blueprint, Response, stream_with_context
from flask_babel import gettext as _
from flask_login import current_user

from blueprints.base import labels
from blueprints.base.access import requires
from blueprints.base.found import event_or_404
from blueprints.base.languages import language
from blueprints.base.looks import exported, write_down
from blueprints.base.sent_files import CSV, XLSX, sent, written
from blueprints.base.transactions import writing
from blueprints.organizer.registrations.filters import asked_for
from exports.participants import Wording, participants_csv, participants_workbook
from extensions import site_zone
from lib.clock import utc_now
from models.events import Event
from models.forms import Question
from operations.registrations.exports import record_export
from policy import Permission, may
from queries.registrations.participants import ParticipantFilter
from queries.registrations.rows import participant_rows, questions_in_tables

bp = Blueprint("exports", __name__)


@bp.get("/events/<int:event_id>/registrations.csv")
@requires(Permission.MANAGE_REGISTRATIONS)
def table(event_id: int) -> Response:
    event, wanted = _recorded(event_id, "csv")
    # Excel opens a CSV file by the list separator of its own language, without asking.
    delimiter = ";" if language() == "tr" else ","
    lines = participants_csv(*_content(event, wanted), delimiter=delimiter)
    return sent(stream_with_context(lines), _name(event, "csv"), CSV)


@bp.get("/events/<int:event_id>/registrations.xlsx")
@requires(Permission.MANAGE_REGISTRATIONS)
def workbook(event_id: int) -> Response:
    event, wanted = _recorded(event_id, "xlsx")
    content, title = _content(event, wanted), _("Participants")
    pieces = written(lambda path: participants_workbook(*content, path=path, title=title))
    return sent(pieces, _name(event, "xlsx"), XLSX)


def _recorded(event_id: int, kind: str) -> tuple[Event, ParticipantFilter]:
    """Write to the audit log who takes the list, before it is sent."""
    event = event_or_404(event_id)
    wanted, _offered = asked_for(event)
    exported(
        people=wanted.count(event),
        event=event,
        narrowed_by=wanted.as_query(),
        sensitive=any(question.sensitive for question in _questions(event)),
    )
    with writing():
        record_export(event, wanted, kind=kind, by=current_user, at=utc_now())
    write_down()
    return event_or_404(event_id), wanted


def _content(event: Event, wanted: ParticipantFilter):  # type: ignore[no-untyped-def]
    sensitive = may(current_user, Permission.SEE_SENSITIVE)
    return (
        participant_rows(event, wanted, locale=language(), sensitive=sensitive),
        _questions(event),
        Wording(label=labels.label, zone=event.timezone, site=site_zone(), locale=language()),
    )


def _questions(event: Event) -> Sequence[Question]:
    return questions_in_tables(event, sensitive=may(current_user, Permission.SEE_SENSITIVE))


def _name(event: Event, ending: str) -> str:
    return f"{event.slug}-{_('participants')}.{ending}"
