"""Scans from before the doors open: tickets that were tried out."""

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa

from extensions import db
from lib.local_days import midnight
from models.checkpoints import Checkpoint
from models.events import Event
from models.scans import Scan


def first_opening(event: Event, doors: Sequence[Checkpoint]) -> datetime:
    """When the first of all doors of the event opens; aware UTC.

    A door without hours of its own opens with the event's first day. Doors whose hours were moved
    while people came in make no rehearsal of those who came: it never lies after the event's
    beginning.
    """
    day_begins = midnight(event.day_of(event.starts_at), event.timezone)
    opens = min((door.opens_at or day_begins for door in doors), default=day_begins)
    return min(opens, event.starts_at)


def rehearsal_at(event: Event, doors: Sequence[Checkpoint]) -> sa.Select[Scan]:
    """The scans at all doors of the event from before the first opening that were not annulled."""
    return sa.select(Scan).where(
        Scan.checkpoint_id.in_([door.id for door in doors]),
        Scan.scanned_at < first_opening(event, doors),
        Scan.annulled_at.is_(None),
    )


def rehearsal_count(event: Event, doors: Sequence[Checkpoint]) -> int:
    scans = rehearsal_at(event, doors).with_only_columns(sa.func.count())
    return db.session.scalar(scans) or 0
