"""`flask serve` as a person meets it: a process that starts, answers, and leaves nothing behind."""

import os
import re
import signal
import socket
import sqlite3
import time
from pathlib import Path

import pytest

from tests.commands.conftest import Site
from tests.turns import PATIENCE

pytestmark = pytest.mark.race


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
    page = b"GET /registrations/secret HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
    assert b" 404 " in site.send(page + b"\r\n")
    assert b" 404 " in site.send(page + b"SCRIPT_NAME: /elsewhere\r\n\r\n")
    assert b" 404 " in site.send(page + b"SCRIPT_NAME: /registrations\r\n\r\n")
    assert b" 400 " in site.send(
        b"GET /registrations/secret here HTTP/1.1\r\nHost: localhost\r\n\r\n"
    )
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
