"""Notes when the worker's duties last ran, so that /metrics can tell one that stopped."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from extensions import db
from lib.inserts import insert_into
from models.duty_rounds import DutyRound

_REMEMBERED = timedelta(days=7)
"""For this long a duty that no worker knows any more is still told of."""


@dataclass(frozen=True)
class Round:
    ended_at: datetime
    failed: bool


def note_rounds(rounds: Mapping[str, Round], *, at: datetime) -> None:
    """Note the last rounds of one worker, over those of others: so it is right after the clock has
    stepped back, too."""
    db.session.execute(sa.delete(DutyRound).where(DutyRound.ended_at < at - _REMEMBERED))
    if not rounds:
        return
    new = insert_into(DutyRound, dialect=db.engine.dialect.name)
    said = {"ended_at": new.excluded.ended_at, "failed": new.excluded.failed}
    rows = [
        {"name": name, "ended_at": round_.ended_at, "failed": round_.failed}
        for name, round_ in sorted(rounds.items())
    ]
    statement = new.values(rows)
    db.session.execute(statement.on_conflict_do_update(index_elements=["name"], set_=said))
