"""Problem lists for tests."""

from typing import Any

from extensions import db
from models.events import Event
from models.problems import Problem
from models.scopes import PROGRAMME, Scope
from operations.problems.lists import list_of
from tests.factories import NOW


def problem(about: Event | Scope = PROGRAMME, title: str = "Yol", **values: Any) -> Problem:
    """A problem of an event's list, or of another scope's."""
    scope = Scope(event_id=about.id) if isinstance(about, Event) else about
    made = Problem(problem_list=list_of(scope), title=title, **{"created_at": NOW, **values})
    db.session.add(made)
    db.session.flush()
    return made
