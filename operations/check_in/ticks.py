"""Ticks on a paper list, typed in when there is power again: admissions that were told on paper."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from models.checkpoints import Checkpoint
from models.scans import Verdict
from models.users import User
from operations.check_in.scans import CheckIn, check_in

PAPER = "paper list"
"""The device's name in such a scan: no phone was asked."""


@dataclass(frozen=True, order=True)
class Tick:
    """Somebody was let in at this door time (aware UTC); the code is without its dash."""

    code: str
    at: datetime

    @property
    def nonce(self) -> str:
        """The same for the same tick, however often and by whomever it is typed in."""
        return f"paper {self.code} {self.at:%Y%m%dT%H%M%SZ}"


def type_in(
    checkpoint: Checkpoint, ticks: Sequence[Tick], *, by: User, at: datetime
) -> list[CheckIn]:
    """Keep all ticks as admissions that were told on paper; the results in the order of the ticks.

    All are kept in one transaction, or none. The people's rows are locked in the order of their
    codes, so that two such lists cannot wait for each other. Raises ClockAhead.
    """
    said = {tick: _kept(checkpoint, tick, by, at) for tick in sorted(set(ticks))}
    return [said[tick] for tick in ticks]


def _kept(checkpoint: Checkpoint, tick: Tick, by: User, at: datetime) -> CheckIn:
    return check_in(
        checkpoint,
        code=tick.code,
        nonce=tick.nonce,
        scanned_at=tick.at,
        at=at,
        by=by,
        device=PAPER,
        caller=PAPER,
        told=Verdict.ADMITTED,
    )
