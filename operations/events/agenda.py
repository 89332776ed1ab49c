from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.exc import IntegrityError

from extensions import db
from lib.refusals import Refusal
from models.audit import AuditAction
from models.events import Event, Session, Speaker
from models.users import User
from operations.base.audit import record
from operations.letters.untold import known_of, note_change
from operations.places.capacities import set_session_places
from operations.places.waiting_list import pass_on_places


class OutsideEventDays(Refusal):
    """A session must begin and end on the days of its event."""


class SessionInUse(Refusal):
    """A door, a statement or a person who chose it refers to the session; it cannot be removed."""


@dataclass(frozen=True)
class SpeakerDetails:
    name: str
    affiliation: str = ""


@dataclass(frozen=True, kw_only=True)
class SessionDetails:
    """An item of the agenda, already cleaned; times are aware and it ends after it starts."""

    title: str
    starts_at: datetime
    ends_at: datetime
    title_en: str = ""
    room: str = ""
    chosen: bool = False
    """Whether people say at registration if they will come."""
    capacity: int | None = None
    """For a session that people choose; None: as many places as the event has."""
    speakers: Sequence[SpeakerDetails] = ()


def add_session(event: Event, details: SessionDetails, *, by: User | None, at: datetime) -> Session:
    """Add an item to the agenda. Raises OutsideEventDays."""
    session = Session()
    _write(session, event, details)
    db.session.add(session)
    _limit(session, details)
    _record(session.event, by, at)
    return session


def change_session(
    session: Session, details: SessionDetails, *, by: User | None, at: datetime
) -> None:
    """Change an item of the agenda. New places go to people who wait for them, and what those who
    chose it have to be told is kept.

    Raises OutsideEventDays and CapacityTooLow.
    """
    known = known_of(session)
    _write(session, session.event, details)
    _limit(session, details)
    _record(session.event, by, at)
    note_change(session, known, at=at)
    pass_on_places(session.event, at=at)


def remove_session(session: Session, *, by: User | None, at: datetime) -> None:
    """Remove an item of the agenda. Raises SessionInUse; the caller rolls back then.

    The foreign keys are the guard, so that whatever comes to refer to sessions counts too.
    """
    event = session.event
    set_session_places(session, None)
    db.session.delete(session)
    try:
        db.session.flush()
    except IntegrityError as error:
        raise SessionInUse from error
    _record(event, by, at)


def _write(session: Session, event: Event, details: SessionDetails) -> None:
    if not (event.is_on_its_days(details.starts_at) and event.is_on_its_days(details.ends_at)):
        raise OutsideEventDays
    session.event = event
    session.title, session.title_en = details.title, details.title_en
    session.starts_at, session.ends_at = details.starts_at, details.ends_at
    session.room, session.chosen = details.room, details.chosen
    session.speakers = [
        Speaker(position=position, name=speaker.name, affiliation=speaker.affiliation)
        for position, speaker in enumerate(details.speakers, start=1)
    ]


def _limit(session: Session, details: SessionDetails) -> None:
    """Set the session's own limit of places. Raises CapacityTooLow."""
    db.session.flush()
    capacity = details.capacity if details.chosen else None
    if capacity != (session.places.capacity if session.places else None):
        set_session_places(session, capacity)


def _record(event: Event, by: User | None, at: datetime) -> None:
    db.session.flush()
    record(AuditAction.AGENDA_CHANGED, at=at, by=by, event=event, subject_id=event.id)
    db.session.flush()
