"""Back office: a problem list, what was done to it, and whether everyone may read it."""

from blueprints.organizer.problems import (
    acts,
    files,
    flip_charts,
    hide_reasons,
    imports,
    lists,
    marks,
    priorities,
    problems,
    publications,
    weights,
)

PAGES = (
    problems.bp,
    acts.bp,
    files.bp,
    flip_charts.bp,
    hide_reasons.bp,
    imports.bp,
    marks.bp,
    publications.bp,
    lists.bp,
    priorities.bp,
    weights.bp,
)
