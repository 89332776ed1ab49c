"""Calls about feedback."""

from blueprints.api.feedback import (
    results,
)

CALLS = (results.bp,)
