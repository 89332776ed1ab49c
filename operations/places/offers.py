"""An offered place is accepted in time, or the offer lapses and the place goes to the next
person."""

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import QueryableAttribute

from extensions import db
from letters.compose import enqueue
from letters.registrations import enqueue_status_letter
from lib.refusals import Refusal
from models.audit import AuditAction
from models.events import Event, EventStatus
from models.letters import LetterKind
from models.registrations import Registration, RegistrationStatus
from operations.base.answers import request_answers
from operations.base.audit import record
from operations.base.tickets import issue_ticket
from operations.places.quotas import free_places, hold_registration
from operations.places.waiting_list import draw_reserve, nobody_stands_back, pass_on_places

_S = RegistrationStatus


class NoOffer(Refusal):
    """No place is kept for the person: the time to accept is over, or there was no offer."""


def accept_offer(registration: Registration, *, at: datetime) -> None:
    """Confirm the place that was kept; a second click changes nothing. Raises NoOffer."""
    hold_registration(registration)
    if registration.is_confirmed:
        return
    if not registration.has_offer(at):
        raise NoOffer
    registration.become(_S.CONFIRMED, at=at)
    issue_ticket(registration, at=at)
    record(
        AuditAction.REGISTRATION_CONFIRMED,
        at=at,
        by=None,
        event=registration.event,
        subject_id=registration.id,
        before=_S.OFFERED,
    )
    enqueue_status_letter(registration, at=at)
    request_answers(registration, at=at)
    db.session.flush()


def shorten_offers(event: Event, *, at: datetime) -> None:
    """End the event's offers when it begins, where it has been moved to an earlier time; letters
    tell the new deadline."""
    outlasting = db.session.scalars(
        sa.select(Registration)
        .where(
            Registration.event_id == event.id,
            Registration.status == _S.OFFERED,
            Registration.offered_until > event.starts_at,
        )
        .order_by(Registration.id)
        .with_for_update(of=Registration, key_share=True)
        .execution_options(populate_existing=True)
    ).all()
    for registration in outlasting:
        until = event.starts_at
        if registration.awaits_mailbox:
            until = event.may_be_held_until(registration.registered_at)
            if registration.offered_until and registration.offered_until <= until:
                continue
            registration.mailbox_until = until
        registration.offered_until = until
        if event.passes_places_on(at):  # else the offer has lapsed, which is told by its own letter
            enqueue_status_letter(registration, at=at)
    db.session.flush()


def lapse_offers(*, at: datetime, limit: int = 50) -> int:
    """End offers of one event whose time is over and pass the places on; how many were ended.

    People who let an offer lapse are off the list and are told how to register again.
    """
    lapsed = over_at_one_event(
        Registration.offered_until,
        Registration.status == _S.OFFERED,
        Registration.mailbox_until.is_(None),  # these lapse in registrations.mailboxes
        at=at,
        limit=limit,
    )
    for registration in lapsed:
        registration.become(_S.CANCELLED, at=at)
        record(
            AuditAction.REGISTRATION_OFFER_LAPSED,
            at=at,
            by=None,
            event=registration.event,
            subject_id=registration.id,
        )
        enqueue(LetterKind.OFFER_LAPSED, registration, at=at)
        free_places(registration)
    if lapsed:
        pass_on_lapsed(lapsed, at=at)
    db.session.flush()
    return len(lapsed)


def pass_on_lapsed(lapsed: Sequence[Registration], *, at: datetime) -> None:
    """Pass on the places of these people of one event, who did not take them in time."""
    event = lapsed[0].event
    nobody_stands_back(event.id)
    if not event.approval:
        pass_on_places(event, at=at)
        return
    for registration in lapsed:
        draw_reserve(event, registration.sector, at=at)


def over_at_one_event(
    until: QueryableAttribute[datetime | None],
    *which: sa.ColumnElement[bool],
    at: datetime,
    limit: int,
) -> list[Registration]:
    """Registrations of one event only whose time is over, locked: holding the places of two events
    could end in a deadlock."""
    over = (
        sa.select(Registration)
        .join(Registration.event)
        .where(until <= at, *which, Event.status == EventStatus.PUBLISHED)
        .with_for_update(of=Registration, key_share=True, skip_locked=True)
        .execution_options(populate_existing=True)
    )
    first = db.session.scalar(over.order_by(until, Registration.id).limit(1))
    if first is None:
        return []
    same = over.where(Registration.event_id == first.event_id).order_by(Registration.id)
    return list(db.session.scalars(same.limit(limit)))
