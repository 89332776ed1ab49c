"""Calls about statements and problem lists."""

from blueprints.api.problems import (
    acts,
    priorities,
    problems,
    scores,
    statements,
)

CALLS = (acts.bp, problems.bp, statements.bp, priorities.bp, scores.bp, publications.bp)
    publications,

