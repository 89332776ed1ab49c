"""A mailbox with which many register at one event confirms the later ones by a link.

Otherwise whoever types somebody else's address fills the list, and that mailbox.
"""

from collections.abc import Collection
from datetime import datetime, timedelta

from extensions import db
from letters.registrations import enqueue_status_letter
from lib.emails import mailbox_of
from lib.refusals import Refusal
from models.audit import AuditAction
from models.events import Event
from models.registrations import Registration, RegistrationStatus
from operations.base.answers import request_answers
from operations.base.audit import record
from operations.base.tickets import issue_ticket
from operations.letters.mailings import withdraw_letters_to
from operations.places.offers import over_at_one_event, pass_on_lapsed
from operations.places.quotas import free_places, hold_registration
from operations.places.waiting_list import pass_on_places
from queries.registrations.mailboxes import awaiting, people_of_mailbox
from queries.registrations.namesakes import Reachable

UNASKED = 3
"""So many registrations of one mailbox at one event need no confirmation: associations share an
address."""
HELD_FOR = timedelta(hours=24)


def held_until(event: Event, of_mailbox: int, *, at: datetime) -> datetime | None:
    """Until when a new registration waits for its mailbox; None: it need not, so few share it."""
    return min(at + HELD_FOR, event.may_be_held_until(at)) if of_mailbox >= UNASKED else None


class ManyOfMailbox(Refusal):
    """So many registered with this mailbox that it would have to confirm another."""


def refuse_many(registration: Registration, person: Reachable) -> None:
    """Raise ManyOfMailbox where a registration, or the place that it gives away, would come to
    another mailbox, and to one with which many registered.

    Otherwise whoever registers with an address of their own could change it to somebody else's as
    often as they like. What waits for its mailbox still waits, for the new one. Hold the mailbox
    before.
    """
    if registration.delegation_id or registration.awaits_mailbox or not person.email:
        return
    mailbox = mailbox_of(person.email)
    if mailbox == registration.mailbox:
        return
    if people_of_mailbox(registration.event, mailbox) >= UNASKED:
        raise ManyOfMailbox


def confirm_mailbox(
    event: Event, mailbox: str, numbers: Collection[int], *, at: datetime
) -> list[Registration]:
    """Confirm those of the registrations that wait for this mailbox; which were confirmed.

    Who had a place held gets it with the ticket, who waits has a turn from now on. Numbers of
    others, and of those whose time is over, are passed over.
    """
    confirmed = []
    for registration in awaiting(event, mailbox, at=at):
        if registration.id in numbers:
            hold_registration(registration)
            if registration.mailbox_until and registration.mailbox == mailbox:
                _confirm(registration, at)
                confirmed.append(registration)
    if any(one.status is RegistrationStatus.WAITLISTED for one in confirmed):
        pass_on_places(event, at=at)
    db.session.flush()
    return confirmed


def _confirm(registration: Registration, at: datetime) -> None:
    if registration.status is RegistrationStatus.OFFERED:
        registration.become(RegistrationStatus.CONFIRMED, at=at)
        issue_ticket(registration, at=at)
    registration.mailbox_until = None
    record(
        AuditAction.REGISTRATION_MAILBOX_CONFIRMED,
        at=at,
        by=None,
        event=registration.event,
        subject_id=registration.id,
        status=registration.status,
    )
    enqueue_status_letter(registration, at=at)
    request_answers(registration, at=at)


def lapse_holds(*, at: datetime, limit: int = 50) -> int:
    """End registrations of one event that no mailbox confirmed in time; how many.

    Places that were held go to who waits. No letter: the mailbox has not asked for any.
    """
    lapsed = over_at_one_event(Registration.mailbox_until, at=at, limit=limit)
    held = [one for one in lapsed if one.status.holds_place]
    for registration in lapsed:
        if registration in held:
            free_places(registration)
        registration.become(RegistrationStatus.CANCELLED, at=at)
        withdraw_letters_to(registration)
        record(
            AuditAction.REGISTRATION_HOLD_LAPSED,
            at=at,
            by=None,
            event=registration.event,
            subject_id=registration.id,
        )
    if held:
        pass_on_lapsed(held, at=at)
    db.session.flush()
    return len(lapsed)
