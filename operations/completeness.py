"""Whether applications have all that they need, as an organizer finds."""

from datetime import datetime

from extensions import db
from letters.selection import enqueue_incomplete_letter
from models.audit import AuditAction
from models.registrations import Registration, RegistrationStatus
from models.selection import CompletenessCheck
from models.users import User
from operations.audit import record


class AlreadyDecided(Exception):
    """The application no longer awaits a decision."""


def check_completeness(
    registration: Registration, *, complete: bool, missing: str = "", by: User, at: datetime
) -> None:
    """Write down what was found; who has to add something is told what.

    The check counts until the answers change (queries.completeness). Raises AlreadyDecided.
    """
    if registration.status is not RegistrationStatus.PENDING:
        raise AlreadyDecided
    db.session.merge(
        CompletenessCheck(
            registration_id=registration.id,
            complete=complete,
            missing="" if complete else missing,
            checked_at=at,
            checked_by_id=by.id,
        )
    )
    record(
        AuditAction.COMPLETENESS_CHECKED, at=at, by=by, event=registration.event,
        subject_id=registration.id, complete=int(complete),
    )  # fmt: skip
    if not complete:
        enqueue_incomplete_letter(registration, missing=missing, at=at)
    db.session.flush()
