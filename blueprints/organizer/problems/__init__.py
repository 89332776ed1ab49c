"""Back office: an event's problem list."""

from blueprints.organizer.problems import (
    lists,
    priorities,
    problems,
    statements,
    weights,
)

PAGES = (problems.bp, statements.bp, lists.bp, priorities.bp, weights.bp)
