"""`flask serve` as a person meets it: a process that starts, answers, and leaves nothing behind."""

import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from http.client import HTTPConnection
from pathlib import Path

import pytest
from flask_migrate import upgrade

from extensions import db
from tests import factories
from tests.conftest import make_app
from tests.turns import PATIENCE

pytestmark = pytest.mark.race

ROOT = Path(__file__).parents[2]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Site:
    """One run of the site, in a folder of its own."""

    def __init__(self, folder: Path, port: int | None = None) -> None:
        self.folder, self.port = folder, port or free_port()
        self.log = folder.parent / f"serve-{self.port}.log"
        kept = {n: v for n, v in os.environ.items() if n not in ("DATABASE_URL", "ENVIRONMENT")}
        with self.log.open("a") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "flask", "serve"],
                cwd=ROOT,
                env={**kept, "PORT": str(self.port), "INSTANCE_FOLDER": str(folder)},
                stdout=log,
                stderr=log,
            )

    def get(self, path: str) -> int:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        connection.request("GET", path)
        status = connection.getresponse().status
        connection.close()
        return status

    def send(self, request: bytes) -> bytes:
        """The first line of what is answered."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE) as connection:
            connection.sendall(request)
            return connection.makefile("rb").readline()

    def wait_until_it_answers(self) -> None:
        """It loads the demonstration first."""
        end = time.monotonic() + 5 * PATIENCE
        while time.monotonic() < end and self.process.poll() is None:
            try:
                assert self.get("/") == 200
            except OSError:
                time.sleep(0.1)
            else:
                return
        raise AssertionError(self.log.read_text())

    def stop(self, number: int = signal.SIGTERM) -> int:
        self.process.send_signal(number)
        return self.process.wait(PATIENCE)

    def family(self) -> list[int]:
        """Every process that was started with this run's folder in its environment."""
        mark = f"INSTANCE_FOLDER={self.folder}".encode()
        found = []
        for entry in Path("/proc").glob("[0-9]*"):
            try:
                if mark in (entry / "environ").read_bytes().split(b"\0"):
                    found.append(int(entry.name))
            except OSError:
                continue
        return found


@pytest.fixture
def start(tmp_path):
    sites: list[Site] = []

    def begin(port: int | None = None) -> Site:
        sites.append(Site(tmp_path / "instance", port))
        return sites[-1]

    yield begin
    for site in sites:
        if site.process.poll() is None:
            site.stop(signal.SIGKILL)


@pytest.fixture
def start_in_use(start, tmp_path):
    """`start` with a database that holds somebody: no demonstration is loaded, which takes long."""
    (folder := tmp_path / "instance").mkdir()
    with make_app(f"sqlite:///{folder / 'meydan.sqlite'}").app_context():
        upgrade("migrations")
        factories.user()
        db.session.commit()
        db.session.remove()
        db.engine.dispose()
    return start


def rows_of(site: Site, table: str) -> int:
    with sqlite3.connect(site.folder / "meydan.sqlite") as connection:
        return int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])


def test_it_starts_with_the_demonstration_stops_cleanly_and_keeps_the_data(start):
    site = start()
    site.wait_until_it_answers()
    assert len(site.family()) >= 5, "we, the web server with two workers, and the letter worker"
    printed = site.log.read_text()
    assert f"http://127.0.0.1:{site.port}/" in printed
    password = re.search(r"\n  ([a-z0-9]{4}(-[a-z0-9]{4}){2})\n", printed)
    assert password and "admin@example.org" in printed
    kept = site.folder / "demo-sign-in.txt"
    assert kept.stat().st_mode & 0o777 == 0o600
    assert (site.folder / "meydan.sqlite").stat().st_mode & 0o777 == 0o600
    assert site.stop() == 0
    assert site.family() == []
    events = rows_of(site, "events")
    assert events > 50

    with sqlite3.connect(site.folder / "meydan.sqlite") as connection:
        connection.execute("UPDATE events SET venue = 'Başka bir salon' WHERE id = 1")
    again = start()
    again.wait_until_it_answers()
    assert password[1] in again.log.read_text()
    assert again.stop(signal.SIGINT) == 0
    assert again.family() == []
    assert rows_of(again, "events") == events
    assert rows_of(again, "events WHERE venue = 'Başka bir salon'") == 1


def test_what_a_request_says_of_itself_is_neither_believed_nor_written_down(start_in_use):
    site = start_in_use()
    site.wait_until_it_answers()
    page = b"GET /registrations/secret HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
    assert b" 404 " in site.send(page + b"\r\n")
    assert b" 404 " in site.send(page + b"SCRIPT_NAME: /elsewhere\r\n\r\n")
    assert b" 404 " in site.send(page + b"SCRIPT_NAME: /registrations\r\n\r\n")
    assert b" 400 " in site.send(b"GET /registrations/secret here HTTP/1.1\r\nHost: x\r\n\r\n")
    assert site.stop() == 0
    written = site.log.read_text()
    assert "secret" not in written
    assert "ip=" not in written


def test_a_child_that_dies_takes_the_rest_with_it_and_the_exit_code_says_so(start_in_use):
    site = start_in_use()
    site.wait_until_it_answers()
    worker = next(
        number
        for number in site.family()
        if b"work" in Path(f"/proc/{number}/cmdline").read_bytes().split(b"\0")
    )
    os.kill(worker, signal.SIGKILL)
    assert site.process.wait(PATIENCE) != 0
    assert site.family() == []
    assert "ended by itself" in site.log.read_text()


def test_children_end_even_when_their_parent_was_killed(start_in_use):
    site = start_in_use()
    site.wait_until_it_answers()
    site.stop(signal.SIGKILL)
    end = time.monotonic() + PATIENCE
    while site.family():
        assert time.monotonic() < end, site.family()
        time.sleep(0.1)


def test_a_port_in_use_is_said_plainly_and_nothing_is_touched(start):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        site = start(taken.getsockname()[1])
        assert site.process.wait(PATIENCE) == 1
    assert "Set PORT to another number" in site.log.read_text()
    assert not (site.folder / "meydan.sqlite").exists()
