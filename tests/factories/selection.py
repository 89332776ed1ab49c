"""Applications, what evaluators gave, rules: for an event that chooses among applicants."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from extensions import db
from models.events import Event, EventKind
from models.registrations import Registration
from models.selection import Criterion, Dimension, SelectionRule
from models.users import Role, User
from operations.selection.completeness import check_completeness
from operations.selection.criteria import CriterionDetails, add_criterion
from operations.selection.evaluations import submit_evaluation
from operations.selection.rules import RuleDetails, add_rule
from queries.selection.evaluations import criteria_of
from tests import factories
from tests.factories import NOW


def study_visit(**details: Any) -> Event:
    """Twenty places, about which somebody decides."""
    values: dict[str, Any] = {
        "title": "Viyana Çalışma Ziyareti",
        "kind": EventKind.STUDY_VISIT,
        "approval": True,
        "capacity": 20,
        "at": NOW,
        **details,
    }
    return factories.event(**values)


def criterion(event: Event, *, by: User, **details: Any) -> Criterion:
    made = add_criterion(
        event, CriterionDetails(**{"name": "Yarar", "most": 100, **details}), by=by, at=NOW
    )
    db.session.commit()
    return made


def rule(
    event: Event,
    dimension: Dimension,
    value: str | None = None,
    *,
    by: User,
    floor: int | None = None,
    ceiling: int | None = None,
) -> SelectionRule:
    details = RuleDetails(dimension=dimension, value=value, floor=floor, ceiling=ceiling)
    made = add_rule(event, details, by=by, at=NOW)
    db.session.commit()
    return made


def application(
    event: Event, *, by: User, complete: bool = True, at: datetime = NOW, **person: Any
) -> Registration:
    """A complete application that nobody has scored."""
    made = factories.registration(event, by=by, at=at, **person)
    if complete:
        check_completeness(made, complete=True, by=by, at=at + timedelta(hours=1))
        db.session.commit()
    return made


def scored(event: Event, points: int | Sequence[int], *, by: User, **person: Any) -> Registration:
    """A complete application to which `by` gave these points, one for each criterion."""
    made = application(event, by=by, **person)
    given = [points] if isinstance(points, int) else points
    numbers = [each.id for each in criteria_of(event)]
    submit_evaluation(made, dict(zip(numbers, given, strict=True)), comment="", by=by, at=NOW)
    db.session.commit()
    return made


def evaluator(**values: Any) -> User:
    return factories.user(Role.EVALUATOR, **values)
