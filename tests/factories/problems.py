"""Problem lists for tests."""

from collections.abc import Sequence
from typing import Any

from extensions import db
from models.events import Event
from models.problems import Problem
from models.scopes import PROGRAMME, Scope
from models.statements import Statement
from models.users import User
from operations.problems.acts import file_statements
from operations.problems.lists import list_of
from tests.factories import NOW


def problem(about: Event | Scope = PROGRAMME, title: str = "Yol", **values: Any) -> Problem:
    """A problem of an event's list, or of another scope's."""
    scope = Scope(event_id=about.id) if isinstance(about, Event) else about
    made = Problem(problem_list=list_of(scope), title=title, **{"created_at": NOW, **values})
    db.session.add(made)
    db.session.flush()
    return made


def filed(
    statements: Sequence[Statement], title: str = "Yol", *, by: User | None = None, **values: Any
) -> Problem:
    """A new problem of these statements, as a moderator makes it."""
    problem_list = list_of(statements[0].scope)
    numbers = [statement.id for statement in statements]
    act = file_statements(problem_list, numbers, title=title, by=by, at=NOW, **values)
    assert act.problem_id
    return db.session.get_one(Problem, act.problem_id)
