"""The site as a process of its own, started as people start it."""

import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from http.client import HTTPConnection
from pathlib import Path

import pytest
from flask_migrate import upgrade

from extensions import db
from tests import factories
from tests.conftest import make_app
from tests.house.source import ROOT
from tests.turns import PATIENCE


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Site:
    """One run of the site, in a folder of its own."""

    def __init__(self, folder: Path, port: int | None = None, **more: str) -> None:
        self.folder, self.port = folder, port or free_port()
        self.log = folder.parent / f"serve-{self.port}.log"
        kept = {n: v for n, v in os.environ.items() if n not in ("DATABASE_URL", "ENVIRONMENT")}
        with self.log.open("a") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "flask", "serve"],
                cwd=ROOT,
                env={**kept, "PORT": str(self.port), "INSTANCE_FOLDER": str(folder), **more},
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

    def answer_to(self, request: bytes) -> bytes:
        """The head of what is answered, whether or not all of the request was read."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE) as connection:
            with suppress(OSError):
                connection.sendall(request)
            answer = b""
            while b"\r\n\r\n" not in answer and (piece := connection.recv(65_536)):
                answer += piece
            return answer

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

    def begin(port: int | None = None, **more: str) -> Site:
        sites.append(Site(tmp_path / "instance", port, **more))
        return sites[-1]

    yield begin
    for site in sites:
        if site.process.poll() is None:
            site.stop(signal.SIGKILL)


@pytest.fixture
def start_in_use(start, tmp_path):
    """`start` with a database that holds somebody: no demonstration is loaded, which takes long."""
    (folder := tmp_path / "instance").mkdir()
    put_somebody_into(f"sqlite:///{folder / 'meydan.sqlite'}")
    return start


def put_somebody_into(url: str) -> str:
    """Make the tables, with a user and an event; the event's address."""
    with make_app(url).app_context():
        upgrade("migrations")
        factories.user()
        address = f"/events/{factories.event().slug}"
        db.session.commit()
        db.session.remove()
        db.engine.dispose()
    return address
