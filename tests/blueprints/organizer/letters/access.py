"""Who may open what of letters in the back office."""

from tests.blueprints.organizer.roles import ORGANIZERS

PAGES = {
    "organizer.letters.index": ORGANIZERS,
    "organizer.letters.show": ORGANIZERS,
}
ACTS = [
    "organizer.letters.resending",
    "organizer.letters.resending_all",
]
HELD_ELSEWHERE = (
    "organizer.wordings",
    "organizer.mailings",
    "organizer.letters.show_as_mail",
)
"""Beginnings of endpoints whose access other tests hold: they need more than one row."""
