from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

import sqlalchemy as sa

from extensions import db
from letters import registrations as letters
from lib import turkish
from models.audit import AuditAction
from models.events import Event, EventStatus
from models.letters import Letter
from models.registrations import (
    Consent,
    ConsentPurpose,
    Registration,
    RegistrationSource,
    RegistrationStatus,
)
from models.sectors import Sector
from models.users import User
from operations.audit import record
from operations.places import free_place, hold_places, take_place
from operations.tickets import issue_ticket

RESEND_PAUSE = timedelta(minutes=10)
_S = RegistrationStatus
_AUDITED = {
    _S.CONFIRMED: AuditAction.REGISTRATION_CONFIRMED,
    _S.WAITLISTED: AuditAction.REGISTRATION_WAITLISTED,
    _S.DECLINED: AuditAction.REGISTRATION_DECLINED,
    _S.CANCELLED: AuditAction.REGISTRATION_CANCELLED,
}

# Built once rather than for each of those who register in the same minute.
_SUBMITTED = sa.select(Registration).where(
    Registration.submission_key == sa.bindparam("submission_key")
)
_REGISTERED = sa.select(Registration).where(
    Registration.event_id == sa.bindparam("event_id"),
    Registration.email == sa.bindparam("email"),
    Registration.sort_key == sa.bindparam("sort_key"),
    Registration.status.in_([_S.PENDING, _S.WAITLISTED, _S.CONFIRMED]),
)


class NotRegistrable(Exception):
    """The event takes no registrations now: not published, not yet open, closed or cancelled."""


class EventFull(Exception):
    """No place is left, and the event keeps no waiting list."""


class AlreadyRegistered(Exception):
    """The same name with the same address is on the list; its letter goes out once more."""


@dataclass(frozen=True, kw_only=True)
class PersonDetails:
    """What someone tells of themselves, already cleaned and checked."""

    given_name: str
    family_name: str
    email: str | None
    phone: str | None
    sector: Sector
    institution: str = ""
    institution_role: str = ""
    province: str | None = None
    locale: str = "tr"


def register_online(
    event: Event,
    person: PersonDetails,
    *,
    submission_key: str,
    notice_version: str,
    consents: Iterable[ConsentPurpose],
    at: datetime,
) -> Registration:
    """Put a participant on the list by their own hand; a letter tells how it went.

    The same submission key again (a double click, a page sent twice) gives the same registration;
    with another person in it (a colleague, after the browser's Back) it is another form.
    Raises NotRegistrable, EventFull, AlreadyRegistered.
    """
    submission_key = key_of(submission_key, event, person)
    if earlier := _submitted_before(submission_key):
        return earlier
    if not event.takes_registrations(at):
        raise NotRegistrable
    if known := _registered_before(event, person):
        if known.submission_key == submission_key:  # the first click came to its end just now
            return known
        if not _written_to_since(known, at - RESEND_PAUSE):
            letters.enqueue_status_letter(known, at=at)
        raise AlreadyRegistered
    registration = _add(event, person, RegistrationSource.ONLINE, at)
    registration.submission_key = submission_key
    registration.notice_version = notice_version
    registration.consents = [Consent(purpose=purpose, given_at=at) for purpose in consents]
    db.session.flush()
    letters.enqueue_status_letter(registration, at=at)
    return registration


def register_for_someone(
    event: Event, person: PersonDetails, *, source: RegistrationSource, by: User, at: datetime
) -> Registration:
    """Put someone on the list who did not register by themselves, whatever the opening times.

    Raises NotRegistrable (the event is cancelled) and EventFull.
    """
    if event.status is EventStatus.CANCELLED:
        raise NotRegistrable
    registration = _add(event, person, source, at)
    db.session.flush()
    record(AuditAction.REGISTRATION_ADDED, at=at, by=by, event=event, subject_id=registration.id)
    letters.enqueue_status_letter(registration, at=at)
    return registration


def change_status(
    registration: Registration,
    new: RegistrationStatus,
    *,
    at: datetime,
    by: User | None,
    reason: str = "",
) -> None:
    """Confirm, decline, cancel or put on the waiting list; `by` is None for the person's own link.

    A freed place goes to the first who waits. Raises InvalidTransition and EventFull.
    """
    _lock(registration)
    before = registration.status
    registration.become(new, at=at, reason=reason)
    if new is _S.CONFIRMED and not take_place(registration.event.places):
        raise EventFull
    if new is _S.CONFIRMED:
        issue_ticket(registration, at=at)
    record(
        _AUDITED[new], at=at, by=by, event=registration.event, subject_id=registration.id,
        before=before,
    )  # fmt: skip
    letters.enqueue_status_letter(registration, at=at)
    if before is _S.CONFIRMED:
        free_place(registration.event.places)
        promote_from_waitlist(registration.event, at=at)
    db.session.flush()


