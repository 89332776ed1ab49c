"""Passes a place on to someone else; it is never free in between."""

from datetime import datetime

import sqlalchemy as sa
from flask_babel import force_locale
from flask_babel import gettext as _

from extensions import db
from letters.registrations import enqueue_status_letter
from letters.transfers import enqueue_place_passed_on
from lib.refusals import Refusal
from models.answers import RegistrationAnswer
from models.audit import AuditAction
from models.places import Quota
from models.registrations import (
    STANDING,
    Claim,
    Registration,
    RegistrationSource,
    RegistrationStatus,
)
from models.sectors import Sector
from operations.base.audit import record
from operations.base.details import PersonDetails, write_details
from operations.base.tickets import issue_ticket
from operations.letters.mailings import withdraw_letters_to
from operations.places.claims import chosen_ids, picked_ids
from operations.places.quotas import (
    EventFull,
    exchange_places,
    hold_places,
    hold_registration,
    quotas_for,
)
from operations.places.waiting_list import pass_on_places
from operations.registrations.corrections import SectorDecided
from operations.registrations.mailboxes import refuse_many
from operations.registrations.own_pages import refuse_late
from operations.registrations.standing import AlreadyOnList, hold_name
from queries.registrations.namesakes import is_same, standing_like
from queries.selection.proposals import is_selected_for_sector


class NotTransferable(Refusal):
    """The event does not let people pass their place on, or there is no place to pass on."""


def pass_on(registration: Registration, person: PersonDetails, *, at: datetime) -> Registration:
    """Confirm the new person in the same place, with the old one's sessions and limited choices.

    The old registration is cancelled and its ticket void. The new person still completes their own
    data and gives their own consents. If they wait already, they do so no longer: that registration
    leads to the new one. Raises ChangesClosed, NotTransferable, AlreadyOnList where they have a
    place or give it away themselves, ManyOfMailbox, EventFull where the new person's sector has no
    place left, and SectorDecided where a selection gave the place to a sector.
    """
    event = registration.event
    hold_name(event, person, with_mailbox=True)
    hold_registration(registration)
    refuse_late(registration, at)
    if not (event.transferable and registration.is_confirmed):
        raise NotTransferable
    refuse_many(registration, person)
    if person.sector is not registration.sector and is_selected_for_sector(registration):
        raise SectorDecided
    waiting = _waiting_as(person, registration)
    quotas = _exchanged(registration, person.sector)
    successor = _successor(registration, person, quotas, at)
    _end(registration, at)
    if waiting:
        _end_waiting(waiting, successor, at)
    db.session.flush()
    record(
        AuditAction.REGISTRATION_TRANSFERRED,
        at=at,
        by=None,
        event=event,
        subject_id=registration.id,
        to=successor.id,
    )
    enqueue_status_letter(registration, at=at)
    enqueue_place_passed_on(successor, by=registration, at=at)
    pass_on_places(event, at=at)  # another sector may have got a place back
    db.session.flush()
    return successor


def _waiting_as(person: PersonDetails, giver: Registration) -> Registration | None:
    """The registration with which the new person waits so far. Raises AlreadyOnList."""
    if is_same(giver, person):
        raise AlreadyOnList(giver)
    known = standing_like(giver.event, person)
    if known is None:
        return None
    hold_registration(known)
    if known.status.holds_place:
        raise AlreadyOnList(known)
    return known if known.status in STANDING else None


def _end_waiting(waiting: Registration, successor: Registration, at: datetime) -> None:
    """No letter: the one about the place says it."""
    waiting.become(RegistrationStatus.CANCELLED, at=at)
    waiting.merged_into_id = successor.id
    withdraw_letters_to(waiting)
    record(
        AuditAction.REGISTRATION_CANCELLED,
        at=at,
        by=None,
        event=waiting.event,
        subject_id=waiting.id,
        to=successor.id,
    )


def _exchanged(registration: Registration, sector: Sector) -> list[Quota]:
    """The same quotas, but for the sector. Raises EventFull."""
    hold_places(registration.event)
    held = [claim.quota for claim in registration.claims]
    wanted = quotas_for(
        registration.event,
        sector,
        session_ids=chosen_ids(registration),
        choice_ids=picked_ids(registration),
    )
    if full := exchange_places(registration.event, held, wanted):
        raise EventFull(full)
    return wanted


def _successor(
    registration: Registration, person: PersonDetails, quotas: list[Quota], at: datetime
) -> Registration:
    successor = Registration(
        event=registration.event,
        status=RegistrationStatus.CONFIRMED,
        source=RegistrationSource.ONLINE,
        registered_at=at,
        status_changed_at=at,
        delegation_id=registration.delegation_id,
        awaits_completion=True,
        claims=[Claim(quota=quota) for quota in quotas],
        chosen_sessions=list(registration.chosen_sessions),
    )
    write_details(successor, person)
    successor.ticket = None  # known to be new: nothing has to be looked up
    db.session.add(successor)
    issue_ticket(successor, at=at)
    db.session.flush()
    _hand_over_choices(registration, successor, quotas, at)
    return successor


def _hand_over_choices(
    registration: Registration, successor: Registration, quotas: list[Quota], at: datetime
) -> None:
    """Give the successor the picked choices with limited places: these belong to the place, not to
    the person."""
    picked = db.session.scalars(
        sa.select(RegistrationAnswer).where(
            RegistrationAnswer.registration_id == registration.id,
            RegistrationAnswer.choice_id.in_([quota.choice_id for quota in quotas]),
        )
    ).all()
    db.session.add_all(
        RegistrationAnswer(
            registration=successor,
            question_id=answer.question_id,
            nth=answer.nth,
            choice_id=answer.choice_id,
            answered_at=at,
        )
        for answer in picked
    )


def _end(registration: Registration, at: datetime) -> None:
    """Cancel the old registration. Its places went to the successor, so none is given back.

    The claims stay, as after every cancellation.
    """
    with force_locale(registration.locale):
        reason = _("You gave your place to someone else.")
    registration.become(RegistrationStatus.CANCELLED, at=at, reason=reason)
