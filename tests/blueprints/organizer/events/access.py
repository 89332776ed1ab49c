"""Who may open what of events in the back office."""

from tests.blueprints.organizer.roles import ORGANIZERS, READERS

PAGES = {
    "organizer.dashboard.show": ORGANIZERS | READERS,
    "organizer.events.index": ORGANIZERS | READERS,
    "organizer.events.new": ORGANIZERS,
    "organizer.events.show": ORGANIZERS | READERS,
    "organizer.events.edit": ORGANIZERS,
    "organizer.sessions.index": ORGANIZERS,
    "organizer.sessions.new": ORGANIZERS,
    "organizer.sessions.edit": ORGANIZERS,
    "organizer.event_copies.new": ORGANIZERS,
    "organizer.contacts.index": ORGANIZERS,
    "organizer.contacts.edit": ORGANIZERS,
}
ACTS = [
    "organizer.events.create",
    "organizer.events.update",
    "organizer.publications.create",
    "organizer.publications.withdraw",
    "organizer.publications.cancel",
    "organizer.sessions.create",
    "organizer.sessions.update",
    "organizer.sessions.destroy",
    "organizer.event_copies.create",
    "organizer.contacts.update",
]
