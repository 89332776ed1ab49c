from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime

from extensions import db
from letters import registrations as letters
from lib.refusals import Refusal
from models.audit import AuditAction
from models.events import Event, InvalidTransition
from models.places import Quota
from models.registrations import (
    STANDING,
    Claim,
    Consent,
    ConsentPurpose,
    Registration,
    RegistrationSource,
    RegistrationStatus,
)
from models.users import User
from operations.base.answers import picked_choices, request_answers, write_answers
from operations.base.audit import record
from operations.base.details import NO_WISHES, PersonDetails, Wishes, write_details
from operations.base.tickets import issue_ticket
from operations.letters.mailings import withdraw_letters_to
from operations.places.quotas import (
    EventFull,
    StrataChanged,
    free_places,
    hold_places,
    hold_registration,
    quotas_for,
    see_strata,
    take_places,
    take_places_for,
)
from operations.places.waiting_list import pass_on_place_of, pass_on_places
from operations.registrations.standing import hold_name, refuse_twice

_Write = Callable[[RegistrationStatus, Collection[Quota]], Registration]
_S = RegistrationStatus
_AUDITED = {
    _S.CONFIRMED: AuditAction.REGISTRATION_CONFIRMED,
    _S.WAITLISTED: AuditAction.REGISTRATION_WAITLISTED,
    _S.DECLINED: AuditAction.REGISTRATION_DECLINED,
    _S.CANCELLED: AuditAction.REGISTRATION_CANCELLED,
}


@dataclass(frozen=True)
class SentForm:
    """What somebody submitted for themselves: the key, the notice shown, the consents."""

    key: str
    """From `operations.base.details.key_of`: the same submission again is the same registration."""
    notice_version: str
    consents: Collection[ConsentPurpose]
    mailbox_until: datetime | None = None
    """Until when the registration is held for its mailbox to confirm; None: it need not."""

    def write(self, registration: Registration, *, at: datetime) -> None:
        if registration.status is _S.OFFERED:
            registration.offered_until = self.mailbox_until
        registration.mailbox_until = self.mailbox_until
        registration.submission_key = self.key
        registration.notice_version = self.notice_version
        registration.consents = [Consent(purpose=p, given_at=at) for p in self.consents]


