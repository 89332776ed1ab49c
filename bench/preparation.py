"""The data that is made before anything is measured."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from secrets import token_urlsafe

import sqlalchemy as sa

from bench.site import BARE_EVENT
from demo.people import People
from demo.programme import load_programme
from extensions import db, site_zone
from lib.clock import utc_now
from models.checkpoints import Checkpoint
from models.events import Event, EventKind, EventStatus
from models.forms import Form, FormPurpose
from models.places import Quota, QuotaScope
from models.registrations import Registration, RegistrationSource, RegistrationStatus
from models.users import User
from operations.accounts.sign_ins import begin_sign_in
from operations.accounts.tokens import create_api_token
from operations.base.details import write_details
from operations.base.tickets import issue_ticket, qr_text
from operations.check_in.devices import prepare_device
from operations.events.events import EventDetails, create_event, publish

CODES = 12_000


@dataclass(frozen=True)
class Prepared:
    page: str
    """The path of an event's page, with an agenda and some people on its list."""
    checkpoint: int
    codes: list[str]
    token: str
    pairing_code: str
    """The code by which a phone is paired with that checkpoint."""
    signed_in: str
    """What the cookie of a central admin holds."""


def prepare() -> Prepared:
    """Load the demonstration, an event with 12,000 tickets, and an event for the bare row."""
    load_programme(token_urlsafe(), at=utc_now())
    _event("Bare update")
    db.session.execute(sa.update(Event).where(Event.slug == "bare-update").values(slug=BARE_EVENT))
    door = _event("Door")
    people, at = People(Random(7)), utc_now()
    registered = []
    for _ in range(CODES):
        registration = Registration(
            event=door,
            status=RegistrationStatus.CONFIRMED,
            source=RegistrationSource.API,
            registered_at=at,
            status_changed_at=at,
        )
        write_details(registration, people.someone("19"))
        issue_ticket(registration, at=at)
        registered.append(registration)
    db.session.add_all(registered)
    door.places.taken = CODES
    admin = db.session.scalars(sa.select(User).where(User.province.is_(None)).limit(1)).one()
    _row, token = create_api_token(admin, name="bench", at=at)
    db.session.flush()
    checkpoint = db.session.scalars(
        sa.select(Checkpoint.id).where(Checkpoint.event_id == door.id)
    ).one()
    _device, pairing_code = prepare_device(
        door,
        name="bench",
        checkpoints=[db.session.get_one(Checkpoint, checkpoint)],
        by=admin,
        at=at,
    )
    codes = [qr_text(r, r.ticket) for r in registered if r.ticket]
    page = _announced(at)
    page.places.capacity = None
    _sign_in, signed_in = begin_sign_in(admin, browser="bench", factor=None, at=at)
    db.session.commit()
    return Prepared(f"/events/{page.slug}", checkpoint, codes, token, pairing_code, signed_in)


def _announced(at: datetime) -> Event:
    """A coming day with an agenda and no questions of its own, as most have."""
    asks = sa.exists().where(Form.event_id == Event.id, Form.purpose == FormPurpose.REGISTRATION)
    limited = sa.exists().where(Quota.event_id == Event.id, Quota.scope != QuotaScope.EVENT)
    return db.session.scalars(
        sa.select(Event)
        .where(
            Event.kind == EventKind.CIVIL_SOCIETY_DAY,
            Event.status == EventStatus.PUBLISHED,
            Event.starts_at > at,
            sa.or_(Event.registration_opens_at.is_(None), Event.registration_opens_at <= at),
            ~asks,
            ~limited,
        )
        .order_by(Event.starts_at, Event.id)
        .limit(1)
    ).one()


def _event(title: str) -> Event:
    now = utc_now()
    event = create_event(
        EventDetails(
            title=title,
            kind=EventKind.MEETING,
            starts_at=now,
            ends_at=now + timedelta(hours=8),
            timezone=site_zone(),
        ),
        by=None,
        at=now,
    )
    publish(event, by=None, at=now)
    return event
