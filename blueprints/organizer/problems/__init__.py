"""Back office: a problem list, what was done to it, and whether everyone may read it."""

from blueprints.organizer.problems import (
    acts,
    lists,
    priorities,
    problems,
    publications,
    weights,
)

PAGES = (problems.bp, acts.bp, publications.bp, lists.bp, priorities.bp, weights.bp)
