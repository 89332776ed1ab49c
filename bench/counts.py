"""A door through which 100,000 people went: what its counters and their chart take.

python -m bench.counts [--only sqlite|postgres] [--people 100000]
"""

from collections.abc import Callable
from statistics import median
from time import perf_counter

import sqlalchemy as sa
from flask import Flask

from bench.databases import compare
from bench.participants import fill
from extensions import db
from lib.clock import utc_now
from models.checkpoints import Checkpoint
from models.events import Event
from models.registrations import Registration
from models.scans import Attendance, Direction, Scan, Verdict
from queries.check_in.attendance import arrivals_by_minute, presence_page
from queries.check_in.checkpoints import doors_in_list
from queries.check_in.scans import checkpoint_counts
from queries.events.programme import programme_figures

_TIMES = 5


def admit_all(event: Event) -> Checkpoint:
    """Admit everybody, each by a scan of their own, over ten hours of today."""
    door = db.session.scalars(sa.select(Checkpoint).where(Checkpoint.event_id == event.id)).one()
    ids = db.session.scalars(sa.select(Registration.id)).all()
    begins = utc_now().replace(hour=5, minute=0)
    for first in range(0, len(ids), 5000):
        rows = [
            {
                "checkpoint_id": door.id,
                "registration_id": number,
                "nonce": str(number),
                "direction": Direction.ENTRY,
                "verdict": Verdict.ADMITTED,
                "forced": False,
                "conflict": False,
                "received_at": begins,
                "device": "",
                "scanned_at": begins.replace(hour=5 + number % 10, minute=number // 10 % 60),
            }
            for number in ids[first : first + 5000]
        ]
        db.session.execute(sa.insert(Scan), rows)
    came = sa.select(
        Scan.checkpoint_id, Scan.registration_id, Scan.id, Scan.scanned_at, sa.true()
    ).where(Scan.checkpoint_id == door.id)
    columns = ["checkpoint_id", "registration_id", "scan_id", "admitted_at", "inside"]
    db.session.execute(sa.insert(Attendance).from_select(columns, came))
    db.session.commit()
    return door


def measure(_app: Flask, door: Checkpoint) -> dict[str, float]:
    event = door.event
    asked: dict[str, Callable[[], object]] = {
        "counters of a door": lambda: checkpoint_counts(door, as_of=utc_now()),
        "arrivals of a day by the minute": lambda: arrivals_by_minute(door),
        "the event's list of doors": lambda: doors_in_list(event, at=utc_now()),
        "figures of the home page": lambda: programme_figures(at=utc_now()),
        "first page of who came": lambda: presence_page(event, None, limit=50, after=None),
    }
    return {name: middle_of(question) for name, question in asked.items()}


def middle_of(question: Callable[[], object]) -> float:
    """The median of the seconds that a question takes, asked several times."""
    took = []
    for _ in range(_TIMES):
        begun = perf_counter()
        question()
        took.append(perf_counter() - begun)
    return median(took)


if __name__ == "__main__":
    compare(
        __doc__,
        "admissions at one door",
        fill=lambda people: admit_all(fill(people)),
        measure=measure,
    )
