from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256

import sqlalchemy as sa

from extensions import db
from letters import registrations as letters
from lib import turkish
from models.audit import AuditAction
from models.events import Event, EventStatus, Quota, Session
from models.forms import Question
from models.letters import Letter
from models.registrations import (
    Claim,
    Consent,
    ConsentPurpose,
    Gender,
    Registration,
    RegistrationSource,
    RegistrationStatus,
)
from models.sectors import Sector
from models.users import User
from operations.answers import Answers, picked_choices, write_answers
from operations.audit import record
from operations.places import claim, free_places, hold_places, quotas_for, take_places
from operations.tickets import issue_ticket

RESEND_PAUSE = timedelta(minutes=10)
_S = RegistrationStatus
_AUDITED = {
    _S.OFFERED: AuditAction.REGISTRATION_OFFERED,
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

    def __init__(self, quota: Quota | None = None) -> None:
        """`quota`: which of the places ran out."""
        super().__init__()
        self.quota = quota


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
    gender: Gender | None = None
    locale: str = "tr"


@dataclass(frozen=True, kw_only=True)
class Wishes:
    """What a registration asks for besides a place: answers to questions, sessions."""

    questions: Sequence[Question] = ()
    """Those that were asked."""
    answers: Answers = field(default_factory=dict)
    sessions: Sequence[Session] = ()


NO_WISHES = Wishes()


def register_online(
    event: Event,
    person: PersonDetails,
    *,
    submission_key: str,
    notice_version: str,
    consents: Iterable[ConsentPurpose],
    at: datetime,
    wishes: Wishes = NO_WISHES,
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
    registration = put_on_list(event, person, RegistrationSource.ONLINE, at, wishes)
    registration.submission_key = submission_key
    registration.notice_version = notice_version
    registration.consents = [Consent(purpose=purpose, given_at=at) for purpose in consents]
    db.session.flush()
    letters.enqueue_status_letter(registration, at=at)
    return registration


def register_for_someone(
    event: Event,
    person: PersonDetails,
    *,
    source: RegistrationSource,
    by: User,
    at: datetime,
    wishes: Wishes = NO_WISHES,
) -> Registration:
    """Put someone on the list who did not register by themselves, whatever the opening times.

    Raises NotRegistrable (the event is cancelled) and EventFull.
    """
    if event.status is EventStatus.CANCELLED:
        raise NotRegistrable
    registration = put_on_list(event, person, source, at, wishes)
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
    if new.holds_place and not before.holds_place:
        _take_places(registration)
    if new is _S.CONFIRMED:
        issue_ticket(registration, at=at)
    record(
        _AUDITED[new], at=at, by=by, event=registration.event, subject_id=registration.id,
        before=before,
    )  # fmt: skip
    letters.enqueue_status_letter(registration, at=at)
    if before.holds_place and not new.holds_place:
        free_places(registration)
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
        if take_places(event, [claim.quota for claim in waiting.claims]):
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


def put_on_list(
    event: Event, person: PersonDetails, source: RegistrationSource, at: datetime, wishes: Wishes
) -> Registration:
    """A new row with its places and its ticket, not flushed, and no letter. Raises EventFull."""
    quotas = quotas_for(
        event,
        person.sector,
        session_ids={session.id for session in wishes.sessions},
        choice_ids=picked_choices(wishes.answers),
    )
    status = _status_for_new(event, quotas)
    registration = Registration(
        event=event, status=status, source=source, registered_at=at, status_changed_at=at
    )
    write_details(registration, person)
    registration.ticket = None  # known to be new: nothing has to be looked up
    db.session.add(registration)
    if quotas:
        claim(registration, quotas)
    if wishes.sessions:
        registration.chosen_sessions = list(wishes.sessions)
    write_answers(registration, wishes.questions, wishes.answers, at=at)
    if status is _S.CONFIRMED:
        issue_ticket(registration, at=at)
    return registration


def _status_for_new(event: Event, quotas: Collection[Quota]) -> RegistrationStatus:
    if event.approval:
        return _S.PENDING
    full = take_places(event, quotas)
    if full is None:
        return _S.CONFIRMED
    if not event.waitlist:
        raise EventFull(full)
    # Whoever gives a place back in this moment looks for those who wait and does not see us yet.
    hold_places(event)
    return _S.WAITLISTED if take_places(event, quotas) else _S.CONFIRMED


def _take_places(registration: Registration) -> None:
    """Raises EventFull."""
    if full := take_places(registration.event, [claim.quota for claim in registration.claims]):
        raise EventFull(full)


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
    registration.gender = person.gender
    registration.locale = person.locale
    registration.search_key = turkish.search_key(
        f"{registration.name} {person.email or ''} {person.institution}"
    )
    registration.sort_key = turkish.sort_key(f"{person.family_name} {person.given_name}")
    registration.name_key = turkish.search_key(registration.name)


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
    """Who has waited longest of those for whom places are left in everything that they need."""
    needs_what_is_full = (
        sa.select(Claim.quota_id)
        .join(Claim.quota)
        .where(Claim.registration_id == Registration.id, Quota.taken >= Quota.capacity)
    )
    return db.session.scalar(
        sa.select(Registration)
        .where(
            Registration.event_id == event.id,
            Registration.status == _S.WAITLISTED,
            ~needs_what_is_full.exists(),
        )
        .order_by(Registration.status_changed_at, Registration.id)
        .limit(1)
        # A row that someone else is deciding on right now is passed over, not waited for.
        .with_for_update(of=Registration, skip_locked=True)
    )
