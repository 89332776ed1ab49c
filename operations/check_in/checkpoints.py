"""Doors: where people are scanned."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.exc import IntegrityError

from extensions import db
from lib.refusals import Refusal
from models.audit import AuditAction
from models.checkpoints import Checkpoint
from models.events import Event, Session
from models.forms import Choice
from models.sectors import Sector
from models.users import User
from operations.base.audit import record
from operations.check_in.devices import revoke_device
from queries.check_in.devices import devices_at, holding_phones
from queries.check_in.doors import choice_of


class ClosesBeforeOpening(Refusal):
    """A checkpoint must open before it closes."""


class ForeignSession(Refusal):
    """The session belongs to another event."""


class ForeignChoice(Refusal):
    """The choice belongs to no question of the event's registration form."""


class CheckpointInUse(Refusal):
    """Somebody was scanned at the door, or a phone there may still have scans to send."""


@dataclass(frozen=True, kw_only=True)
class CheckpointDetails:
    """What an organizer enters about a door, already cleaned. Times are aware."""

    name: str
    session_id: int | None = None
    opens_at: datetime | None = None
    closes_at: datetime | None = None
    exits: bool = False
    reentry: bool = False
    multiple: bool = False
    only_chosen: bool = False
    choice_id: int | None = None
    sectors: Sequence[Sector] = ()
    admits_waiting: bool = False
    capacity: int | None = None
    beside_programme: bool = False
    roster: bool = False
    shown_tags: Sequence[str] = ()
    shows_groups: bool = False


def add_checkpoint(
    event: Event, details: CheckpointDetails, *, by: User | None, at: datetime
) -> Checkpoint:
    """Add a door to the event. Raises ClosesBeforeOpening, ForeignSession, ForeignChoice."""
    checkpoint = Checkpoint(event=event)
    _write(checkpoint, details)
    db.session.add(checkpoint)
    _record(checkpoint, by, at)
    return checkpoint


def change_checkpoint(
    checkpoint: Checkpoint, details: CheckpointDetails, *, by: User | None, at: datetime
) -> None:
    """Change a door. Scans made so far keep their verdicts.

    Raises ClosesBeforeOpening, ForeignSession, ForeignChoice.
    """
    _write(checkpoint, details)
    _record(checkpoint, by, at)


def remove_checkpoint(checkpoint: Checkpoint, *, by: User | None, at: datetime) -> None:
    """Remove a door and its pairings. Raises CheckpointInUse; the caller rolls back then.

    Own phones lose this door, and phones that were paired for it alone are revoked. The foreign
    keys are the guard, so that a scan of this very moment counts, too.
    """
    event, number = checkpoint.event, checkpoint.id
    if holding_phones(event, at=at).get(number):
        raise CheckpointInUse
    for device in devices_at(checkpoint):
        device.checkpoints.remove(checkpoint)
        if device.user_id is None and not device.checkpoints:
            revoke_device(device, by=by, at=at)
    db.session.flush()
    db.session.delete(checkpoint)
    try:
        db.session.flush()
    except IntegrityError as error:
        raise CheckpointInUse from error
    record(
        AuditAction.CHECKPOINT_CHANGED, at=at, by=by, event=event, subject_id=number, done="removed"
    )
    db.session.flush()


def _write(checkpoint: Checkpoint, details: CheckpointDetails) -> None:
    opens_at, closes_at = details.opens_at, details.closes_at
    if opens_at is not None and closes_at is not None and closes_at <= opens_at:
        raise ClosesBeforeOpening
    checkpoint.session = _own_session(checkpoint.event, details.session_id)
    checkpoint.name = details.name
    checkpoint.opens_at, checkpoint.closes_at = opens_at, closes_at
    checkpoint.exits = details.exits
    checkpoint.reentry, checkpoint.multiple = details.reentry, details.multiple
    checkpoint.only_chosen = details.only_chosen and checkpoint.session is not None
    checkpoint.choice = _own_choice(checkpoint.event, details.choice_id)
    checkpoint.sectors = [sector.value for sector in details.sectors]
    checkpoint.admits_waiting, checkpoint.roster = details.admits_waiting, details.roster
    checkpoint.capacity = details.capacity
    checkpoint.beside_programme = details.beside_programme
    checkpoint.shown_tags = list(details.shown_tags)
    checkpoint.shows_groups = details.shows_groups


def _own_session(event: Event, session_id: int | None) -> Session | None:
    if session_id is None:
        return None
    for session in event.sessions:
        if session.id == session_id:
            return session
    raise ForeignSession


def _own_choice(event: Event, choice_id: int | None) -> Choice | None:
    if choice_id is None:
        return None
    choice = choice_of(event, choice_id)
    if choice is None:
        raise ForeignChoice
    return choice


def _record(checkpoint: Checkpoint, by: User | None, at: datetime) -> None:
    db.session.flush()
    record(
        AuditAction.CHECKPOINT_CHANGED,
        at=at,
        by=by,
        event=checkpoint.event,
        subject_id=checkpoint.id,
    )
    db.session.flush()
