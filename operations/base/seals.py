"""Seal what the audit holds: each seal takes in what was committed since, and the seal before."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from flask import current_app
from sqlalchemy.exc import IntegrityError

from extensions import db, site_zone
from letters.accounts import enqueue_audit_head
from models.audit import AuditEntry, AuditSeal
from queries.base.seals import entries_numbered, newest_seal, seal_hash

LOOK_BACK = 1000
"""Seals. A transaction that was under way while so many were made is looked for no longer: at one
every few seconds, more than an hour."""
AT_ONCE = 1000
"""Entries in a seal, at most."""
HEADS_AT = time(8)
"""By the site's clock."""


def seal_entries(at: datetime) -> int:
    """Seal the oldest entries that no seal holds; how many.

    Nobody waits for a lock. Of two that seal at once, both name the same seal before, which the
    database takes once: the other seals nothing, and finds in its next round what is left.
    """
    last = newest_seal()
    numbers = _unsealed(last)
    if not numbers:
        return 0
    try:
        with db.session.begin_nested():
            db.session.add(_seal(numbers, last, at))
    except IntegrityError:
        return 0
    return len(numbers)


def _unsealed(last: AuditSeal | None) -> list[int]:
    """Numbers are given before a transaction commits, so lower ones may appear after higher ones
    were sealed: one high-water mark would lose them."""
    newest = last.number if last else 0
    below = sa.select(AuditSeal.highest).where(AuditSeal.number == newest - LOOK_BACK)
    floor = db.session.scalar(below) or 0
    recent = sa.select(AuditSeal.entries).where(AuditSeal.number > newest - LOOK_BACK)
    sealed = {number for entries in db.session.scalars(recent) for number in entries}
    there = db.session.scalars(
        sa.select(AuditEntry.id).where(AuditEntry.id > floor).order_by(AuditEntry.id)
    )
    return [number for number in there if number not in sealed][:AT_ONCE]


def _seal(numbers: list[int], last: AuditSeal | None, at: datetime) -> AuditSeal:
    number, previous = (last.number + 1, last.hash) if last else (1, "")
    entries = entries_numbered(db.session.connection(), numbers)
    return AuditSeal(
        number=number,
        previous=previous,
        entries=numbers,
        highest=max(numbers[-1], last.highest if last else 0),
        hash=seal_hash(number, previous, at, entries),
        sealed_at=at,
    )


def tell_witnesses(at: datetime) -> None:
    """Write the newest seal to each witness, once on each day of the site's calendar."""
    here = at.astimezone(ZoneInfo(site_zone()))
    witnesses = current_app.config["SETTINGS"].audit_witnesses
    last = newest_seal() if witnesses and here.time() >= HEADS_AT else None
    if last is None:
        return
    for witness in witnesses:
        enqueue_audit_head(
            witness,
            number=last.number,
            head=last.hash,
            sealed_at=last.sealed_at,
            at=at,
            once_key=f"audit-head:{here:%Y-%m-%d}:{witness}",
        )
