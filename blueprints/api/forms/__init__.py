"""Calls about questions."""

from blueprints.api.forms import (
    questions,
)

CALLS = (questions.bp,)
