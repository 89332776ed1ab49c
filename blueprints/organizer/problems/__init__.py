"""Back office: an event's problem list."""

from blueprints.organizer.problems import (
    problems,
    statements,
)

PAGES = (problems.bp, statements.bp)
