"""Problem lists, for everyone."""

from blueprints.public.problems import (
    problems,
)

PAGES = (problems.bp,)
