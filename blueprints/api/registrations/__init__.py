"""Calls about registrations."""

from blueprints.api.registrations import (
    entries,
)

CALLS = (entries.bp,)
