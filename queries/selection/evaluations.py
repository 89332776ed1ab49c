"""What evaluators see: the complete applications and their own judgements, not those of others."""

from dataclasses import dataclass
from fractions import Fraction

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from extensions import db
from lib import weighted_means
from lib.paging import Page, page_of
from models.events import Event
from models.registrations import Registration, RegistrationStatus
from models.selection import Completeness, Criterion, Evaluation
from models.users import User
from policy import scoped
from queries.selection.completeness import found


def criteria_of(event: Event) -> list[Criterion]:
    return list(
        db.session.scalars(
            sa.select(Criterion)
            .where(Criterion.event_id == event.id)
            .order_by(Criterion.position, Criterion.id)
        )
    )


def criterion_for(criterion_id: int, user: User) -> Criterion | None:
    """A criterion of an event of the user's province."""
    return db.session.scalar(
        scoped(
            sa.select(Criterion)
            .join(Criterion.event)
            .where(Criterion.id == criterion_id)
            .options(contains_eager(Criterion.event)),
            user,
        )
    )


def is_scored(event: Event) -> bool:
    """Whether anybody gave points to an application of the event."""
    scored = (
        sa.select(Evaluation.id)
        .join(Evaluation.registration)
        .where(Registration.event_id == event.id, ~Evaluation.conflict)
    )
    return bool(db.session.scalar(sa.select(scored.exists())))


@dataclass(frozen=True)
class Task:
    """An application, and how this evaluator judged it."""

    registration: Registration
    own: Evaluation | None
    total: Fraction | None
    """The evaluator's own points, from 0 to 100; None: no points."""


@dataclass(frozen=True)
class Judgement:
    """One evaluator's judgement of an application, for those who decide."""

    evaluator: str
    total: Fraction | None
    """From 0 to 100; None where a conflict of interest was declared."""
    comment: str


def judgements_of(registration: Registration) -> list[Judgement]:
    """The judgements of all evaluators, in the order in which they came."""
    criteria = criteria_of(registration.event)
    evaluations = db.session.scalars(
        sa.select(Evaluation)
        .where(Evaluation.registration_id == registration.id)
        .options(joinedload(Evaluation.evaluator), selectinload(Evaluation.scores))
        .order_by(Evaluation.submitted_at, Evaluation.id)
    )
    return [
        Judgement(e.evaluator.name, None if e.conflict else total_of(e, criteria), e.comment)
        for e in evaluations
    ]


def tasks_of(event: Event, evaluator: User, *, limit: int, after: str | None = None) -> Page[Task]:
    """The complete applications, the earliest first. Raises BadCursor."""
    page = page_of(
        db.session(),
        _readable(event),
        Registration.registered_at,
        Registration.id,
        limit=limit,
        after=after,
    )
    own = _own(evaluator, [registration.id for registration in page.items])
    criteria = criteria_of(event)
    rows = [
        Task(r, own.get(r.id), total_of(own[r.id], criteria) if r.id in own else None)
        for r in page.items
    ]
    return Page(rows, page.next)


def tasks_left(event: Event, evaluator: User) -> int:
    """How many complete applications the evaluator has not judged."""
    left = _left(event, evaluator).subquery()
    return db.session.scalar(sa.select(sa.func.count()).select_from(left)) or 0


def next_task(event: Event, evaluator: User, *, after: Registration) -> int | None:
    """The number of the next application that the evaluator has not judged; after the last comes
    the first."""
    later = sa.tuple_(Registration.registered_at, Registration.id) > sa.tuple_(
        sa.literal(after.registered_at, Registration.registered_at.type), sa.literal(after.id)
    )
    return db.session.scalar(
        _left(event, evaluator)
        .with_only_columns(Registration.id)
        .order_by(sa.case((later, 0), else_=1), Registration.registered_at, Registration.id)
        .limit(1)
    )


def task_for(registration: Registration, evaluator: User) -> Task | None:
    """The application as the evaluator's task.

    None: there is nothing to evaluate, since it is not complete or was decided before.
    """
    own = _own(evaluator, [registration.id]).get(registration.id)
    there = sa.select(
        _readable(registration.event).where(Registration.id == registration.id).exists()
    )
    if own is None and not db.session.scalar(there):
        return None
    total = total_of(own, criteria_of(registration.event)) if own else None
    return Task(registration, own, total)


def total_of(evaluation: Evaluation, criteria: list[Criterion]) -> Fraction | None:
    """The evaluator's points from 0 to 100; None: no points, or a conflict of interest was
    declared."""
    points = {score.criterion_id: score.points for score in evaluation.scores}
    if evaluation.conflict or not points:
        return None
    return weighted_means.percent((c.weight, points[c.id], c.most) for c in criteria)


def _readable(event: Event) -> sa.Select[Registration]:
    return sa.select(Registration).where(
        Registration.event_id == event.id,
        Registration.status == RegistrationStatus.PENDING,
        found(Completeness.COMPLETE),
    )


def _left(event: Event, evaluator: User) -> sa.Select[Registration]:
    own = sa.select(Evaluation.id).where(
        Evaluation.registration_id == Registration.id, Evaluation.evaluator_id == evaluator.id
    )
    return _readable(event).where(~own.exists())


def _own(evaluator: User, numbers: list[int]) -> dict[int, Evaluation]:
    rows = db.session.scalars(
        sa.select(Evaluation)
        .where(Evaluation.evaluator_id == evaluator.id, Evaluation.registration_id.in_(numbers))
        .options(selectinload(Evaluation.scores))
    )
    return {evaluation.registration_id: evaluation for evaluation in rows}
