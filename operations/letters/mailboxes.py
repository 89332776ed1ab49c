"""How many letters one mailbox gets within an hour, whoever has them written to it.

Letters beyond that wait in the outbox until the hour allows; none is dropped.
"""

from datetime import datetime, timedelta
from hashlib import sha256

import sqlalchemy as sa

from extensions import db
from models.letters import Letter, LetterStatus

MOST = 20
SPAN = timedelta(hours=1)


def waits_for_its_turn(letter: Letter, *, at: datetime) -> bool:
    """Whether the mailbox has had enough for now; then its letters are due when it may get more.

    `letter` has just been claimed. Until we commit no other worker counts for this mailbox.
    """
    again_at = _again_at(letter, at)
    if again_at is None:
        return False
    letter.lease, letter.due_at, letter.attempts = None, again_at, letter.attempts - 1
    db.session.flush()
    others = (  # one that another worker is just claiming is counted by that one
        sa.select(Letter.id)
        .where(
            Letter.mailbox == letter.mailbox,
            Letter.status == LetterStatus.QUEUED,
            Letter.lease.is_(None),
            Letter.due_at < again_at,
        )
        .with_for_update(skip_locked=True)
    )
    db.session.execute(
        sa.update(Letter).where(Letter.id.in_(others)).values(due_at=again_at),
        execution_options={"synchronize_session": False},
    )
    return True


def _again_at(letter: Letter, at: datetime) -> datetime | None:
    """When the mailbox may get its next letter; None: now. Letters being sent count as sent."""
    _hold(letter.mailbox)
    rows = db.session.execute(
        sa.select(Letter.sent_at, Letter.lease)
        .where(
            Letter.mailbox == letter.mailbox,
            Letter.id != letter.id,
            sa.or_(Letter.sent_at > at - SPAN, Letter.lease.is_not(None)),
        )
        .order_by(Letter.lease.is_not(None).desc(), Letter.sent_at.desc())
        .limit(MOST)
    ).all()
    if len(rows) < MOST:
        return None
    earliest: datetime = min(at if row.lease else row.sent_at for row in rows)
    return earliest + SPAN


def _hold(mailbox: str) -> None:
    """SQLite's writers wait for each other anyway."""
    if db.engine.dialect.name == "postgresql":
        number = int.from_bytes(sha256(f"mailbox {mailbox}".encode()).digest()[:8], signed=True)
        db.session.execute(sa.select(sa.func.pg_advisory_xact_lock(number)))
