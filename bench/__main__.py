"""Start a server for each database, measure row by row, print the table."""

import json
import os
import platform
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from socket import socket
from statistics import median
from typing import Any

from flask_migrate import upgrade

from bench.databases import ROOT, each_database, options_of
from bench.preparation import Prepared, prepare
from bench.site import create_app
from bench.slow_clients import slow_clients
from extensions import db

CONNECTIONS = 8
SLOW = (60, 300)
"""How many clients hold their connections beside the same work."""


@contextmanager
def site(url: str, folder: Path) -> Iterator[tuple[int, Prepared, int]]:
    """Start a server with a database of its own that holds everything: its port and its process."""
    with socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    os.environ |= {
        "DATABASE_URL": url,
        "PORT": str(port),
        "INSTANCE_FOLDER": str(folder),
        "HOST": "127.0.0.1",
        "TRUSTED_PROXIES": "1",  # so that people say from which address they come
        "SECRET_KEY": "for measuring only, " * 3,
    }
    app = create_app()
    with app.app_context():
        upgrade(str(ROOT / "migrations"))
        prepared = prepare()
        db.session.remove()
        db.engine.dispose()
    command = [sys.executable, "-m", "gunicorn", "bench.site:create_app()"]
    server = subprocess.Popen(command, cwd=ROOT)
    try:
        _wait_for(port)
        yield port, prepared, server.pid
    finally:
        server.terminate()
        server.wait(20)


def _wait_for(port: int) -> None:
    for _ in range(200):
        try:
            connection = HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request("GET", "/bare")
            connection.getresponse().read()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise TimeoutError("the server did not start")


def jobs(prepared: Prepared) -> dict[str, dict[str, Any]]:
    page = prepared.page
    alone: dict[str, dict[str, Any]] = {
        "bare Flask page": {"kind": "reads", "path": "/bare", "counted": "GET"},
        "event page": {"kind": "reads", "path": page, "counted": "GET"},
        "home": {"kind": "reads", "path": "/", "counted": "GET"},
        "bare committed UPDATE": {"kind": "updates", "path": "/bare", "counted": "POST"},
        "registration with the own page": {
            "kind": "registers",
            "path": f"{page}/register",
            "counted": "POST",
            "renews_after": "GET /registrations/",
        },
        "registration with the own page, 500 from one address": {
            "kind": "registers",
            "path": f"{page}/register",
            "counted": "POST",
            "renews_after": "GET /registrations/",
            "from_one_address": 500,
            "seconds": 600,  # the time in which an institution may register
        },
        "check-in (API)": {
            "kind": "checks_in",
            "path": "/api/v1/check-ins",
            "counted": "POST",
            "token": prepared.token,
            "checkpoint": prepared.checkpoint,
        },
    }
    beside = {
        f"{name}, {number} slow": alone[name] | {"slow": number}
        for name in ("event page", "registration with the own page", "check-in (API)")
        for number in SLOW
    }
    return alone | beside


def measure(
    port: int, prepared: Prepared, rounds: int, seconds: float
) -> dict[str, dict[str, float]]:
    """Measure in rounds over all rows, so that a busy minute affects all rows alike."""
    found: dict[str, list[dict[str, float]]] = {}
    used = 0
    for _ in range(rounds):
        for name, job in jobs(prepared).items():
            if job["kind"] == "checks_in":
                share = len(prepared.codes) // rounds // (1 + len(SLOW))
                job |= {"codes": prepared.codes[used : used + share]}
                used += share
            job |= {"port": port, "connections": CONNECTIONS}
            job.setdefault("seconds", seconds)
            with slow_clients(port, job.get("slow", 0)):
                answer = subprocess.run(
                    [sys.executable, "-m", "bench.load"],
                    input=json.dumps(job),
                    capture_output=True,
                    text=True,
                    check=False,
                    cwd=ROOT,
                )
            if answer.returncode:
                raise SystemExit(f"{name}: {answer.stderr}")
            found.setdefault(name, []).append(json.loads(answer.stdout))
    return {
        name: {key: median(row[key] for row in rows) for key in rows[0]}
        for name, rows in found.items()
    }


def print_table(database: str, rows: dict[str, dict[str, float]]) -> None:
    beside = {
        "event page": "bare Flask page",
        "home": "bare Flask page",
        "registration with the own page": "bare committed UPDATE",
        "check-in (API)": "bare committed UPDATE",
    }
    print(f"\n### {database}\n")
    print("| | a second | of the bare limit | half within | 95 % within | slowest |")
    print("|---|---:|---:|---:|---:|---:|")
    for name, row in rows.items():
        limit = beside.get(name.partition(", ")[0])
        share = f"{row['rate'] / rows[limit]['rate']:.0%}" if limit else ""
        within = " | ".join(f"{row[key]:.1f} ms" for key in ("p50", "p95", "slowest"))
        print(f"| {name} | {row['rate']:.0f} | {share} | {within} |")


def main() -> None:
    options = options_of(__doc__)
    options.add_argument("--seconds", type=float, default=2)
    options.add_argument("--rounds", type=int, default=5)
    chosen = options.parse_args()
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()};")
    print(f"2 web processes of 4 threads; {CONNECTIONS} connections, load from the same machine.")
    for name, url, folder in each_database(chosen.only):
        with site(url, folder) as (port, prepared, _pid):
            print_table(name, measure(port, prepared, chosen.rounds, chosen.seconds))


if __name__ == "__main__":
    main()
