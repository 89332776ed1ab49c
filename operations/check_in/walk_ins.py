"""The desk: people who come without a registration, and people on the list who have no ticket
yet."""

from collections.abc import Iterable
from datetime import datetime

from extensions import db
from lib.refusals import Refusal
from models.checkpoints import Checkpoint
from models.registrations import (
    ConsentPurpose,
    Registration,
    RegistrationSource,
    RegistrationStatus,
)
from models.users import User
from operations.base.details import NO_WISHES, PersonDetails, Wishes, key_of
from operations.base.tickets import issue_ticket
from operations.check_in.scans import CheckIn, check_in
from operations.places.quotas import hold_registration
from operations.registrations.entries import NotRegistrable, SentForm, change_status, put_on_list
from policy import Permission, may
from queries.registrations.participants import registration_by_key

_S = RegistrationStatus


class MayNotDecide(Refusal):
    """The user at this door may not let this person in; an organizer decides."""


def register_at_door(
    checkpoint: Checkpoint,
    person: PersonDetails,
    *,
    submission_key: str,
    notice_version: str,
    consents: Iterable[ConsentPurpose],
    by: User,
    at: datetime,
    wishes: Wishes = NO_WISHES,
) -> Registration:
    """Put someone on the list who has come without a registration.

    They are confirmed with a ticket if a place is left, also where organizers choose among
    applicants; otherwise they wait, without a ticket. The same submission key again (a double
    click) gives the same registration. Raises NotRegistrable and EventFull.
    """
    event = checkpoint.event
    submission_key = key_of(submission_key, event, person)
    if earlier := registration_by_key(submission_key):
        return earlier
    if not checkpoint.takes_walk_ins(at):
        raise NotRegistrable
    sent = SentForm(submission_key, notice_version, tuple(consents))
    return put_on_list(
        event, person, RegistrationSource.DOOR, at, wishes, sent=sent, by=by, chosen=True
    )


def may_give_ticket(checkpoint: Checkpoint, registration: Registration, *, by: User) -> bool:
    """Whether `by` may let this person in here, also without a ticket yet.

    For an offered place the answer is yes, since it is kept for them. People on the waiting list
    enter where the door admits them. About all others those decide who manage registrations.
    """
    status = registration.status
    if status in (_S.CONFIRMED, _S.OFFERED) or may(by, Permission.MANAGE_REGISTRATIONS):
        return True
    return status is _S.WAITLISTED and checkpoint.admits_waiting


def give_ticket(
    checkpoint: Checkpoint, registration: Registration, *, by: User, at: datetime
) -> None:
    """Confirm someone on the list who has come.

    Somebody who waits, at a door that admits them, gets only a ticket and takes nobody's place.
    Commit before the ticket is read. Raises MayNotDecide, EventFull, InvalidTransition.
    """
    hold_registration(registration)
    if not may_give_ticket(checkpoint, registration, by=by):
        raise MayNotDecide
    waits_here = registration.status is _S.WAITLISTED and checkpoint.admits_waiting
    if registration.is_confirmed or waits_here:
        issue_ticket(registration, at=at)
    else:
        change_status(registration, _S.CONFIRMED, at=at, by=by)
    db.session.flush()


def admit(
    checkpoint: Checkpoint, registration: Registration, *, nonce: str, by: User, at: datetime
) -> CheckIn | None:
    """Check in someone at the desk by their ticket; None where they have none.

    The same nonce again, with the same ticket, is the same reading. Commit after it.
    """
    if registration.ticket is None:
        return None
    code = registration.ticket.short_code
    nonce = f"{nonce} {registration.ticket.id}"
    return check_in(checkpoint, code=code, nonce=nonce, scanned_at=at, at=at, by=by)
