"""Who may open what of check-in in the back office."""

from models.users import Role
from tests.blueprints.organizer.roles import ORGANIZERS

PAGES = {
    "organizer.checkpoints.index": ORGANIZERS,
    "organizer.checkpoints.new": ORGANIZERS,
    "organizer.checkpoints.edit": ORGANIZERS,
    "organizer.devices.index": ORGANIZERS,
    "organizer.devices.new": ORGANIZERS,
    "organizer.devices.show": ORGANIZERS,
    "organizer.conflicts.index": ORGANIZERS,
    "organizer.attendance.show": ORGANIZERS | {Role.MODERATOR, Role.VIEWER},
    "organizer.attendance.figures": ORGANIZERS | {Role.MODERATOR, Role.VIEWER},
    "organizer.attendance.index": ORGANIZERS,
    "organizer.attendance_exports.table": ORGANIZERS,
    "organizer.attendance_exports.workbook": ORGANIZERS,
    "organizer.badges.index": ORGANIZERS,
    "organizer.badges.table": ORGANIZERS,
    "organizer.badges.show": ORGANIZERS,
    "organizer.badges.door_list": ORGANIZERS | {Role.CHECK_IN_STAFF},
}
ACTS = [
    "organizer.checkpoints.create",
    "organizer.checkpoints.update",
    "organizer.checkpoints.destroy",
    "organizer.many_checkpoints.create_for_sessions",
    "organizer.many_checkpoints.create_for_days",
    "organizer.devices.create",
    "organizer.devices.create_again",
    "organizer.devices.revoke",
    "organizer.devices.allow",
    "organizer.conflicts.create",
    "organizer.annulments.create",
    "organizer.rehearsals.create",
]
