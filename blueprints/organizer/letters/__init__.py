"""Back office: letters of an event."""

from blueprints.organizer.letters import (
    mailings,
    outbox,
    wordings,
)

PAGES = (mailings.bp, outbox.bp, wordings.bp)