def promote_from_waitlist(event: Event, *, at: datetime) -> list[Registration]:
    """Confirm those who wait, first come first served, as long as places are left.

    Where an organizer chooses among applicants, nobody moves up by itself.
    """
    promoted: list[Registration] = []
    if event.approval or not event.is_published or event.is_over(at):
        return promoted
    while not event.is_full() and (waiting := _first_waiting(event)):
        if not take_place(event.places):
            break
        waiting.become(_S.CONFIRMED, at=at)
        issue_ticket(waiting, at=at)
        db.session.flush()
        record(_AUDITED[_S.CONFIRMED], at=at, by=None, event=event, subject_id=waiting.id)
        letters.enqueue_status_letter(waiting, at=at)
        promoted.append(waiting)
    return promoted


def change_details(
    registration: Registration, person: PersonDetails, *, at: datetime, by: User | None
) -> None:
    """Correct what is known of a person. The ticket stays valid: it holds no name.

    A new address gets the letter that the old one got, since that one may have reached nobody.
    """
    moved = registration.email != person.email
    write_details(registration, person)
    record(
        AuditAction.REGISTRATION_CHANGED, at=at, by=by, event=registration.event,
        subject_id=registration.id,
    )  # fmt: skip
    if moved:
        letters.enqueue_status_letter(registration, at=at)
    db.session.flush()


def _add(
    event: Event, person: PersonDetails, source: RegistrationSource, at: datetime
) -> Registration:
    status = _status_for_new(event)
    registration = Registration(
        event=event, status=status, source=source, registered_at=at, status_changed_at=at
    )
    write_details(registration, person)
    registration.ticket = None  # known to be new: nothing has to be looked up
    db.session.add(registration)
    if status is _S.CONFIRMED:
        issue_ticket(registration, at=at)
    return registration


def _status_for_new(event: Event) -> RegistrationStatus:
    if event.approval:
        return _S.PENDING
    if take_place(event.places):
        return _S.CONFIRMED
    if not event.waitlist:
        raise EventFull
    # Whoever gives a place back in this moment looks for those who wait and does not see us yet.
    hold_places(event.places)
    return _S.CONFIRMED if take_place(event.places) else _S.WAITLISTED


def write_details(registration: Registration, person: PersonDetails) -> None:
    """What a person tells, and the keys by which lists are searched and sorted."""
    registration.given_name = person.given_name
    registration.family_name = person.family_name
    registration.email = person.email
    registration.phone = person.phone
    registration.sector = person.sector
    registration.institution = person.institution
    registration.institution_role = person.institution_role
    registration.province = person.province
    registration.locale = person.locale
    registration.search_key = turkish.search_key(
        f"{registration.name} {person.email or ''} {person.institution}"
    )
    registration.sort_key = turkish.sort_key(f"{person.family_name} {person.given_name}")


def key_of(submission_key: str, event: Event, person: PersonDetails) -> str:
    """The form's key with the person in it: what tells a form that was sent twice."""
    name = turkish.sort_key(f"{person.family_name} {person.given_name}")
    sent = f"{submission_key}\n{event.id}\n{person.email}\n{name}"
    return sha256(sent.encode()).hexdigest()


def _submitted_before(submission_key: str) -> Registration | None:
    return db.session.scalar(_SUBMITTED, {"submission_key": submission_key})


def _registered_before(event: Event, person: PersonDetails) -> Registration | None:
    if person.email is None:
        return None
    sort_key = turkish.sort_key(f"{person.family_name} {person.given_name}")
    return db.session.scalar(
        _REGISTERED, {"event_id": event.id, "email": person.email, "sort_key": sort_key}
    )


def _written_to_since(registration: Registration, moment: datetime) -> bool:
    """So that nobody can fill another person's mailbox by registering in their name."""
    newer = sa.select(Letter.id).where(
        Letter.registration_id == registration.id, Letter.created_at > moment
    )
    return db.session.scalar(newer.limit(1)) is not None


def _lock(registration: Registration) -> None:
    """Read the row anew and keep others from changing it (SQLite's writers wait anyway)."""
    db.session.refresh(registration, with_for_update={"of": Registration})


def _first_waiting(event: Event) -> Registration | None:
    return db.session.scalar(
        sa.select(Registration)
        .where(Registration.event_id == event.id, Registration.status == _S.WAITLISTED)
        .order_by(Registration.status_changed_at, Registration.id)
        .limit(1)
        # A row that someone else is deciding on right now is passed over, not waited for.
        .with_for_update(skip_locked=True)
    )
