"""Calls about statements and problem lists."""

from blueprints.api.problems import (
    problems,
    statements,
)

CALLS = (problems.bp, statements.bp)
