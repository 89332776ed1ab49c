"""Back office: the feedback on an event."""

from blueprints.organizer.feedback import (
    results,
)

PAGES = (results.bp,)
