from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from extensions import db
from lib.provinces import PROVINCES
from lib.refusals import Refusal
from lib.slugs import slugify
from lib.turkish import search_key
from models.audit import AuditAction
from models.checkpoints import Checkpoint
from models.contacts import Contact
from models.events import DEFAULT_OFFER_HOURS, Event, EventKind, EventStatus
from models.letters import LetterKind
from models.places import Quota
from models.users import User
from operations.base.audit import record
from operations.check_in.devices import follow_event
from operations.feedback.forms import add_feedback_form
from operations.letters.mailings import (
    NO_REASON,
    CallingOffReason,
    stop_mailings_of,
    tell_of_calling_off,
)
from operations.letters.untold import known_of, note_change
from operations.places.capacities import set_event_places
from operations.places.offers import shorten_offers
from operations.places.waiting_list import pass_on_places
from policy import may_place_events_in

MAIN_CHECKPOINT = "Giriş"


class OutsideProvince(Refusal):
    """The user may not make an event there, nor move one there."""


@dataclass(frozen=True, kw_only=True)
class EventDetails:
    """What an organizer enters about an event, already cleaned and checked. Times are aware."""

    title: str
    kind: EventKind
    starts_at: datetime
    ends_at: datetime
    title_en: str = ""
    description: str = ""
    description_en: str = ""
    timezone: str
    province: str | None = None
    country: str = "TR"
    venue: str = ""
    address: str = ""
    capacity: int | None = None
    waitlist: bool = False
    offer_hours: int | None = DEFAULT_OFFER_HOURS
    approval: bool = False
    registration_opens_at: datetime | None = None
    registration_closes_at: datetime | None = None
    changes_close_at: datetime | None = None
    transferable: bool = False
    asks_gender: bool = False
    contact_name: str = ""
    contact_email: str | None = None
    contact_phone: str | None = None

    @property
    def contact(self) -> Contact:
        return Contact(self.contact_name, self.contact_email, self.contact_phone)


def create_event(details: EventDetails, *, by: User | None, at: datetime) -> Event:
    """Make a draft with its first checkpoint and its feedback form. Raises OutsideProvince."""
    event = Event(
        slug=free_slug(details.title),
        status=EventStatus.DRAFT,
        created_at=at,
        created_by_id=by.id if by else None,
        places=Quota(capacity=details.capacity, taken=0),
    )
    _write_details(event, details, by)
    db.session.add(event)
    db.session.flush()
    db.session.add(Checkpoint(event=event, name=MAIN_CHECKPOINT))
    add_feedback_form(event)
    record(AuditAction.EVENT_CREATED, at=at, by=by, event=event, subject_id=event.id)
    db.session.flush()
    return event


def change_event(event: Event, details: EventDetails, *, by: User, at: datetime) -> None:
    """Change an event. Raises OutsideProvince, CapacityTooLow.

    People who wait move up when the capacity grows, phones stay as long as the event does, and no
    place is offered beyond its beginning. What people have to be told of it is kept.
    """
    places_change = details.capacity != event.places.capacity
    ended_at, known = event.ends_at, known_of(event)
    _write_details(event, details, by)
    if event.ends_at != ended_at:
        follow_event(event, ended_at=ended_at, at=at)
    if places_change:  # otherwise we would undo what someone else has just set
        set_event_places(event, details.capacity)
    record(AuditAction.EVENT_CHANGED, at=at, by=by, event=event, subject_id=event.id)
    db.session.flush()
    db.session.expire(event, ["shared_contacts"])  # those of another province, if it was moved
    note_change(event, known, at=at)
    shorten_offers(event, at=at)
    pass_on_places(event, at=at)


def publish(event: Event, *, by: User | None, at: datetime) -> None:
    """Publish the event; mailings that called it off stop. Raises InvalidTransition."""
    _become(event, EventStatus.PUBLISHED, AuditAction.EVENT_PUBLISHED, by, at)
    stop_mailings_of(event, LetterKind.EVENT_CALLED_OFF, at=at)
    pass_on_places(event, at=at)


def withdraw(event: Event, *, by: User, at: datetime) -> None:
    """Make it a draft again, which only the back office sees. Raises InvalidTransition."""
    _become(event, EventStatus.DRAFT, AuditAction.EVENT_WITHDRAWN, by, at)


def call_off(event: Event, *, by: User, at: datetime, reason: CallingOffReason = NO_REASON) -> None:
    """Call the event off. Raises InvalidTransition.

    Its page stays and says so, nobody can register, and letters go to everyone with a place or
    waiting for one.
    """
    _become(event, EventStatus.CANCELLED, AuditAction.EVENT_CANCELLED, by, at)
    tell_of_calling_off(event, reason, by=by, at=at)


def _become(
    event: Event, status: EventStatus, action: AuditAction, by: User | None, at: datetime
) -> None:
    event.become(status)
    record(action, at=at, by=by, event=event, subject_id=event.id)
    db.session.flush()


def _write_details(event: Event, details: EventDetails, by: User | None) -> None:
    if by is not None and not may_place_events_in(by, details.province):
        raise OutsideProvince
    event.title, event.title_en = details.title, details.title_en
    event.description, event.description_en = details.description, details.description_en
    event.kind, event.timezone = details.kind, details.timezone
    event.starts_at, event.ends_at = details.starts_at, details.ends_at
    event.province, event.country = details.province, details.country
    event.venue, event.address = details.venue, details.address
    event.waitlist, event.approval = details.waitlist, details.approval
    event.registration_opens_at = details.registration_opens_at
    event.registration_closes_at = details.registration_closes_at
    event.offer_hours, event.changes_close_at = details.offer_hours, details.changes_close_at
    event.transferable, event.asks_gender = details.transferable, details.asks_gender
    event.contact_name, event.contact_email = details.contact_name, details.contact_email
    event.contact_phone = details.contact_phone
    write_search_key(event)


def write_search_key(event: Event) -> None:
    """Write the search key anew. Whoever changes what a search looks through calls this."""
    place = PROVINCES.get(event.province or "", "")
    event.search_key = search_key(
        f"{event.title} {event.title_en} {event.venue} {event.address} {place}"
    )


def free_slug(title: str) -> str:
    """The title's slug, with -2, -3 … behind it where it is taken. The unique constraint is the
    true guard."""
    slug = slugify(title)
    taken = set(db.session.scalars(sa.select(Event.slug).where(Event.slug.startswith(slug))))
    number = 2
    free = slug
    while free in taken:
        free, number = f"{slug}-{number}", number + 1
    return free
