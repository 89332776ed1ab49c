"""Conflicts of the doors, settled by a person. The caller rolls back where one of these raises.

Every operation here locks the door and the person, and calls `_settle`, whose UPDATE finds the scan
only while it is unsettled: of two people at once the second gets AlreadySettled, and what they did
until then is undone.
"""

from datetime import datetime

import sqlalchemy as sa

from extensions import db
from lib.refusals import Refusal
from models.audit import AuditAction
from models.scans import Scan, Verdict
from models.users import User
from operations.base.audit import record
from operations.check_in.rows import hold_door, hold_person
from operations.check_in.scans import annul, check_in


class AlreadySettled(Refusal):
    """Somebody else has settled the conflict meanwhile."""


class ReadingUndone(Refusal):
    """The reading that should count was annulled in this moment."""


class NobodyToAdmit(Refusal):
    """The scan is of no ticket of this event that could be admitted now."""


def leave_so(scan: Scan, *, by: User, at: datetime) -> None:
    """Leave the readings as they are: it was the same person twice, or the organizers know about
    it.

    Raises AlreadySettled.
    """
    _hold(scan)
    _settle(scan, "left", by=by, at=at)


def annul_mistaken(scan: Scan, *, by: User, at: datetime) -> None:
    """Annul a reading that was a mistake; it no longer counts. Raises AlreadySettled."""
    _hold(scan)
    _settle(scan, "annulled", by=by, at=at)
    annul(scan, by=by, at=at)


def let_stand(scan: Scan, standing: Scan, mistaken: Scan, *, by: User, at: datetime) -> None:
    """Of two readings that clash, let `standing` count and annul `mistaken`.

    `scan` is the one of them that is marked as the conflict. Raises AlreadySettled and
    ReadingUndone.
    """
    _hold(scan)
    db.session.refresh(standing, with_for_update={"of": Scan})
    if standing.annulled_at is not None:
        raise ReadingUndone
    _settle(scan, "chosen", by=by, at=at)
    annul(mistaken, by=by, at=at)


def count_as_admitted(scan: Scan, *, by: User, at: datetime) -> Scan:
    """Count somebody whom a phone let in by itself and whom we refused.

    This is a forced check-in of its own, at that door time, by the ticket that is valid now. Raises
    AlreadySettled and NobodyToAdmit.
    """
    _hold(scan)
    person = scan.participant
    if not scan.let_in_uncounted or person is None or person.ticket is None:
        raise NobodyToAdmit
    admitted = check_in(
        scan.checkpoint,
        code=person.ticket.short_code,
        nonce=f"settled {scan.id}",
        scanned_at=scan.scanned_at,
        at=at,
        by=by,
        force=True,
    ).scan
    if admitted.verdict is not Verdict.ADMITTED:  # the ticket was revoked in this moment
        raise NobodyToAdmit
    _settle(scan, "admitted", by=by, at=at)
    return admitted


def _hold(scan: Scan) -> None:
    hold_door(scan.checkpoint)
    hold_person(scan.registration_id)


_ANNULLING = ("annulled", "chosen")
_UNSETTLED = Scan.settled_at.is_(None)


def _settle(scan: Scan, way: str, *, by: User, at: datetime) -> None:
    """Mark the conflict as settled; `way` says how, for the audit. Raises AlreadySettled."""
    settled = db.session.scalar(
        sa.update(Scan)
        .where(
            Scan.id == scan.id,
            Scan.conflict.is_(True),
            _UNSETTLED,
            # Its reader has annulled it in this moment: then there is nothing left to decide.
            Scan.annulled_at.is_(None) if way not in _ANNULLING else sa.true(),
        )
        .values(settled_at=at, settled_by_id=by.id)
        .returning(Scan.id)
        .execution_options(synchronize_session=False)
    )
    if settled is None:
        raise AlreadySettled
    db.session.expire(scan, ["settled_at", "settled_by_id", "settled_by"])
    record(
        AuditAction.SCAN_SETTLED,
        at=at,
        by=by,
        event=scan.checkpoint.event,
        subject_id=scan.id,
        way=way,
    )
    db.session.flush()
