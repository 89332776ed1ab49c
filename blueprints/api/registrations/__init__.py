"""Calls about who is on a list."""

from blueprints.api.registrations import (
    entries,
)

CALLS = (entries.bp,)
