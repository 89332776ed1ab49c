"""Evaluators judge applications, each on their own."""

from collections.abc import Mapping
from datetime import datetime

import sqlalchemy as sa

from extensions import db
from lib.refusals import Refusal
from models.audit import AuditAction
from models.registrations import Registration, RegistrationStatus
from models.selection import Evaluation, Score
from models.users import User
from operations.base.audit import record
from operations.base.holds import hold_event
from queries.selection.evaluations import criteria_of


class NotEvaluable(Refusal):
    """The application was decided already, or the evaluator declared a conflict of interest."""


class BadPoints(Refusal):
    """The points are not one number for each criterion, from 0 to its most."""


def submit_evaluation(
    registration: Registration,
    points: Mapping[int, int],
    *,
    comment: str,
    by: User,
    at: datetime,
) -> Evaluation:
    """Keep the evaluator's points, by the criterion's number, in place of earlier ones.

    Raises NotEvaluable and BadPoints.
    """
    evaluation = _own(registration, by, at)
    if evaluation.conflict:
        raise NotEvaluable
    most = {criterion.id: criterion.most for criterion in criteria_of(registration.event)}
    if not most or points.keys() != most.keys():
        raise BadPoints
    if not all(0 <= points[number] <= most[number] for number in most):
        raise BadPoints
    before = {score.criterion_id: score for score in evaluation.scores}
    for number, given in points.items():
        if number in before:
            before[number].points = given
        else:
            evaluation.scores.append(Score(criterion_id=number, points=given))
    evaluation.comment, evaluation.submitted_at = comment, at
    _record(AuditAction.EVALUATION_SUBMITTED, registration, by, at)
    return evaluation


def declare_conflict_of_interest(
    registration: Registration, *, comment: str = "", by: User, at: datetime
) -> Evaluation:
    """Note the evaluator's conflict of interest. Their points are deleted. Raises NotEvaluable."""
    evaluation = _own(registration, by, at)
    evaluation.conflict, evaluation.comment = True, comment
    evaluation.scores.clear()
    evaluation.submitted_at = at
    _record(AuditAction.CONFLICT_DECLARED, registration, by, at)
    return evaluation


def _own(registration: Registration, by: User, at: datetime) -> Evaluation:
    """The evaluator's row, new or existing; a second click waits for the first. Raises
    NotEvaluable."""
    hold_event(registration.event)
    db.session.refresh(registration, ["status"])
    if registration.status is not RegistrationStatus.PENDING:
        raise NotEvaluable
    found = db.session.scalar(
        sa.select(Evaluation)
        .where(Evaluation.registration_id == registration.id, Evaluation.evaluator_id == by.id)
        .execution_options(populate_existing=True)
    )
    if found is None:
        found = Evaluation(
            registration=registration, evaluator_id=by.id, conflict=False, submitted_at=at
        )
        db.session.add(found)
    return found


def _record(action: AuditAction, registration: Registration, by: User, at: datetime) -> None:
    record(action, at=at, by=by, event=registration.event, subject_id=registration.id)
    db.session.flush()
