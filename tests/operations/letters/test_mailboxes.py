from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import sqlalchemy as sa

from extensions import db
from letters.compose import enqueue_to
from models.letters import Letter, LetterKind, LetterStatus
from operations.letters.delivery import Accepted, Refused, claim_letter, conclude
from operations.letters.mailboxes import MOST, SPAN
from tests import factories
from tests.factories import NOW
from tests.statements import count_statements

VICTIM = "kurban@example.org"
MINUTE = timedelta(minutes=1)


def write(number: int = 1, to: str = VICTIM) -> None:
    event = factories.event(at=NOW)
    for _ in range(number):
        enqueue_to(
            LetterKind.ADDRESS_CHANGED,
            to_address=to,
            to_name="Kurban",
            locale="tr",
            event=event,
            at=NOW,
        )
    db.session.commit()


def send_all(at, worker: str = "worker", outcome=None) -> list[str]:
    """To which addresses the letters go that are due."""
    went = []
    while letter := claim_letter(worker=worker, at=at):
        db.session.commit()
        went.append(letter.to_address)
        conclude(letter, outcome or Accepted(), worker=worker, at=at)
        db.session.commit()
    db.session.commit()
    return went


def test_mailbox_gets_twenty_letters_an_hour_and_the_rest_later_each_once(app):
    write(50)
    assert len(send_all(NOW)) == MOST
    assert send_all(NOW + SPAN - MINUTE) == []
    assert len(send_all(NOW + SPAN)) == MOST
    assert len(send_all(NOW + 2 * SPAN)) == 10
    assert send_all(NOW + 24 * SPAN) == []
    assert db.session.scalars(sa.select(Letter.status).distinct()).all() == [LetterStatus.SENT]


def test_hour_is_any_hour_not_one_that_begins_on_the_clock(app):
    write(15)
    assert len(send_all(NOW)) == 15
    write(15)
    assert len(send_all(NOW + SPAN / 2)) == 5
    assert len(send_all(NOW + SPAN)) == 10


def test_suffixes_go_to_one_mailbox_and_other_mailboxes_are_not_kept_waiting(app):
    for number in range(MOST + 2):
        write(to=f"kurban+{number}@example.org")
    write(to="baskasi@example.org")
    went = send_all(NOW)
    assert len(went) == MOST + 1
    assert went[-1] == "baskasi@example.org"


def test_letters_that_were_refused_do_not_count_and_waiting_is_no_attempt(app):
    write(MOST + 1)
    assert len(send_all(NOW, outcome=Refused(550, "no"))) == MOST + 1
    write(MOST + 1)
    assert len(send_all(NOW)) == MOST
    assert db.session.scalars(
        sa.select(Letter.attempts).where(Letter.status == LetterStatus.QUEUED)
    ).all() == [0]


def test_one_claim_puts_off_all_that_wait_for_the_mailbox(app):
    write(MOST)
    send_all(NOW)
    write(30)
    with count_statements() as statements:
        assert claim_letter(worker="worker", at=NOW) is None
    assert len(statements) < 10


@pytest.mark.race
def test_workers_at_once_send_no_more_than_one_would(app):
    """Without the mailbox being held, four workers on PostgreSQL claim one too many or more."""
    write(2 * MOST)
    db.session.remove()

    def claim_some(number: int) -> int:
        with app.app_context():
            claimed = 0
            while claim_letter(worker=f"worker {number}", at=NOW):
                db.session.commit()
                claimed += 1
            db.session.commit()
            db.session.remove()
            return claimed

    with ThreadPoolExecutor(4) as threads:
        assert sum(threads.map(claim_some, range(4))) == MOST
