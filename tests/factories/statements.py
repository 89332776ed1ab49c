"""Statements for tests."""

from typing import Any

from extensions import db
from models.events import Event
from models.problems import Problem
from models.scopes import Scope
from models.statements import Statement, StatementSource, StatementState
from tests.factories import NOW


def statement(
    about: Event | Scope, text: str, problem: Problem | None = None, **values: Any
) -> Statement:
    """What somebody said, in this problem already or in none."""
    scope = Scope(event_id=about.id) if isinstance(about, Event) else about
    if problem:
        values = {"problem": problem, "state": StatementState.JOINED, **values}
    made = Statement(
        event_id=scope.event_id,
        province=scope.province,
        text=text,
        **{
            "public_text": text,
            "source": StatementSource.ORGANIZER,
            "made_on": NOW.date(),
            **values,
        },
    )
    db.session.add(made)
    db.session.flush()
    return made
