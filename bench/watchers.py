"""300 screens that watch a door, and what they cost those who check in there.

`python -m bench.watchers` starts the site as `make bench` does and measures check-ins a second
without and with the watchers: each keeps a connection and asks for the figures every three
seconds with the mark of what it has, as the page does. Everything is bounded and local.
"""

import heapq
import json
import os
import selectors
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from time import perf_counter

from flask import Flask

from bench.__main__ import CONNECTIONS, site
from bench.databases import ROOT, each_database, options_of
from bench.load import Connection
from bench.people import Answer, Visit, request
from bench.preparation import Prepared
from bench.site import create_app
from blueprints.base.sign_in import TOKEN, Sessions

ROUNDS = 2
EVERY = 3.0
"""Seconds between two requests of one screen."""


def watches(path: str, cookie: str) -> Visit:
    """One screen: its first answer is complete, later ones are empty if nothing has changed."""
    mark: dict[str, str] = {}
    while True:
        answer = yield request("GET", path, b"", Cookie=cookie, **mark)
        if answer.status not in (200, 304):
            answer.must_be(200)
        mark = {"If_None_Match": _mark(answer)}


def _mark(answer: Answer) -> str:
    at = answer.head.lower().index(b"\r\netag: ") + 8
    return answer.head[at : answer.head.index(b"\r\n", at)].decode()


@dataclass
class Told:
    took: list[float] = field(default_factory=list)
    empty: int = 0


def watch(port: int, path: str, cookie: str, screens: int, seconds: float) -> Told:
    """All screens in one process, their requests spread over the three seconds."""
    waiting, told, begun = selectors.DefaultSelector(), Told(), perf_counter()
    due: list[tuple[float, int, Connection]] = []
    for number in range(screens):
        connection = Connection(port, watches(path, cookie))
        due.append((begun + EVERY * number / screens, number, connection))
    heapq.heapify(due)
    while (now := perf_counter()) < begun + seconds or waiting.get_map():
        while due and due[0][0] <= now < begun + seconds:
            moment, number, connection = heapq.heappop(due)
            waiting.register(connection.socket, selectors.EVENT_READ, (number, connection, moment))
            connection.send()
        if not waiting.get_map():
            if not due or now >= begun + seconds:
                break
            waiting.select(max(0.0, min(due[0][0] - now, 0.05)))
            continue
        for key, _ in waiting.select(timeout=0.01):
            number, connection, moment = key.data
            answer = connection.receive()
            if answer is None:
                continue
            waiting.unregister(connection.socket)
            told.took.append(perf_counter() - connection.sent_at)
            told.empty += answer.status == 304
            connection.request = connection.visit.send(answer)
            heapq.heappush(due, (moment + EVERY, number, connection))
    return told


def cookie_of(app: Flask, token: str) -> str:
    """The cookie of the session that the sign-in page would give."""
    signer = Sessions().get_signing_serializer(app)
    assert signer
    name = app.config["SESSION_COOKIE_NAME"]
    return f"{name}={signer.dumps({TOKEN: token})}"


def check_ins(
    port: int, prepared: Prepared, codes: list[str], seconds: float
) -> "subprocess.Popen[str]":
    """Start the check-ins; their result is the rate and how long the answers took."""
    job = {
        "kind": "checks_in",
        "path": "/api/v1/check-ins",
        "counted": "POST",
        "codes": codes,
        "token": prepared.token,
        "checkpoint": prepared.checkpoint,
        "port": port,
        "seconds": seconds,
        "connections": CONNECTIONS,
    }
    command = [sys.executable, "-m", "bench.load"]
    load = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT
    )
    assert load.stdin
    load.stdin.write(json.dumps(job))
    load.stdin.close()
    return load


def rate_of(load: "subprocess.Popen[str]") -> dict[str, float]:
    assert load.stdout
    told: dict[str, float] = json.load(load.stdout)
    load.wait(20)
    return told


def processor_time(pid: int) -> float:
    """Processor time of a process and its children so far, in seconds (Linux)."""
    ticks = os.sysconf("SC_CLK_TCK")
    pids = [pid, *map(int, Path(f"/proc/{pid}/task/{pid}/children").read_text().split())]
    total = 0.0
    for one in pids:
        fields = Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split()
        total += (int(fields[11]) + int(fields[12])) / ticks
    return total


def measure(port: int, prepared: Prepared, pid: int, screens: int, seconds: float) -> list[str]:
    app = create_app()
    cookie = cookie_of(app, prepared.signed_in)
    path = f"/check-in/{prepared.checkpoint}/live/figures"
    before = processor_time(pid)
    quiet = watch(port, path, cookie, screens, seconds)
    share = (processor_time(pid) - before) / seconds

    alone, together, busy = [], [], Told()
    share_of_codes = len(prepared.codes) // (2 * ROUNDS)
    for number in range(ROUNDS):  # in turn, so that a busy minute hurts both alike
        first = 2 * number * share_of_codes
        codes = prepared.codes[first : first + 2 * share_of_codes]
        alone.append(rate_of(check_ins(port, prepared, codes[:share_of_codes], seconds / 2)))
        load = check_ins(port, prepared, codes[share_of_codes:], seconds / 2)
        told = watch(port, path, cookie, screens, seconds / 2)
        together.append(rate_of(load))
        busy.took, busy.empty = busy.took + told.took, busy.empty + told.empty
    return [
        f"| {screens} screens, nobody comes | | {_seen(quiet)} | {share:.0%} of one core |",
        f"| check-ins alone | {_rate(alone)} | | |",
        f"| both | {_rate(together)} | {_seen(busy)} | |",
    ]


def _rate(rows: list[dict[str, float]]) -> str:
    middle = {key: median(row[key] for row in rows) for key in rows[0]}
    return f"{middle['rate']:.0f} a second, 95 % in {middle['p95']:.0f} ms"


def _seen(told: Told) -> str:
    took = sorted(told.took)
    return (
        f"{len(took)} answers, {told.empty / len(took):.0%} of them empty;"
        f" half in {median(took) * 1000:.1f} ms, 95 % in {took[len(took) * 95 // 100] * 1000:.0f} ms"
    )


def main() -> None:
    options = options_of(__doc__)
    options.add_argument("--screens", type=int, default=300)
    options.add_argument("--seconds", type=float, default=20)
    chosen = options.parse_args()
    for name, url, folder in each_database(chosen.only):
        with site(url, folder) as served:
            _print(name, measure(*served, chosen.screens, chosen.seconds))


def _print(database: str, rows: list[str]) -> None:
    print(f"\n| {database} | check-ins | screens | processor |")
    print("|---|---:|---:|---:|")
    print("\n".join(rows))


if __name__ == "__main__":
    main()
