"""Mailings, letters to many people, as organizers follow them."""

from dataclasses import dataclass, replace

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload

from extensions import db
from lib.paging import Page, page_of
from models.events import Event
from models.letters import Letter, LetterStatus, Mailing
from models.registrations import STANDING, Registration, RegistrationStatus
from models.users import User
from policy import scoped
from queries.registrations.participants import ParticipantFilter


@dataclass(frozen=True)
class Reach:
    """How many people a filter finds, and how many of them get no letter."""

    people: int
    without_address: int
    gone: int
    """Those who declined or cancelled and have an address: they would read the letter too."""


def mailing_for(mailing_id: int, user: User) -> Mailing | None:
    """A mailing about an event of the user's province."""
    mailings = sa.select(Mailing).join(Mailing.event).where(Mailing.id == mailing_id)
    eager = (contains_eager(Mailing.event), joinedload(Mailing.created_by))
    return db.session.scalar(scoped(mailings, user).options(*eager))


def mailings_of(event: Event, *, limit: int, after: str | None = None) -> Page[Mailing]:
    """The event's mailings, the latest first. Raises BadCursor."""
    rows = sa.select(Mailing).where(Mailing.event_id == event.id)
    return page_of(db.session(), rows, Mailing.id, limit=limit, after=after, descending=True)


def letters_by_status(mailing: Mailing) -> dict[LetterStatus, int]:
    rows = db.session.execute(
        sa.select(Letter.status, sa.func.count())
        .where(Letter.mailing_id == mailing.id)
        .group_by(Letter.status)
    )
    found = dict(rows.all())
    return {status: found.get(status, 0) for status in LetterStatus}


def reach_of(wanted: ParticipantFilter, event: Event) -> Reach:
    """How many people of the event the filter finds, and how many of them a letter reaches."""
    is_gone = Registration.status.in_((RegistrationStatus.DECLINED, RegistrationStatus.CANCELLED))
    columns = (Registration.email, sa.case((is_gone, Registration.email)).label("gone"))
    found = wanted.select(event).order_by(None).with_only_columns(*columns).subquery()
    counts = (sa.func.count(), sa.func.count(found.c.email), sa.func.count(found.c.gone))
    people, reached, gone = db.session.execute(sa.select(*counts).select_from(found)).one()
    return Reach(people, people - reached, gone)


def people_as_shown(
    shown: str | None, wanted: ParticipantFilter, event: Event
) -> sa.Select[Registration]:
    """The people to whom it was shown that a letter goes, whatever became of them since, but for
    those who left the list; without `shown` those whom the filter finds now."""
    if not shown:
        return wanted.select(event)
    people = replace(wanted, status=None).as_shown(shown).select(event)
    return people.where(Registration.status.in_(STANDING)) if wanted.status in STANDING else people


def first_of(wanted: ParticipantFilter, event: Event, *, count: int) -> list[Registration]:
    """The first people of the list who have an address, to show what they would read."""
    people = wanted.select(event).where(Registration.email.is_not(None))
    ordered = people.order_by(Registration.sort_key, Registration.id).limit(count)
    return list(db.session.scalars(ordered.options(joinedload(Registration.ticket))).unique())
