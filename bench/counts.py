"""A door through which 100,000 people went: what its counters and their chart take.

python -m bench.counts [--only sqlite|postgres] [--people 100000]
"""

import argparse
import tempfile
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import perf_counter

import sqlalchemy as sa
from flask_migrate import upgrade

from bench.participants import ROOT, fill
from extensions import db
from lib.clock import utc_now
from models.check_in import Attendance, Checkpoint, Direction, Scan, Verdict
from models.events import Event
from models.registrations import Registration
from queries.attendance import arrivals_by_minute, presence_page
from queries.check_in import checkpoint_counts
from queries.checkpoints import doors_in_list
from tests.conftest import make_app
from tests.databases import postgres_url

_TIMES = 5


def admit_all(event: Event) -> Checkpoint:
    """Each by a scan of its own, over ten hours of today."""
    door = db.session.scalars(sa.select(Checkpoint).where(Checkpoint.event_id == event.id)).one()
    ids = db.session.scalars(sa.select(Registration.id)).all()
    begins = utc_now().replace(hour=5, minute=0)
    for first in range(0, len(ids), 5000):
        rows = [
            {"checkpoint_id": door.id, "registration_id": number, "nonce": str(number),
             "direction": Direction.ENTRY, "verdict": Verdict.ADMITTED, "forced": False,
             "conflict": False, "received_at": begins, "device": "",
             "scanned_at": begins.replace(hour=5 + number % 10, minute=number // 10 % 60)}
            for number in ids[first : first + 5000]
        ]  # fmt: skip
        db.session.execute(sa.insert(Scan), rows)
    came = sa.select(
        Scan.checkpoint_id, Scan.registration_id, Scan.id, Scan.scanned_at, sa.true()
    ).where(Scan.checkpoint_id == door.id)
    columns = ["checkpoint_id", "registration_id", "scan_id", "admitted_at", "inside"]
    db.session.execute(sa.insert(Attendance).from_select(columns, came))
    db.session.commit()
    return door


def measure(door: Checkpoint) -> dict[str, float]:
    event = door.event
    asked: dict[str, Callable[[], object]] = {
        "counters of a door": lambda: checkpoint_counts(door, as_of=utc_now()),
        "arrivals of a day by the minute": lambda: arrivals_by_minute(door),
        "the event's list of doors": lambda: doors_in_list(event, at=utc_now()),
        "first page of who came": lambda: presence_page(event, None, limit=50, after=None),
    }
    return {name: _middle(question) for name, question in asked.items()}


def _middle(question: Callable[[], object]) -> float:
    took = []
    for _ in range(_TIMES):
        begun = perf_counter()
        question()
        took.append(perf_counter() - begun)
    return median(took)


def run(url: str, people: int) -> dict[str, float]:
    app = make_app(url)
    with app.app_context():
        upgrade(str(ROOT / "migrations"))
        door = admit_all(fill(people))
        if db.engine.dialect.name == "postgresql":
            with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                connection.execute(sa.text("VACUUM ANALYZE"))
        found = measure(door)
        db.session.remove()
        db.engine.dispose()
    return found


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--only", choices=["sqlite", "postgres"])
    options.add_argument("--people", type=int, default=100_000)
    chosen = options.parse_args()
    tables: dict[str, dict[str, float]] = {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if chosen.only != "postgres":
            tables["SQLite"] = run(f"sqlite:///{folder / 'bench.sqlite'}", chosen.people)
        if chosen.only != "sqlite":
            with postgres_url(folder) as url:
                tables["PostgreSQL"] = run(url, chosen.people)
    print(f"\n| {chosen.people:,} admissions at one door | " + " | ".join(tables) + " |")
    print("|---|" + "---:|" * len(tables))
    for row in next(iter(tables.values())):
        cells = " | ".join(f"{times[row] * 1000:,.0f} ms" for times in tables.values())
        print(f"| {row} | {cells} |")


if __name__ == "__main__":
    main()
