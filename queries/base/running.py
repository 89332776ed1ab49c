"""How the site's worker is getting on, for who watches the site."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from extensions import db
from models.duty_rounds import DutyRound
from models.letters import Letter, LetterStatus

# As literal text: otherwise SQLite would not see that its index of due letters fits.
_QUEUED = Letter.status == sa.literal_column(f"'{LetterStatus.QUEUED}'")


@dataclass(frozen=True)
class Outbox:
    waiting: int
    """Letters that are not sent yet, those for later among them."""
    due: int
    due_since: datetime | None
    """Since when the oldest of those waits."""


def outbox(*, at: datetime) -> Outbox:
    is_due = sa.case((Letter.due_at <= at, 1))
    counts = sa.select(sa.func.count(), sa.func.count(is_due), sa.func.min(Letter.due_at))
    waiting, due, oldest = db.session.execute(counts.where(_QUEUED)).one()
    return Outbox(waiting, due, oldest if due else None)


def duty_rounds() -> Sequence[DutyRound]:
    """The last round of each duty."""
    return db.session.scalars(sa.select(DutyRound).order_by(DutyRound.name)).all()
