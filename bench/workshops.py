"""300 phones in one workshop: they write, vote and watch at once, on a bad network.

`python -m bench.workshops` starts the site as `make bench` does, on each database. First the phones
take part, with dropped answers and repeated sends: each send is counted once. Then they watch, with
three screens, while nobody sends; and once more without them, for what the server costs by itself.
All of it is bounded and local.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from socket import socket
from time import sleep

from flask import Flask
from flask_migrate import upgrade

from bench.__main__ import _wait_for
from bench.databases import ROOT, each_database, options_of
from bench.phones import Played, play
from bench.watchers import processor_time
from extensions import db
from lib.sqlite import only_reading
from models.workshops import Workshop
from queries.workshops.room import room_of
from tests.conftest import make_app
from tests.factories import problems, workshops

MOST_MS, MOST_SHARE = 500, 0.15
PROBLEMS = 20


@contextmanager
def server(url: str, folder: Path) -> Iterator[tuple[int, int]]:
    """The port and the process of the site on this database."""
    with socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    environment = os.environ | {
        "DATABASE_URL": url,
        "PORT": str(port),
        "INSTANCE_FOLDER": str(folder),
        "HOST": "127.0.0.1",
        "SECRET_KEY": "for measuring only, " * 3,
    }
    command = [sys.executable, "-m", "gunicorn", "bench.site:create_app()"]
    started = subprocess.Popen(command, cwd=ROOT, env=environment)
    try:
        _wait_for(port)
        yield port, started.pid
    finally:
        started.terminate()
        started.wait(20)


def room_for(phones: int) -> tuple[Workshop, list[int]]:
    """A workshop with open rounds of every kind, and the problems to vote on."""
    room = workshops.workshop(shows_at_once=True, title=f"{phones} telefon")
    for kind in ("write", "mine_too", "dots"):
        workshops.round_of(room, kind)
    made = [problems.problem(room.event, f"Sorun {number}").id for number in range(PROBLEMS)]
    db.session.commit()
    return room, made


def counted(room_id: int) -> tuple[int, int, int]:
    """Statements, dots and «mine too» as they stand in the database."""
    with only_reading():
        room = room_of(db.session.get_one(Workshop, room_id))
        db.session.remove()
    said = [tally.seats for r in room.rounds if r.kind == "mine_too" for tally in r.votes.values()]
    return len(room.sentences), room.dots, sum(said)


def measure(app: Flask, url: str, folder: Path, phones: int, seconds: float) -> list[str]:
    with app.app_context():
        upgrade(str(ROOT / "migrations"))
        room, made = room_for(phones)
        number, code = room.id, room.code
        db.session.remove()
        with server(url, folder) as (port, pid):

            def take_part(rounds: int) -> tuple[Played, float]:
                """And the share of two cores that the server took for it."""
                begun: list[float] = []
                played = play(
                    port,
                    code,
                    made,
                    phones=phones,
                    rounds=rounds,
                    seconds=seconds,
                    joined=lambda: begun.append(processor_time(pid)),
                )
                return played, (processor_time(pid) - begun[0]) / seconds / 2

            played, busy = take_part(3)
            right = (played.statements, played.dots, played.mine_too)
            found = counted(number)
            watched, share = take_part(0)
            before = processor_time(pid)
            sleep(5)
            idle = (processor_time(pid) - before) / 5 / 2
        db.session.remove()
        db.engine.dispose()
    assert found == right, (found, right)
    assert not played.wrong, played.wrong
    return [
        f"| {phones} phones write, vote and watch | {_said(played)}; {found[0]} statements,"
        f" {found[1]} dots, {found[2]} «mine too», each once | {busy:.0%} of two cores |",
        f"| they watch, with 3 screens | {_looks(watched)} | {share:.0%} of two cores"
        f" (at most {MOST_SHARE:.0%}; {idle:.1%} without them) |",
    ]


def _said(played: Played) -> str:
    took = sorted(played.sends)
    return (
        f"{len(took)} sends, {played.dropped} answers dropped, {played.repeated} repeated:"
        f" half in {took[len(took) // 2] * 1000:.0f} ms, 95 % in"
        f" {took[len(took) * 95 // 100] * 1000:.0f} ms (at most {MOST_MS})"
    )


def _looks(played: Played) -> str:
    took = sorted(played.looks)
    return (
        f"{len(took)} looks, {played.empty / len(took):.0%} of them empty, 95 % in"
        f" {took[len(took) * 95 // 100] * 1000:.0f} ms"
    )


def main() -> None:
    options = options_of(__doc__)
    options.add_argument("--phones", type=int, default=300)
    options.add_argument("--seconds", type=float, default=60)
    chosen = options.parse_args()
    for name, url, folder in each_database(chosen.only):
        rows = measure(make_app(url), url, folder, chosen.phones, chosen.seconds)
        print(f"\n| {name} | | processor |\n|---|---|---:|\n" + "\n".join(rows))


if __name__ == "__main__":
    main()
