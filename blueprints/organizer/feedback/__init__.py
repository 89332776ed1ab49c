"""Back office: what people answered after the event."""

from blueprints.organizer.feedback import (
    results,
)

PAGES = (results.bp,)
