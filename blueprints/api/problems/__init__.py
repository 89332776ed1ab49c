"""Calls about statements and problem lists."""

from blueprints.api.problems import (
    acts,
    problems,
    statements,
)

CALLS = (acts.bp, problems.bp, statements.bp)
