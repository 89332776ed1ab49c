"""Who may open what of registrations in the back office."""

from models.users import Role
from tests.blueprints.organizer.roles import ORGANIZERS

PAGES = {
    "organizer.registrations.show": ORGANIZERS | {Role.EVALUATOR},
    "organizer.registrations.new": ORGANIZERS,
    "organizer.registrations.edit": ORGANIZERS,
    "organizer.registrations.index": ORGANIZERS | {Role.EVALUATOR},
    "organizer.answers.edit": ORGANIZERS,
    "organizer.status_changes.new": ORGANIZERS,
    "organizer.tags.new": ORGANIZERS,
    "organizer.duplicates.index": ORGANIZERS,
    "organizer.exports.table": ORGANIZERS,
    "organizer.exports.workbook": ORGANIZERS,
}
ACTS = [
    "organizer.registrations.create",
    "organizer.registrations.update",
    "organizer.answers.update",
    "organizer.status_changes.create",
    "organizer.status_changes.preview",
    "organizer.status_changes.create_many",
    "organizer.tags.create",
    "organizer.tags.create_many",
    "organizer.notes.create",
    "organizer.link_revocations.create",
]
HELD_ELSEWHERE = (
    "organizer.bulk",
    "organizer.delegations",
    "organizer.imports",
    "organizer.uploads",
    "organizer.tags.destroy",
    "organizer.notes.destroy",
    "organizer.duplicates.new",
    "organizer.duplicates.create",
)
"""Beginnings of endpoints whose access other tests hold: they need more than one row."""
