"""Events, for everyone."""

from blueprints.public.events import (
    calendars,
    events,
    home,
)

PAGES = (calendars.bp, events.bp, home.bp)
