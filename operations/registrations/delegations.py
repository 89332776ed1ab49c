"""Institutions that are asked to nominate people, and the people whom they nominate."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from extensions import db
from letters.delegations import enqueue_delegation_invitation, enqueue_nomination
from letters.registrations import enqueue_status_letter
from lib.refusals import Refusal
from models.audit import AuditAction
from models.delegations import Delegation
from models.events import Event
from models.registrations import (
    Consent,
    ConsentPurpose,
    Registration,
    RegistrationSource,
    RegistrationStatus,
)
from models.sectors import Sector
from models.users import User
from operations.base.answers import picked_choices, write_answers
from operations.base.audit import record
from operations.base.details import PersonDetails, Wishes, write_details
from operations.places.claims import chosen_ids, reclaim
from operations.places.quotas import hold_places, hold_registration
from operations.registrations import standing
from operations.registrations.entries import change_status
from operations.registrations.mailboxes import refuse_many
from operations.registrations.many import (
    Newcomer,
    give_code,
    put_all_on_list,
    without_address,
    without_own_address,
    write_to_all,
)
from operations.selection.completeness import forget_check
from queries.registrations.delegations import delegation_like, nominated_count, to_be_reminded

REMINDER_PAUSE = timedelta(hours=12)


class NominationsClosed(Refusal):
    """It is too late, or the event is not published (any more)."""


class TooManyNominated(Refusal):
    """These are more people than the delegation may still nominate."""

    def __init__(self, left: int) -> None:
        super().__init__()
        self.left = left


class FewerThanNominated(Refusal):
    """A delegation cannot become smaller than the number of people already nominated."""


class AlreadyInvited(Refusal):
    """The institution and contact were invited already, with another number of people or other
    details."""

    def __init__(self, delegation: Delegation) -> None:
        super().__init__()
        self.delegation = delegation


class AlreadyCompleted(Refusal):
    """The person has completed their data already; they correct it on their own page."""


@dataclass(frozen=True, kw_only=True)
class DelegationDetails:
    institution: str
    sector: Sector
    province: str | None
    contact_name: str
    contact_email: str
    locale: str
    size: int
    nominations_close_at: datetime | None


def invite_delegation(
    event: Event, details: DelegationDetails, *, by: User | None, at: datetime
) -> Delegation:
    """Ask an institution to nominate people; its contact gets a letter with the link.

    A second click finds the delegation of the first one. Raises AlreadyInvited.
    """
    hold_places(event)
    if known := delegation_like(event, details.institution, details.contact_email):
        if _is_as_in(known, details):
            return known
        raise AlreadyInvited(known)
    delegation = Delegation(event=event, created_at=at, link_version=1)
    _write(delegation, details)
    db.session.add(delegation)
    db.session.flush()
    record(
        AuditAction.DELEGATION_INVITED,
        at=at,
        by=by,
        event=event,
        subject_id=delegation.id,
        size=details.size,
    )
    enqueue_delegation_invitation(delegation, at=at)
    return delegation


def change_delegation(
    delegation: Delegation, details: DelegationDetails, *, by: User, at: datetime
) -> None:
    """Change a delegation. Raises FewerThanNominated.

    A new address of the contact gets the letter, and the old link stops working.
    """
    _hold(delegation)
    if details.size < nominated_count(delegation):
        raise FewerThanNominated
    moved = details.contact_email != delegation.contact_email
    _write(delegation, details)
    if moved:
        delegation.link_version += 1
        enqueue_delegation_invitation(delegation, at=at)
    record(
        AuditAction.DELEGATION_CHANGED,
        at=at,
        by=by,
        event=delegation.event,
        subject_id=delegation.id,
        size=details.size,
    )
    db.session.flush()


def invite_again(delegation: Delegation, *, by: User, at: datetime) -> None:
    """Write to the contact once more, with the link that is valid now."""
    enqueue_delegation_invitation(delegation, at=at)
    record(
        AuditAction.DELEGATION_INVITED,
        at=at,
        by=by,
        event=delegation.event,
        subject_id=delegation.id,
    )
    db.session.flush()


def revoke_link(delegation: Delegation, *, by: User, at: datetime) -> None:
    """Make the contact's link invalid; inviting again sends a new one."""
    delegation.link_version += 1
    record(
        AuditAction.LINK_REVOKED,
        at=at,
        by=by,
        event=delegation.event,
        subject_id=delegation.id,
        of="delegation",
    )
    db.session.flush()


