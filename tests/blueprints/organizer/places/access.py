"""Who may open what of places in the back office."""

from tests.blueprints.organizer.roles import ORGANIZERS

PAGES = {
    "organizer.places.edit": ORGANIZERS,
}
ACTS = [
    "organizer.places.update",
]
