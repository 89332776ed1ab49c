"""The ranking of an event's applications, computed exactly from all evaluations.

Each evaluator's total is 100 · Σ(weight · points / most) / Σ weight. The score is the mean of the
totals of those who declared no conflict of interest, rounded once, to hundredths. The shown scores
are the compared ones: equal scores are ranked by the earlier application, then by the smaller
number.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

import sqlalchemy as sa

from extensions import db
from lib import weighted_means
from models.events import Event
from models.registrations import Registration, RegistrationStatus
from models.selection import Completeness, Criterion, Evaluation, Score
from queries.selection.completeness import found
from queries.selection.evaluations import criteria_of


@dataclass
class Judgements:
    """What all evaluators gave for one application."""

    points: dict[int, dict[int, int]] = field(default_factory=dict)
    """Points by evaluator and criterion."""
    conflicts: list[int] = field(default_factory=list)
    """The evaluators who declared a conflict of interest."""


@dataclass(frozen=True)
class Ranked:
    registration: Registration
    judgements: Judgements
    totals: tuple[Fraction, ...]
    """The total of each evaluator, from 0 to 100."""

    @property
    def score(self) -> int | None:
        """The score in hundredths, from 0 to 10000; None: nobody gave points."""
        return weighted_means.hundredths(weighted_means.mean(self.totals)) if self.totals else None

    @property
    def spread(self) -> int | None:
        """The largest total less the smallest one, in hundredths; None: nobody gave points."""
        if not self.totals:
            return None
        return weighted_means.hundredths(max(self.totals) - min(self.totals))


def ranking(event: Event) -> list[Ranked]:
    """The complete applications that await a decision, the best first; unscored ones come last."""
    criteria = criteria_of(event)
    judged = _judgements(event)
    rows = [
        _ranked(registration, judged.get(registration.id, Judgements()), criteria)
        for registration in db.session.scalars(_complete(event))
    ]
    return sorted(
        rows,
        key=lambda r: (
            r.score is None,
            -(r.score or 0),
            r.registration.registered_at,
            r.registration.id,
        ),
    )


def _ranked(
    registration: Registration, judgements: Judgements, criteria: Sequence[Criterion]
) -> Ranked:
    totals = tuple(
        weighted_means.percent((c.weight, points[c.id], c.most) for c in criteria)
        for _evaluator, points in sorted(judgements.points.items())
    )
    return Ranked(registration, judgements, totals)


def _complete(event: Event) -> sa.Select[Registration]:
    return sa.select(Registration).where(
        Registration.event_id == event.id,
        Registration.status == RegistrationStatus.PENDING,
        found(Completeness.COMPLETE),
    )


def _judgements(event: Event) -> Mapping[int, Judgements]:
    rows = db.session.execute(
        sa.select(
            Evaluation.registration_id,
            Evaluation.evaluator_id,
            Evaluation.conflict,
            Score.criterion_id,
            Score.points,
        )
        .join(Evaluation.registration)
        .outerjoin(Evaluation.scores)
        .where(Registration.event_id == event.id, Registration.status == RegistrationStatus.PENDING)
        .order_by(Evaluation.evaluator_id)
    )
    judged: dict[int, Judgements] = {}
    for number, evaluator, conflict, criterion, points in rows:
        of_one = judged.setdefault(number, Judgements())
        if conflict:
            of_one.conflicts.append(evaluator)
        elif criterion is not None:
            of_one.points.setdefault(evaluator, {})[criterion] = points
    return judged
