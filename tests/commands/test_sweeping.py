"""What accounts leave behind is swept by the worker, each table by a duty of its own."""

from datetime import timedelta

import sqlalchemy as sa
import time_machine

from commands.work import Worker, run_once
from extensions import db
from lib.clock import utc_now
from models.account_links import AccountLink, AccountLinkPurpose, ResetRequest
from models.attempts import Attempts
from models.base import Base
from models.factors import Challenge
from models.letters import Letter, LetterKind
from models.sign_ins import SignIn
from operations.accounts.account_links import ASK_PAUSE, ask_for_reset
from tests import factories

TABLES = (AccountLink, Attempts, Challenge, ResetRequest, SignIn)


def rows_as_of(at):
    """One row of each table: made at this moment, or left to run out in its time."""
    who = factories.user(email=f"{at:%j}@example.org")
    factories.signed_in(who, at=at)
    link = {"token_hash": who.email, "made_at": at, "expires_at": at + timedelta(hours=72)}
    yield AccountLink(user=who, purpose=AccountLinkPurpose.INVITATION, **link)
    yield Attempts(key=who.email, count=1, ends_at=at + timedelta(minutes=10))
    yield Challenge(challenge=who.email.encode(), expires_at=at + timedelta(minutes=5))
    yield ResetRequest(email=who.email, asked_at=at, answered_at=at)


def counts() -> dict[type[Base], int]:
    return {t: db.session.scalar(sa.select(sa.func.count()).select_from(t)) for t in TABLES}


def test_a_round_of_the_worker_leaves_only_what_is_still_of_use(app):
    now = utc_now()
    for at in (now - timedelta(days=34), now):
        db.session.add_all(rows_as_of(at))
    db.session.commit()
    assert counts() == dict.fromkeys(TABLES, 2)
    assert run_once(Worker())
    assert counts() == dict.fromkeys(TABLES, 1)


def test_whoever_forgot_a_password_twice_is_written_to_twice_though_nobody_else_asks(app):
    address, now = factories.user().email, utc_now()
    for at in (now, now + ASK_PAUSE):
        with time_machine.travel(at):
            assert run_once(Worker())
            ask_for_reset(address, at=at)
            db.session.commit()
            assert run_once(Worker())
    kinds = db.session.scalars(sa.select(Letter.kind)).all()
    assert kinds == [LetterKind.PASSWORD_FORGOTTEN] * 2
