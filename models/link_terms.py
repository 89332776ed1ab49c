"""How long personal links lead somewhere. A row says it, not the time of a signature: a clock that
steps back takes nothing away."""

from datetime import datetime, timedelta

from models.events import Event

LINKS_LAST = timedelta(days=731)
"""24 months after the end of the event."""


def have_links_lapsed(event: Event, now: datetime) -> bool:
    return now >= event.ends_at + LINKS_LAST
