"""What applications are scored by; fixed as soon as somebody has given points."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from extensions import db
from lib.refusals import Refusal
from models.audit import AuditAction
from models.events import Event
from models.selection import Criterion
from models.users import User
from operations.base.audit import record
from operations.base.holds import hold_event
from queries.selection.evaluations import criteria_of, is_scored


class AlreadyScored(Refusal):
    """Points were given already: with other criteria they would mean something else."""


@dataclass(frozen=True, kw_only=True)
class CriterionDetails:
    name: str
    name_en: str = ""
    weight: int = 1
    most: int = 5


def add_criterion(event: Event, details: CriterionDetails, *, by: User, at: datetime) -> Criterion:
    """Add a criterion at the end. Raises AlreadyScored."""
    hold_event(event)
    _refuse_when_scored(event)
    last = max((criterion.position for criterion in criteria_of(event)), default=0)
    criterion = Criterion(event=event, position=last + 1)
    _write(criterion, details)
    db.session.add(criterion)
    _record(event, by, at)
    return criterion


def change_criterion(
    criterion: Criterion, details: CriterionDetails, *, by: User, at: datetime
) -> None:
    """Change a criterion. Names may be corrected at any time; weights and points raise
    AlreadyScored."""
    hold_event(criterion.event)
    if (criterion.weight, criterion.most) != (details.weight, details.most):
        _refuse_when_scored(criterion.event)
    _write(criterion, details)
    _record(criterion.event, by, at)


def remove_criterion(criterion: Criterion, *, by: User, at: datetime) -> None:
    """Remove a criterion. Raises AlreadyScored."""
    event = criterion.event
    hold_event(event)
    _refuse_when_scored(event)
    db.session.execute(sa.delete(Criterion).where(Criterion.id == criterion.id))  # or it is gone
    _record(event, by, at)


def _refuse_when_scored(event: Event) -> None:
    if is_scored(event):
        raise AlreadyScored


def _write(criterion: Criterion, details: CriterionDetails) -> None:
    criterion.name, criterion.name_en = details.name, details.name_en
    criterion.weight, criterion.most = details.weight, details.most


def _record(event: Event, by: User, at: datetime) -> None:
    record(AuditAction.CRITERIA_CHANGED, at=at, by=by, event=event, subject_id=event.id)
    db.session.flush()
