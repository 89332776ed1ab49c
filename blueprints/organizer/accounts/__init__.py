"""Back office: who works with it, and what they may."""

from blueprints.organizer.accounts import (
    accesses,
)

PAGES = (accesses.bp,)
