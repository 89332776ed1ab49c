"""What accounts leave behind is swept by the worker, each table by a duty of its own."""

import sqlalchemy as sa
import time_machine

from commands.work import Worker, run_once
from extensions import db
from lib.clock import utc_now
from models.letters import Letter, LetterKind
from operations.accounts.account_links import ASK_PAUSE, ask_for_reset
from tests import factories


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
