"""Back office: doors, phones, and who came."""

from blueprints.organizer.check_in import (
    annulments,
    attendance,
    attendance_exports,
    badges,
    checkpoints,
    conflicts,
    devices,
    many_checkpoints,
    rehearsals,
)

PAGES = (
    annulments.bp,
    attendance.bp,
    attendance_exports.bp,
    badges.bp,
    checkpoints.bp,
    conflicts.bp,
    devices.bp,
    many_checkpoints.bp,
    rehearsals.bp,
)