def nominate(
    delegation: Delegation, people: Sequence[PersonDetails], *, at: datetime
) -> list[Registration]:
    """Put all of these people on the list or none; each then completes their own data.

    People without an address of their own get a code on paper instead of a letter. Raises
    NominationsClosed, TooManyNominated, AlreadyOnList and EventFull.
    """
    event = delegation.event
    _hold(delegation)
    if not delegation.takes_nominations(at):
        raise NominationsClosed
    left = delegation.size - nominated_count(delegation)
    if len(people) > left:
        raise TooManyNominated(left)
    standing.refuse_any_twice(event, people)
    alone = without_own_address(event, people)
    newcomers = [
        Newcomer(without_address(person) if shared else person)
        for person, shared in zip(people, alone, strict=True)
    ]
    added = put_all_on_list(event, newcomers, source=RegistrationSource.DELEGATION, at=at)
    for registration, shared in zip(added, alone, strict=True):
        registration.delegation_id = delegation.id
        registration.awaits_completion = True
        if shared:
            give_code(registration)
    db.session.flush()
    record(
        AuditAction.DELEGATION_NOMINATED,
        at=at,
        by=None,
        event=event,
        subject_id=delegation.id,
        count=len(added),
    )
    write_to_all([r for r in added if r.email], at=at)
    db.session.flush()
    return added


def take_back(delegation: Delegation, registration: Registration, *, at: datetime) -> None:
    """Take back the nomination of one person; their place is free again.

    Raises NominationsClosed and InvalidTransition.
    """
    if not delegation.takes_nominations(at):
        raise NominationsClosed
    registration.awaits_letter = False
    change_status(registration, RegistrationStatus.CANCELLED, at=at, by=None)


def remind_to_complete(delegation: Delegation, *, by: User | None, at: datetime) -> int:
    """Write again to people who have not completed their data; how many.

    Those who got a letter within `REMINDER_PAUSE` are left alone.
    """
    _hold(delegation)  # a second click finds the letters of the first
    reminded = to_be_reminded(delegation, since=at - REMINDER_PAUSE)
    for registration in reminded:
        enqueue_nomination(registration, at=at)
    if reminded:
        record(
            AuditAction.DELEGATION_CHANGED,
            at=at,
            by=by,
            event=delegation.event,
            subject_id=delegation.id,
            reminded=len(reminded),
        )
    db.session.flush()
    return len(reminded)


def complete(
    registration: Registration,
    person: PersonDetails,
    *,
    notice_version: str,
    consents: Iterable[ConsentPurpose],
    wishes: Wishes,
    at: datetime,
) -> None:
    """Write what a nominated person says of themselves; a letter tells their status.

    Raises AlreadyCompleted, AlreadyOnList, ManyOfMailbox, and EventFull with the quota that ran out.
    """
    standing.hold_name(registration.event, person, with_mailbox=True)
    hold_registration(registration)
    if not registration.can_be_completed:
        raise AlreadyCompleted
    standing.refuse_another(registration, person)
    refuse_many(registration, person)
    reclaim(
        registration,
        sector=person.sector,
        session_ids=chosen_ids(registration),
        choice_ids=picked_choices(wishes.answers),
        at=at,
    )
    forget_check(registration)
    write_details(registration, person)
    write_answers(registration, wishes.questions, wishes.answers, at=at)
    registration.awaits_completion = registration.awaits_letter = False
    registration.notice_version = notice_version
    registration.consents = [Consent(purpose=purpose, given_at=at) for purpose in consents]
    record(
        AuditAction.REGISTRATION_COMPLETED,
        at=at,
        by=None,
        event=registration.event,
        subject_id=registration.id,
    )
    db.session.flush()
    enqueue_status_letter(registration, at=at)


def _hold(delegation: Delegation) -> None:
    """Lock the list's names and the event's places, so that nobody else nominates until we commit:
    the guard of `size`."""
    standing.hold_names(delegation.event)
    hold_places(delegation.event)
    db.session.refresh(delegation)


def _is_as_in(delegation: Delegation, details: DelegationDetails) -> bool:
    return all(getattr(delegation, name) == value for name, value in vars(details).items())


def _write(delegation: Delegation, details: DelegationDetails) -> None:
    for name, value in vars(details).items():
        setattr(delegation, name, value)
