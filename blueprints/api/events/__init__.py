"""Calls about events."""

from blueprints.api.events import (
    events,
)

CALLS = (events.bp,)
