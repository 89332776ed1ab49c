"""Calls about what people answered afterwards."""

from blueprints.api.feedback import (
    results,
)

CALLS = (results.bp,)
