"""Sixty phones in one workshop, on a server of its own: dropped answers and replays count once."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path
from socket import socket
from time import monotonic, sleep

import pytest

from bench.phones import play
from bench.workshops import counted, room_for
from extensions import db
from tests.turns import PATIENCE

ROOT = Path(__file__).parents[2]
PHONES, SECONDS = 60, 5


@pytest.fixture
def port(app, tmp_path) -> Iterator[int]:
    """Of the site in processes of its own, on the database of this test."""
    with socket() as probe:
        probe.bind(("127.0.0.1", 0))
        free = int(probe.getsockname()[1])
    environment = os.environ | {
        "DATABASE_URL": app.config["SQLALCHEMY_DATABASE_URI"],
        "SECRET_KEY": app.config["SECRET_KEY"],
        "INSTANCE_FOLDER": str(tmp_path),
        "HOST": "127.0.0.1",
        "PORT": str(free),
    }
    command = [sys.executable, "-m", "gunicorn", "--log-level", "error", "app:create_app()"]
    server = subprocess.Popen(command, cwd=ROOT, env=environment)  # noqa: S603 - our own
    try:
        _wait_for(free)
        yield free
    finally:
        server.terminate()
        server.wait(PATIENCE)


def _wait_for(port: int) -> None:
    end = monotonic() + PATIENCE
    while not _answers(port):
        assert monotonic() < end, "the server did not start"
        sleep(0.1)


def _answers(port: int) -> bool:
    with closing(HTTPConnection("127.0.0.1", port, timeout=PATIENCE)) as connection:
        try:
            connection.request("GET", "/healthz")
            return connection.getresponse().read() is not None
        except OSError:
            return False


@pytest.mark.race
def test_each_of_sixty_phones_is_counted_once(app, port):
    room, problems = room_for(PHONES)
    number, code = room.id, room.code
    db.session.remove()
    played = play(port, code, problems, phones=PHONES, rounds=2, seconds=SECONDS)
    assert not played.wrong
    assert played.dropped and played.repeated and played.looks
    assert len(played.sends) == PHONES * 6
    assert counted(number) == (PHONES * 2, PHONES * 2, played.mine_too)
