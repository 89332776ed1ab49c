"""flask work: what is done without a request. CALENDAR says what runs, and how often."""

import math
import os
import signal
import socket
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from secrets import token_hex
from time import monotonic, sleep
from types import FrameType

import click
from flask import Flask, current_app

from commands.duties import learn_institutions, once, seal_audit, until_done
from commands.ordered_files import make_files
from commands.sealing import seal_answers
from commands.sending import send_letters
from commands.statement_sorting import sort_statements
from commands.statements import tend_statements
from extensions import db
from lib import errors, sqlite
from lib.clock import utc_now
from models.events import Event
from operations.accounts.account_links import answer_reset_requests, forget_old_links
from operations.accounts.passkeys import forget_challenges
from operations.accounts.sign_ins import forget_run_out
from operations.base.attempts import forget_attempts
from operations.base.duty_rounds import Round, note_rounds
from operations.base.files import delete_old_files
from operations.base.seals import tell_witnesses
from operations.feedback.closing import count_answers
from operations.feedback.inviting import invite_attendees
from operations.feedback.reminders import remind_of_events
from operations.forms.uploads import delete_drafts
from operations.letters import delivery
from operations.letters.mailings import write_letters_of_mailings
from operations.letters.outcomes import write_outcome_letters
from operations.letters.reminders import start_reminders
from operations.places.offers import lapse_offers
from operations.places.waiting_list import events_with_places_to_pass_on, pass_on_places
from operations.registrations import links
from operations.registrations.mailboxes import lapse_holds
from operations.registrations.many import write_awaited_letters
from operations.road_maps.reminders import write_progress_letters
from operations.road_maps.subscriptions import forget_unconfirmed, write_digests
from operations.selection.confirmation import write_selection_letters
from operations.surveys.targets import invite_targets


@dataclass
class Worker:
    """One process of `flask work`."""

    lease: timedelta = delivery.LEASE
    name: str = field(
        default_factory=lambda: f"{socket.gethostname()} {os.getpid()} {token_hex(4)}"
    )
    stopping: bool = False
    unwiped: bool = True  # the database's log may tell what was written together, or destroyed
    rounds: dict[str, Round] = field(default_factory=dict)
    """The last round of each duty."""
    share_ends: float = math.inf
    """In seconds of the monotonic clock: when the running duty gives way to the others."""

    @property
    def goes_on(self) -> bool:
        """Whether the running duty may begin the next piece of its work."""
        return not self.stopping and not self.share_is_used_up

    @property
    def share_is_used_up(self) -> bool:
        return monotonic() >= self.share_ends

    def stop_at_signals(self) -> None:
        """Let SIGTERM and SIGINT stop the worker after the letter being sent.

        The handler sets a flag only: it must not wait for locks.
        """
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._stop)

    def _stop(self, _signal: int, _frame: FrameType | None) -> None:
        self.stopping = True


@dataclass(frozen=True)
class Duty:
    name: str
    every: timedelta
    run: Callable[[Worker], None]
    """Does what is due as long as the worker goes on, and commits after each piece."""


def invite_to_feedback(worker: Worker) -> None:
    """Invite who came to events and the target groups of surveys, and remind who has not answered."""
    for write in (invite_attendees, invite_targets, remind_of_events):
        while worker.goes_on and write(at=utc_now()):
            db.session.commit()
        db.session.rollback()


def move_answers(worker: Worker) -> None:
    """Count the answers that wait, close what has run out, and wipe the traces of what was moved."""
    for _moved in count_answers(at=utc_now()):
        db.session.commit()
        worker.unwiped = True
        if not worker.goes_on:
            break
    db.session.rollback()
    if worker.unwiped:  # writers wait meanwhile, so not in every round
        worker.unwiped = not sqlite.wipe_log(db.engine)


def tend_waiting_lists(worker: Worker) -> None:
    """Pass on the places of lapsed offers and holds, and places that are still free."""
    for lapse in (lapse_offers, lapse_holds):
        while worker.goes_on and lapse(at=utc_now()):
            db.session.commit()
    db.session.rollback()
    for event_id in events_with_places_to_pass_on(at=utc_now()):
        event = db.session.get_one(Event, event_id)
        while worker.goes_on and pass_on_places(event, at=utc_now()):
            db.session.commit()
        db.session.rollback()


def answer_listing_requests(worker: Worker) -> None:
    while worker.goes_on and links.answer_listing_requests(at=utc_now()):
        db.session.commit()
    db.session.commit()


def write_to_many(worker: Worker) -> None:
    for write in (write_awaited_letters, write_selection_letters):
        while worker.goes_on and write(at=utc_now()):
            db.session.commit()


