import os
import signal
import subprocess
import sys
from collections import Counter
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event as Flag
from threading import Lock
from time import monotonic, sleep

import pytest
import sqlalchemy as sa
import time_machine

from commands import work
from commands.sending import send_letters
from extensions import db
from letters.connection import MailConnection
from lib.clock import utc_now
from models.feedback import GRACE, FeedbackInvitation, Wave
from models.letters import Letter, LetterKind, LetterStatus
from models.registrations import Registration, RegistrationStatus
from models.responses import Response
from models.statements import Statement
from operations.letters import delivery
from operations.registrations.entries import change_status
from tests import factories
from tests.databases import bytes_of
from tests.factories.feedback import answer, attendee, wave_of
from tests.smtp import sending_to
from tests.turns import PATIENCE

ROOT = Path(__file__).parents[2]
LETTERS = 210
LEASE = 8  # seconds: many times what one letter takes on a busy machine


def test_once_does_everything_that_is_due_and_ends_well(app, smtp_server):
    """An invitation that is due leaves in the same run."""
    event = factories.event(over=True)
    attendee(event, email="isil@example.org")
    with sending_to(app, smtp_server.host, smtp_server.port):
        result = app.test_cli_runner().invoke(args=["work", "--once"])
    assert result.exit_code == 0, result.output
    assert smtp_server.recipients == ["isil@example.org"] * 2  # the ticket, then the question
    assert db.session.scalar(sa.select(sa.func.count(FeedbackInvitation.id))) == 1


def test_answers_that_wait_are_counted_and_what_ran_out_is_closed(app):
    open_, over = (factories.event(over=True) for _ in range(2))
    for _ in range(10):
        answer(open_, problem="Yol")
    for _ in range(3):
        answer(over, problem="Yol")
    ended = wave_of(over)
    closing, other = ended.id, wave_of(open_).id
    ended.closes_at = utc_now() - GRACE
    db.session.commit()
    assert work.run_once(work.Worker())
    states = db.session.execute(sa.select(Wave.id, Wave.settled)).all()
    assert dict(states) == {number: number == closing for number in (closing, other)}
    assert db.session.scalar(sa.select(sa.func.count(Response.id))) == 5 + 3
    assert db.session.scalar(sa.select(sa.func.count(Statement.id))) == 5 + 3


def test_what_was_moved_leaves_nothing_in_the_log(app):
    """SQLite's log would tell which rows were written together."""
    if db.engine.dialect.name != "sqlite":
        return  # PostgreSQL's log cannot be cut by us: see docs/security.md
    event = factories.event(over=True)
    for _ in range(10):
        answer(event, problem="Servis gelmiyor")
    files = Path(str(db.engine.url.database)), Path(f"{db.engine.url.database}-wal")
    assert b"Servis gelmiyor" in bytes_of(files[1])
    db.session.remove()
    work.move_answers(work.Worker())
    assert bytes_of(files[1]) == b""
    assert (
        bytes_of(files[0]).count(b"Servis gelmiyor") == 5 + 2 * 5
    )  # waiting; moved, with its public text


def test_once_ends_well_when_the_mail_server_is_down(app):
    factories.registration(factories.event())
    with sending_to(app, "127.0.0.1", 1):
        result = app.test_cli_runner().invoke(args=["work", "--once"])
    assert result.exit_code == 0


def test_a_letter_that_is_not_due_yet_waits(app, smtp_server):
    factories.registration(factories.event())
    db.session.execute(sa.update(Letter).values(due_at=datetime.now(UTC) + timedelta(hours=1)))
    db.session.commit()
    with sending_to(app, smtp_server.host, smtp_server.port):
        work.run_once(work.Worker())
    assert smtp_server.messages == []


def test_a_fault_in_one_duty_does_not_keep_the_others_from_running(app, monkeypatch, caplog):
    ran = []

    def faulty(_worker):
        raise RuntimeError("isil@example.org")

    calendar = (
        work.Duty("faulty", timedelta(seconds=1), faulty),
        work.Duty("sound", timedelta(seconds=1), lambda _worker: ran.append("sound")),
    )
    monkeypatch.setattr(work, "CALENDAR", calendar)
    assert work.run_once(work.Worker()) is False
    assert ran == ["sound"]
    assert "faulty failed: RuntimeError" in caplog.text
    assert "isil@example.org" not in caplog.text


def test_a_long_outbox_does_not_hold_up_the_other_duties(app, smtp_server, monkeypatch):
    many_letters()
    smtp_server.answer_to_message = lambda _content: sleep(0.02)
    sent_before = []

    def other(worker):
        sent_before.append(len(smtp_server.accepted))
        worker.stopping = len(sent_before) == 3

    calendar = (
        work.Duty("other", timedelta(0), other),
        work.Duty("outbox", timedelta(hours=1), send_letters),
    )
    monkeypatch.setattr(work, "CALENDAR", calendar)
    monkeypatch.setattr(work, "SHARE", timedelta(seconds=0.3))
    with sending_to(app, smtp_server.host, smtp_server.port):
        work.run_until_stopped(work.Worker())
    assert 0 == sent_before[0] < sent_before[1] < sent_before[2] < LETTERS


