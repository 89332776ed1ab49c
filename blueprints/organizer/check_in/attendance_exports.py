"""Who came to which door, and when, as a file: of all doors, or of one."""

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
from blueprints.organizer.check_in.attendance import door_asked_for
from exports.attendance import AttendanceTable, attendance_csv, attendance_workbook
from exports.participants import Wording
from extensions import site_zone
from lib.clock import utc_now
from models.events import Event
from operations.registrations.exports import record_attendance_export
from policy import Permission
from queries.check_in.attendance import admission_count, presences
from queries.check_in.checkpoints import checkpoints_of

bp = Blueprint("attendance_exports", __name__)


@bp.get("/events/<int:event_id>/attendance.csv")
@requires(Permission.MANAGE_REGISTRATIONS)
def table(event_id: int) -> Response:
    event, content = _recorded(event_id, "csv")
    # Excel opens a CSV file by the list separator of its own language, without asking.
    lines = attendance_csv(content, delimiter=";" if language() == "tr" else ",")
    return sent(stream_with_context(lines), _name(event, "csv"), CSV)


@bp.get("/events/<int:event_id>/attendance.xlsx")
@requires(Permission.MANAGE_REGISTRATIONS)
def workbook(event_id: int) -> Response:
    event, content = _recorded(event_id, "xlsx")
    title = _("Attendance")
    pieces = written(lambda path: attendance_workbook(content, path=path, title=title))
    return sent(pieces, _name(event, "xlsx"), XLSX)


def _recorded(event_id: int, kind: str) -> tuple[Event, AttendanceTable]:
    """Write to the audit log who takes the list, before it is sent."""
    event = event_or_404(event_id)
    door = door_asked_for(checkpoints_of(event))
    people, of_door = admission_count(event, door), {"checkpoint": door.id} if door else {}
    exported(people=people, event=event, narrowed_by=of_door)
    with writing():
        record_attendance_export(event, door, kind=kind, by=current_user, at=utc_now())
    write_down()
    event = event_or_404(event_id)
    doors = {one.id: one for one in checkpoints_of(event)}
    wording = Wording(label=labels.label, zone=event.timezone, site=site_zone(), locale=language())
    return event, AttendanceTable(presences(event, door), doors, wording)


def _name(event: Event, ending: str) -> str:
    return f"{event.slug}-{_('attendance')}.{ending}"
