"""Who may open what of workshops in the back office."""

from models.users import Role
from tests.blueprints.organizer.roles import ORGANIZERS

_READERS = {*ORGANIZERS, Role.MODERATOR, Role.VIEWER}
PAGES = {
    "organizer.workshops.index": _READERS,
    "organizer.workshops.of_event": _READERS,
    "organizer.workshops.poster": _READERS,
    "organizer.moderation.show": _READERS,
    "organizer.moderation.incoming": _READERS,
    "organizer.workshop_closings.new": {*ORGANIZERS, Role.MODERATOR},
}
HELD_ELSEWHERE = (
    "organizer.workshops.create",
    "organizer.workshop_closings.create",
    "organizer.workshop_acts",
    "organizer.rounds",
)
"""Beginnings of endpoints whose access other tests hold: moderators act here, too."""