def test_a_clock_that_is_set_back_keeps_no_duty_from_running(app, monkeypatch):
    worker, ran = work.Worker(), []
    naps: list[None] = []

    def nap(_seconds):
        naps.append(None)
        worker.stopping = len(naps) == 3

    with time_machine.travel(utc_now(), tick=True) as clock:

        def set_back(_worker):
            ran.append(utc_now())
            clock.shift(timedelta(hours=-1))

        monkeypatch.setattr(work, "CALENDAR", (work.Duty("duty", timedelta(0), set_back),))
        monkeypatch.setattr(work, "sleep", nap)
        work.run_until_stopped(worker)
    assert ran == sorted(ran, reverse=True) and len(ran) == 3


def test_a_letter_whose_bytes_cannot_be_written_is_put_off_and_the_others_go_out(
    app, smtp_server, monkeypatch
):
    event = factories.event()
    for number in range(2):
        factories.registration(event, email=f"kisi{number}@example.org")
    make = delivery.message_for

    def with_unwritable_header(letter, *, at):
        message = make(letter, at=at)
        if letter.to_address.startswith("kisi0"):
            message["X-Words"] = "ı =?unknown-8bit?q?=FF?="  # no policy of Python writes this
        return message

    monkeypatch.setattr(delivery, "message_for", with_unwritable_header)
    with sending_to(app, smtp_server.host, smtp_server.port):
        assert work.run_once(work.Worker())
    assert smtp_server.recipients == ["kisi1@example.org"]
    db.session.remove()
    first, second = db.session.scalars(sa.select(Letter).order_by(Letter.id))
    assert (first.status, first.lease, first.attempts) == (LetterStatus.QUEUED, None, 1)
    assert second.status is LetterStatus.SENT


@pytest.mark.race
def test_every_letter_arrives_once_though_a_worker_is_killed(app, smtp_server):
    """Three workers, one shot dead with a letter in its hands before the server has taken it."""
    many_letters()
    held, release = Flag(), Flag()
    hold = Lock()
    names: list[str] = []

    def hold_one(_address, session):
        if len(smtp_server.accepted) >= 40 and hold.acquire(blocking=False):
            names.append(session.host_name)
            held.set()
            release.wait(PATIENCE)
            return "451 not now"
        return None

    smtp_server.answer_to_recipient = hold_one
    with workers(app, smtp_server, 3) as running:
        assert held.wait(PATIENCE), "no worker came that far"
        victim = running[names[0]]
        victim.kill()
        victim.wait(PATIENCE)
        release.set()
        wait_until(lambda: len(smtp_server.accepted) >= LETTERS)
        wait_until(all_are_sent)
    # What a worker had in hand beside another one has been sent, too, when it has stopped.
    arrived = Counter(message["Message-ID"] for message in smtp_server.messages)
    assert set(arrived.values()) == {1}
    assert set(arrived) == set(db.session.scalars(sa.select(Letter.message_id)))
    taken_over = sa.select(sa.func.count()).where(Letter.attempts == 2)
    assert db.session.scalar(taken_over) == 1  # the letter that the dead one had in its hands


def test_a_death_after_acceptance_repeats_the_letter_under_the_same_number(app, smtp_server):
    """What no outbox can prevent: receivers drop the second by its Message-ID."""
    factories.registration(factories.event())
    with sending_to(app, smtp_server.host, smtp_server.port):
        send_and_die()
        db.session.execute(sa.update(Letter).values(due_at=datetime.now(UTC)))  # the lease ends
        db.session.commit()
        send_letters(work.Worker())
    first, second = smtp_server.messages
    assert first["Message-ID"] == second["Message-ID"]


def test_without_the_lease_two_workers_send_the_same_letter(app, smtp_server):
    """The twin: claims that do not move the due time hide nothing from the other worker."""
    factories.registration(factories.event())
    now = datetime.now(UTC)
    claims = []
    for name in ("a", "b"):
        claims.append(delivery.claim_letter(worker=name, at=now, lease=timedelta(0)))
        db.session.commit()
    assert None not in claims


@pytest.mark.race
def test_a_signal_stops_the_worker_after_the_letter_in_hand(app, smtp_server):
    many_letters()

    def slow(_content):
        sleep(0.02)

    smtp_server.answer_to_message = slow
    with workers(app, smtp_server, 1) as running:
        [worker] = running.values()
        wait_until(lambda: len(smtp_server.accepted) >= 5)
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(PATIENCE) == 0
    accepted = len(smtp_server.accepted)
    sent = sa.select(sa.func.count()).where(Letter.status == LetterStatus.SENT)
    assert 5 <= accepted < LETTERS
    assert db.session.scalar(sent) == accepted
    leased = sa.select(sa.func.count()).where(Letter.lease.is_not(None))
    assert db.session.scalar(leased) == 0


