"""A proposal becomes the final decision: statuses, record and letters."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from extensions import db
from letters.selection import enqueue_selection_letter
from lib.refusals import Refusal
from models.audit import AuditAction
from models.places import Quota
from models.registrations import Claim, Registration, RegistrationStatus
from models.selection import ReasonTold, Selection, SelectionOutcome, SelectionResult
from models.users import User
from operations.base.answers import request_answers
from operations.base.audit import record
from operations.base.tickets import issue_ticket
from operations.places.quotas import take_places
from operations.selection.proposals import hold_proposal
from operations.selection.record import is_outdated

WRITTEN_AT_ONCE = 20
"""Up to so many letters are written with the decision; more are left to the worker."""

_S = RegistrationStatus
_O = SelectionOutcome
_DECISION = {
    _O.CHOSEN: (_S.CONFIRMED, AuditAction.REGISTRATION_CONFIRMED),
    _O.RESERVE: (_S.WAITLISTED, AuditAction.REGISTRATION_WAITLISTED),
    _O.DECLINED: (_S.DECLINED, AuditAction.REGISTRATION_DECLINED),
}


class Outdated(Refusal):
    """An application, a score or a rule has changed since the proposal."""


class NoPlaceLeft(Refusal):
    """Somebody who is chosen needs a place that is already taken."""

    def __init__(self, registration: Registration, quota: Quota) -> None:
        super().__init__()
        self.registration, self.quota = registration, quota


def confirm_selection(
    selection: Selection,
    *,
    told: Mapping[SelectionOutcome, ReasonTold],
    reason_for: Callable[[SelectionResult], str],
    by: User,
    at: datetime,
    seen: str | None = None,
) -> None:
    """Decide about all applicants at once, or about nobody; from then on the record is final.

    `told` is how much people learn of the reasons, `reason_for` puts a reason into the person's
    language, `seen` is the edition that was looked at. Raises AlreadyConfirmed, Replaced, Outdated
    and NoPlaceLeft; the caller rolls back then.
    """
    hold_proposal(selection, seen)
    results = _held_results(selection)
    if is_outdated(selection):
        raise Outdated
    for result in results:
        _decide(result, reason_for(result), by=by, at=at)
    selection.record = {
        **selection.record,
        "told": {outcome.value: told[outcome].value for outcome in _O},
    }
    selection.confirmed_at, selection.confirmed_by_id = at, by.id
    record(
        AuditAction.SELECTION_CONFIRMED,
        at=at,
        by=by,
        event=selection.event,
        subject_id=selection.id,
        **{outcome.value: sum(r.outcome is outcome for r in results) for outcome in _O},
    )
    if len(results) <= WRITTEN_AT_ONCE:
        _tell(results, at=at)
    db.session.flush()


def write_selection_letters(*, at: datetime, limit: int = 100) -> int:
    """Write to at most `limit` people whom a confirmed selection has not told; how many were looked
    at."""
    untold = db.session.scalars(
        sa.select(SelectionResult)
        .join(SelectionResult.selection)
        .join(SelectionResult.registration)
        .where(SelectionResult.told_at.is_(None), Selection.confirmed_at.is_not(None))
        .options(
            contains_eager(SelectionResult.registration).joinedload(Registration.event),
            contains_eager(SelectionResult.registration).joinedload(Registration.ticket),
        )
        .order_by(SelectionResult.selection_id, SelectionResult.rank)
        .limit(limit)
        .with_for_update(of=SelectionResult, skip_locked=True)
    ).all()
    _tell(untold, at=at)
    db.session.flush()
    return len(untold)


def _decide(result: SelectionResult, reason: str, *, by: User, at: datetime) -> None:
    registration = result.registration
    status, action = _DECISION[result.outcome]
    registration.become(status, at=at, reason=reason)
    registration.reserve_rank = result.reserve_rank
    if status is _S.CONFIRMED:
        claimed = [claim.quota for claim in registration.claims]
        if full := take_places(registration.event, claimed):
            raise NoPlaceLeft(registration, full)
        issue_ticket(registration, at=at)
    record(
        action,
        at=at,
        by=by,
        event=registration.event,
        subject_id=registration.id,
        selection=result.selection_id,
    )


def _tell(results: Sequence[SelectionResult], *, at: datetime) -> None:
    """Write the letters. A person whose status was changed meanwhile got a letter about that
    instead."""
    for result in results:
        if result.registration.status is _DECISION[result.outcome][0]:
            enqueue_selection_letter(result, at=at)
            request_answers(result.registration, at=at)
        result.told_at = at


def _held_results(selection: Selection) -> list[SelectionResult]:
    """The results, their people read anew and always locked in one order."""
    numbers = sa.select(SelectionResult.registration_id).where(
        SelectionResult.selection_id == selection.id
    )
    db.session.scalars(
        sa.select(Registration)
        .where(Registration.id.in_(numbers))
        .order_by(Registration.id)
        .options(
            joinedload(Registration.event),
            joinedload(Registration.ticket),
            selectinload(Registration.claims).joinedload(Claim.quota),
        )
        .with_for_update(of=Registration, key_share=True)
        .execution_options(populate_existing=True)
    ).all()
    return list(
        db.session.scalars(
            sa.select(SelectionResult)
            .where(SelectionResult.selection_id == selection.id)
            .options(joinedload(SelectionResult.registration))
            .order_by(SelectionResult.rank)
        )
    )
