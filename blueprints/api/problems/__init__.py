"""Calls about statements and problem lists."""

from blueprints.api.problems import (
    acts,
    mates,
    priorities,
    problems,
    publications,
    scores,
    statements,
)

CALLS = (
    acts.bp,
    problems.bp,
    priorities.bp,
    publications.bp,
    scores.bp,
    statements.bp,
    mates.bp,
)