def many_letters():
    """Copies of one real letter, each with a number of its own.

    Of a kind without picture and calendar, which take the longest to make.
    """
    person = factories.registration(factories.event())
    [letter] = db.session.scalars(sa.select(Letter))
    columns = {c.name for c in Letter.__table__.columns} - {"id", "message_id", "registration_id"}
    values = {name: getattr(letter, name) for name in columns}
    values["kind"] = LetterKind.REGISTRATION_RECEIVED
    db.session.execute(
        sa.insert(Letter),
        [
            {
                **values,
                "registration_id": person.id,
                "message_id": f"<{n}@meydan.example.org>",
                "mailbox": f"{n}@example.org",  # one mailbox gets twenty an hour
            }
            for n in range(LETTERS - 1)
        ],
    )
    db.session.commit()
    db.session.remove()


@contextmanager
def workers(app, server, count):
    """Processes by the name with which each greets the server."""
    environment = {
        **os.environ,
        "DATABASE_URL": db.engine.url.render_as_string(hide_password=False),
        "MAIL_PORT": str(server.port),
        "LEASE": str(LEASE),
    }
    started = {
        name: subprocess.Popen(
            [sys.executable, "-m", "tests.commands.worker_process"],
            cwd=ROOT,
            env={**environment, "BASE_URL": f"http://{name}"},
            stdout=subprocess.PIPE,
        )
        for name in [f"worker{number}.example.org" for number in range(count)]
    }
    try:
        for process in started.values():
            assert process.stdout is not None
            assert process.stdout.readline() == b"working\n"
        yield started
    finally:
        for process in started.values():
            process.terminate()
        for process in started.values():
            process.wait(PATIENCE)
            assert process.stdout is not None
            process.stdout.close()


def send_and_die():
    worker = work.Worker()
    letter = delivery.claim_letter(worker=worker.name, at=datetime.now(UTC))
    db.session.commit()
    assert letter is not None
    message = delivery.message_for(letter, at=datetime.now(UTC))
    db.session.rollback()
    connection = MailConnection.open()
    assert delivery.post(connection, message) == delivery.Accepted()
    connection.close()


def all_are_sent():
    statuses = set(db.session.scalars(sa.select(Letter.status)))
    db.session.rollback()  # on SQLite whoever reads keeps the others from writing
    return statuses == {LetterStatus.SENT}


def wait_until(reached):
    end = monotonic() + 5 * PATIENCE
    while not reached():
        assert monotonic() < end, "waited in vain"
        sleep(0.05)


def test_an_offer_that_lapsed_passes_on_and_the_letters_leave_in_the_same_run(app, smtp_server):
    event = factories.event(capacity=1, waitlist=True)
    holder, late, following = (factories.registration(event) for _ in range(3))
    change_status(holder, RegistrationStatus.CANCELLED, at=datetime.now(UTC), by=None)
    db.session.flush()
    late.offered_until = datetime.now(UTC) - timedelta(seconds=1)
    db.session.execute(sa.delete(Letter))
    db.session.commit()
    numbers, told = [holder.id, late.id, following.id], [late.email, following.email]
    with sending_to(app, smtp_server.host, smtp_server.port):
        assert work.run_once(work.Worker())
    assert statuses_by_number() == dict(
        zip(
            numbers,
            [
                RegistrationStatus.CANCELLED,
                RegistrationStatus.CANCELLED,
                RegistrationStatus.OFFERED,
            ],
            strict=True,
        )
    )
    assert sorted(smtp_server.recipients) == sorted(told)


def test_a_place_that_stayed_free_beside_someone_who_waits_is_passed_on_in_the_next_minute(app):
    """Such as when the row of who waits was being changed in the moment the place was freed."""
    event = factories.event(capacity=1, waitlist=True, offer_hours=None)
    holder, waiting = factories.registration(event), factories.registration(event)
    waiting_id = waiting.id
    db.session.commit()
    with db.engine.connect() as elsewhere:
        if elsewhere.dialect.name == "postgresql":  # SQLite's writers wait for each other
            changed = sa.select(Registration.id).where(Registration.id == waiting_id)
            elsewhere.execute(changed.with_for_update())
        else:
            event.approval = True  # the same end on another way
        change_status(holder, RegistrationStatus.CANCELLED, at=datetime.now(UTC), by=None)
        event.approval = False
        db.session.commit()
    assert statuses_by_number()[waiting_id] is RegistrationStatus.WAITLISTED
    db.session.commit()
    assert work.run_once(work.Worker())
    assert statuses_by_number()[waiting_id] is RegistrationStatus.CONFIRMED


def statuses_by_number():
    rows = db.session.execute(sa.select(Registration.id, Registration.status))
    return {row.id: row.status for row in rows}
