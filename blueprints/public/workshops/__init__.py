"""For people in the room, and for good: a workshop's page."""

PAGES = ()
