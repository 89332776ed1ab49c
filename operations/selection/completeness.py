"""An organizer checks whether applications have all that they need."""

from datetime import datetime, timedelta

import sqlalchemy as sa

from extensions import db
from letters.selection import enqueue_incomplete_letter
from lib.refusals import Refusal
from models.audit import AuditAction
from models.registrations import Registration, RegistrationStatus
from models.selection import Completeness, CompletenessCheck
from models.users import User
from operations.base.audit import record
from operations.base.details import PersonDetails
from operations.places.quotas import hold_registration
from queries.selection.completeness import Checked, checked

SECOND_CLICK = timedelta(minutes=1)
_OF_CONTACT = {"email", "phone", "locale"}
"""Details that only say how to reach someone; changing them does not change the application."""


class AlreadyDecided(Refusal):
    """The application no longer waits for a decision."""


def check_completeness(
    registration: Registration, *, complete: bool, missing: str = "", by: User, at: datetime
) -> None:
    """Write down the finding; an applicant who has to add something is told what.

    The check counts until the application changes (`forget_check`,
    `queries.selection.completeness`). The same finding within `SECOND_CLICK`, by a second click or
    a colleague, is not written again. Raises AlreadyDecided.
    """
    hold_registration(registration)
    if registration.status is not RegistrationStatus.PENDING:
        raise AlreadyDecided
    missing = "" if complete else missing
    if _just_found(registration, complete, missing, at):
        return
    known = db.session.get(CompletenessCheck, registration.id, populate_existing=True)
    check = known or CompletenessCheck(registration_id=registration.id)
    check.complete, check.missing = complete, missing
    check.checked_at, check.checked_by_id = at, by.id
    db.session.add(check)
    record(
        AuditAction.COMPLETENESS_CHECKED,
        at=at,
        by=by,
        event=registration.event,
        subject_id=registration.id,
        complete=int(complete),
    )
    if not complete:
        enqueue_incomplete_letter(registration, missing=missing, at=at)
    db.session.flush()


def forget_check(registration: Registration) -> None:
    """Drop the check, since the application has changed. Hold the registration before."""
    db.session.execute(
        sa.delete(CompletenessCheck).where(CompletenessCheck.registration_id == registration.id)
    )


def forget_check_of_other(registration: Registration, person: PersonDetails) -> None:
    """Drop the check if these details change more than how to reach the applicant."""
    if any(
        getattr(registration, name) != value
        for name, value in vars(person).items()
        if name not in _OF_CONTACT
    ):
        forget_check(registration)


def _just_found(registration: Registration, complete: bool, missing: str, at: datetime) -> bool:
    since = sa.select(CompletenessCheck.registration_id).where(
        CompletenessCheck.registration_id == registration.id,
        CompletenessCheck.checked_at > at - SECOND_CLICK,
    )
    state = Completeness.COMPLETE if complete else Completeness.INCOMPLETE
    same = checked(registration) == Checked(state, missing)
    return same and db.session.scalar(since) is not None
