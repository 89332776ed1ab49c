"""Tickets that were tried out before the doors open count for nothing once somebody says so."""

from datetime import datetime

import sqlalchemy as sa

from extensions import db
from models.audit import AuditAction
from models.events import Event
from models.scans import Scan
from models.users import User
from operations.base.audit import record
from operations.check_in.rows import hold_person
from operations.check_in.scans import derive_again
from queries.check_in.checkpoints import checkpoints_of
from queries.check_in.rehearsals import rehearsal_at


def forget_rehearsal(event: Event, *, by: User, at: datetime) -> int:
    """Annul all scans from before the first opening of the event's doors; how many they were.

    They are kept, marked as a rehearsal. Whoever was read only then has not come.
    """
    early = rehearsal_at(event, checkpoints_of(event))
    scans = db.session.scalars(early.order_by(Scan.registration_id, Scan.id)).all()
    if not scans:
        return 0
    # In the order of the people, so that two who do this at once do not wait in a circle.
    for person_id in dict.fromkeys(scan.registration_id for scan in scans):
        hold_person(person_id)
    forgotten = db.session.scalars(
        sa.update(Scan)
        .where(Scan.id.in_([scan.id for scan in scans]), Scan.annulled_at.is_(None))
        .values(annulled_at=at, annulled_by_id=by.id, rehearsal=True)
        .returning(Scan.id)
    ).all()
    for scan in {(scan.checkpoint_id, scan.registration_id): scan for scan in scans}.values():
        derive_again(scan)
    record(AuditAction.REHEARSAL_FORGOTTEN, at=at, by=by, event=event, scans=len(forgotten))
    db.session.flush()
    return len(forgotten)