class NotRegistrable(Refusal):
    """The event takes no registrations now: not published, not yet open, closed or called off."""


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

    Raises NotRegistrable (the event was called off), AlreadyOnList and EventFull.
    """
    if event.is_called_off:
        raise NotRegistrable
    refuse_twice(event, person)
    return put_on_list(event, person, source, at, wishes, by=by)


def change_status(
    registration: Registration,
    new: RegistrationStatus,
    *,
    at: datetime,
    by: User | None,
    reason: str = "",
) -> None:
    """Confirm, decline, cancel or put on the waiting list. `by` is None for the person's own link.

    A freed place goes to the first person who waits. Only the waiting list offers places. No letter
    tells the end to a mailbox that has not confirmed: its reader may know of nothing. Raises
    InvalidTransition, AlreadyOnList where the person has come onto the list anew since, and
    EventFull.
    """
    comes_back = new in STANDING and registration.status not in STANDING
    if comes_back:
        hold_name(registration.event, registration)
    hold_registration(registration)
    before, mailbox_knows = registration.status, not registration.awaits_mailbox
    if new is _S.OFFERED:
        raise InvalidTransition(f"registration: {before} → {new}")
    registration.become(new, at=at, reason=reason)
    if comes_back:
        refuse_twice(registration.event, registration, but=registration)
    if new.holds_place and not before.holds_place and (full := take_places_for(registration)):
        raise EventFull(full)
    if new is _S.CONFIRMED:
        issue_ticket(registration, at=at)
    record(
        _AUDITED[new],
        at=at,
        by=by,
        event=registration.event,
        subject_id=registration.id,
        before=before,
    )
    if new in STANDING or mailbox_knows:
        letters.enqueue_status_letter(registration, at=at)
    if new in (_S.DECLINED, _S.CANCELLED):
        withdraw_letters_to(registration)
    request_answers(registration, at=at)
    if before.holds_place and not new.holds_place:
        free_places(registration)
        pass_on_place_of(registration, at=at)
    elif before is _S.WAITLISTED and registration.party_id:  # the others may fit without them
        pass_on_places(registration.event, at=at)
    db.session.flush()


def put_on_list(
    event: Event,
    person: PersonDetails,
    source: RegistrationSource,
    at: datetime,
    wishes: Wishes,
    *,
    sent: SentForm | None = None,
    by: User | None = None,
    chosen: bool = False,
) -> Registration:
    """Add a registration with its places, its ticket and its letter. Raises EventFull.

    `sent`: what the person submitted themselves. `by`: the user who put them on the list. `chosen`:
    that user decides at once, where the event chooses among applicants.
    """

    def write(status: RegistrationStatus, quotas: Collection[Quota]) -> Registration:
        if sent and sent.mailbox_until and status is _S.CONFIRMED:
            status = _S.OFFERED  # the place is kept, without a ticket
        registration = new_registration(
            event, person, source, at, wishes, status=status, quotas=quotas
        )
        if sent:
            sent.write(registration, at=at)
        db.session.flush()
        if by:
            record(
                AuditAction.REGISTRATION_ADDED,
                at=at,
                by=by,
                event=event,
                subject_id=registration.id,
            )
        letters.enqueue_status_letter(registration, at=at)
        return registration

    confirms = (chosen or not event.approval) and _needs_a_place_alone(event, person, wishes)
    if confirms and (made := _confirmed_at_once(event, write)):
        return made
    return write(*_placed(event, person, wishes, chosen))


def new_registration(
    event: Event,
    person: PersonDetails,
    source: RegistrationSource,
    at: datetime,
    wishes: Wishes,
    *,
    status: RegistrationStatus,
    quotas: Collection[Quota],
) -> Registration:
    """The row alone, for someone who already holds or needs these places."""
    registration = Registration(
        event=event, status=status, source=source, registered_at=at, status_changed_at=at
    )
    write_details(registration, person)
    registration.ticket = None  # known to be new: nothing has to be looked up
    db.session.add(registration)
    if quotas:
        registration.claims = [Claim(quota=quota) for quota in quotas]
    if wishes.sessions:
        registration.chosen_sessions = list(wishes.sessions)
    write_answers(registration, wishes.questions, wishes.answers, at=at)
    if status is _S.CONFIRMED:
        issue_ticket(registration, at=at)
    return registration


def quotas_needed(event: Event, person: PersonDetails, wishes: Wishes) -> list[Quota]:
    """The quotas in which a new person needs a place, besides the event itself."""
    return quotas_for(
        event,
        person.sector,
        session_ids={session.id for session in wishes.sessions or ()},
        choice_ids=picked_choices(wishes.answers),
    )


def _needs_a_place_alone(event: Event, person: PersonDetails, wishes: Wishes) -> bool:
    """Whether a place of the event is all that the person needs, and one seems to be left.

    Sessions and answers take the slow way: an organizer who removes one of them holds the places
    and waits for those who refer to it, so taking the place last could end in a deadlock.
    """
    if event.is_full() or wishes.sessions or wishes.questions:
        return False
    return not quotas_needed(event, person, wishes)


def _confirmed_at_once(event: Event, write: _Write) -> Registration | None:
    """Confirm a new person and take the place last; None: no place was left, and nothing is
    written.

    All who register in the same moment wait for whoever has just taken a place. So they wait only
    for the commit, not for the ticket and the letter.
    """
    try:
        with db.session.begin_nested():
            registration = write(_S.CONFIRMED, ())
            db.session.flush()
            if take_places(event):
                raise EventFull
    except (EventFull, StrataChanged):
        return None
    return registration


def _placed(
    event: Event, person: PersonDetails, wishes: Wishes, chosen: bool
) -> tuple[RegistrationStatus, list[Quota]]:
    """The status of a new person, and the quotas in which they hold or need a place. Raises
    EventFull."""
    while True:
        quotas = quotas_needed(event, person, wishes)
        try:
            return _status_for_new(event, quotas, chosen), quotas
        except StrataChanged:  # an organizer has just limited something; look again
            continue


def _status_for_new(event: Event, quotas: Collection[Quota], chosen: bool) -> RegistrationStatus:
    """The status of a new person; for confirmed ones the places are taken.

    Raises EventFull and StrataChanged.
    """
    if event.approval and not chosen:
        if not see_strata(event):
            raise StrataChanged
        return _S.PENDING
    full = take_places(event, quotas)
    if full is None:
        return _S.CONFIRMED
    if not event.waitlist:
        raise EventFull(full)
    # Whoever gives a place back in this moment looks for people who wait and does not see us yet.
    if not hold_places(event):
        raise StrataChanged
    return _S.WAITLISTED if take_places(event, quotas) else _S.CONFIRMED
