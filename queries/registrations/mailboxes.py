"""Who shares a mailbox on one event's list, and who of them waits for it to confirm."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import aliased, joinedload

from extensions import db
from lib.emails import mailbox_of, number_of_mailbox
from models.attempts import Attempts
from models.events import Event
from models.letters import Letter, LetterKind
from models.registrations import Registration, RegistrationSource
from queries.registrations.namesakes import STANDING_LIKE, Reachable, named

_MOST_SHOWN = 200

_registered_alone = aliased(Registration)
_OF_MAILBOX = sa.select(sa.func.count()).where(
    _registered_alone.event_id == sa.bindparam("in_event"),
    _registered_alone.mailbox == sa.bindparam("mailbox"),
    _registered_alone.source == RegistrationSource.ONLINE,
    _registered_alone.party_id.is_(None),
)
_SURROUNDINGS = sa.select(
    STANDING_LIKE.with_only_columns(Registration.id).scalar_subquery(),
    _OF_MAILBOX.scalar_subquery(),
    sa.select(Attempts.count)
    .where(Attempts.key == sa.bindparam("names_key"), Attempts.ends_at > sa.bindparam("now"))
    .scalar_subquery(),
)


@dataclass(frozen=True)
class Surroundings:
    """What is known before somebody registers by themselves."""

    standing: int | None
    """The number of the same person's registration that stands on the list."""
    of_mailbox: int
    """How many registered with this mailbox, whatever became of it; who waits in a party is not
    counted."""
    names_tried: int
    """How often this client gave the name of somebody who was on a list already."""


def surroundings(
    event: Event, person: Reachable, *, names_key: str | None, at: datetime
) -> Surroundings:
    """One select. Hold the name and the mailbox before."""
    asked = {**named(event, person), "mailbox": mailbox_of(person.email or "")}
    row = db.session.execute(_SURROUNDINGS, {**asked, "names_key": names_key, "now": at}).one()
    return Surroundings(row[0], row[1], row[2] or 0)


def people_of_mailbox(event: Event, mailbox: str) -> int:
    """How many registered with this mailbox: see `Surroundings.of_mailbox`. Hold it before."""
    return db.session.scalar(_OF_MAILBOX, {"in_event": event.id, "mailbox": mailbox}) or 0


def awaiting(event: Event, mailbox: str, *, at: datetime) -> list[Registration]:
    """Those that wait for this mailbox to confirm, in the order in which they came; not more than a
    page can show. Nobody waits for an event that has been called off."""
    if event.is_called_off:
        return []
    return list(
        db.session.scalars(
            sa.select(Registration)
            .where(
                Registration.event_id == event.id,
                Registration.mailbox == mailbox,
                Registration.mailbox_until > at,
            )
            .order_by(Registration.id)
            .limit(_MOST_SHOWN)
        )
    )


def asked_since(registration: Registration, moment: datetime) -> bool:
    """Whether the mailbox was asked about one that still waits, by a link that opens all of them."""
    asked = (
        sa.select(Letter.id)
        .join(Letter.registration)
        .where(
            Registration.event_id == registration.event_id,
            Registration.mailbox == registration.mailbox,
            Registration.mailbox_until.is_not(None),
            Letter.kind == LetterKind.MAILBOX_ASKED,
            Letter.created_at > moment,
        )
    )
    return db.session.scalar(asked.limit(1)) is not None


def registration_asked(number: int, mailbox_number: int) -> Registration | None:
    """The registration about which its mailbox was asked; None: it has another mailbox by now."""
    found = db.session.scalar(
        sa.select(Registration)
        .where(Registration.id == number)
        .options(joinedload(Registration.event, innerjoin=True))
    )
    same = found and found.mailbox and number_of_mailbox(found.mailbox) == mailbox_number
    return found if same else None
