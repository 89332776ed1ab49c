"""Who may open what of surveys in the back office."""

from models.users import Role
from tests.blueprints.organizer.roles import ORGANIZERS

PAGES = {
    "organizer.surveys.index": {*ORGANIZERS, Role.MODERATOR, Role.VIEWER},
    "organizer.surveys.show": {*ORGANIZERS, Role.MODERATOR, Role.VIEWER},
    "organizer.surveys.new": ORGANIZERS,
    "organizer.surveys.edit": ORGANIZERS,
    "organizer.survey_waves.new": ORGANIZERS,
    "organizer.survey_waves.show": {*ORGANIZERS, Role.MODERATOR, Role.VIEWER},
    "organizer.papers.show": {*ORGANIZERS, Role.MODERATOR, Role.VIEWER},
    "organizer.survey_sheets.new": {*ORGANIZERS, Role.MODERATOR},
}
ACTS = [
    "organizer.surveys.create",
    "organizer.surveys.update",
    "organizer.surveys.publish",
    "organizer.survey_waves.create",
    "organizer.survey_rights.create",
    "organizer.survey_rights.show_cards",
    "organizer.survey_invitations.create",
    "organizer.survey_reminders.create",
]
HELD_ELSEWHERE = ("organizer.comparison", "organizer.survey_sheets.create")
"""Beginnings of endpoints whose access other tests hold: comparisons need more than one row, and
moderators type in sheets, too."""