write_mailings = until_done(write_letters_of_mailings)
tell_outcomes = until_done(write_outcome_letters)
ask_for_reports = until_done(write_progress_letters)


def sweep_attempts(worker: Worker) -> None:
    while worker.goes_on and forget_attempts(db.session.connection(), at=utc_now()):
        db.session.commit()


def tell_of_rounds(worker: Worker) -> None:
    """For who watches the site: see /metrics."""
    note_rounds(worker.rounds, at=utc_now())
    db.session.commit()


# A letter to 100,000 takes hours: meanwhile offers lapse, and people wait for the list of their
# registrations. So each duty gives way after this time, and goes on in the next round.
SHARE = timedelta(seconds=5)

# The order matters to `--once`: an invitation that is due leaves in the same run.
CALENDAR = (
    Duty("waiting lists", timedelta(minutes=1), tend_waiting_lists),
    Duty("feedback invitations", timedelta(minutes=1), invite_to_feedback),
    Duty("answers", timedelta(seconds=5), move_answers),
    Duty("statements", timedelta(minutes=1), tend_statements),
    Duty("files of results", timedelta(seconds=2), make_files),
    Duty("proposals", timedelta(seconds=10), sort_statements),
    Duty("my registrations", timedelta(seconds=3), answer_listing_requests),
    Duty("forgotten passwords", timedelta(seconds=3), until_done(answer_reset_requests)),
    Duty("letters to many", timedelta(seconds=5), write_to_many),
    Duty("reminders", timedelta(minutes=1), once(start_reminders)),
    Duty("reports of progress", timedelta(minutes=10), once(write_progress_letters)),
    Duty("mailings", timedelta(seconds=2), write_mailings),
    Duty("outcomes", timedelta(seconds=10), tell_outcomes),
    Duty("digests", timedelta(minutes=1), until_done(write_digests)),
    Duty("unconfirmed subscriptions", timedelta(hours=1), until_done(forget_unconfirmed)),
    Duty("sensitive answers", timedelta(minutes=1), seal_answers),
    Duty("institutions", timedelta(hours=1), learn_institutions),
    Duty("drafts of files", timedelta(hours=1), until_done(delete_drafts)),
    Duty("old files of results", timedelta(hours=1), once(delete_old_files)),
    Duty("sign-ins", timedelta(minutes=10), until_done(forget_run_out)),
    Duty("challenges", timedelta(minutes=10), until_done(forget_challenges)),
    Duty("old account links", timedelta(hours=1), until_done(forget_old_links)),
    Duty("attempts", timedelta(minutes=10), sweep_attempts),
    Duty("seals", timedelta(seconds=5), seal_audit),
    Duty("witnesses", timedelta(minutes=10), once(tell_witnesses)),
    Duty("outbox", timedelta(seconds=1), send_letters),
    Duty("rounds", timedelta(minutes=1), tell_of_rounds),
)


def run_once(worker: Worker) -> bool:
    """Run everything that is due now; True if no duty failed."""
    done = [_done(duty, worker) for duty in CALENDAR]
    return all(done)


def run_until_stopped(worker: Worker) -> None:
    """Run the calendar, second by second; a signal stops it after the letter being sent.

    By a clock that nobody sets: else no duty would run for the hour by which one was set back.
    """
    next_run: dict[str, float] = {}
    while not worker.stopping:
        unfinished = False
        for duty in CALENDAR:
            if next_run.get(duty.name, 0) <= monotonic():
                next_run[duty.name] = monotonic() + duty.every.total_seconds()
                worker.share_ends = monotonic() + SHARE.total_seconds()
                _done(duty, worker)
                if worker.share_is_used_up:
                    next_run[duty.name], unfinished = 0, True
        if not unfinished:
            sleep(1)


def register(app: Flask) -> None:
    @app.cli.command("work")
    @click.option("--once", is_flag=True, help="Do everything that is due now, then stop.")
    def work(once: bool) -> None:
        """Send the outbox and run what is due, until stopped."""
        worker = Worker()
        worker.stop_at_signals()
        if once:
            raise SystemExit(0 if run_once(worker) else 1)
        run_until_stopped(worker)


def _done(duty: Duty, worker: Worker) -> bool:
    """Run one duty; an error is logged, and stops no other duty and no later run of this one."""
    failed = False
    try:
        duty.run(worker)
    except Exception as error:
        current_app.logger.error("%s failed: %s", duty.name, errors.described(error))
        failed = True
    finally:
        db.session.remove()
    worker.rounds[duty.name] = Round(utc_now(), failed)
    return not failed
