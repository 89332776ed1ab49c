"""Two people at one thing in the same moment: the second one comes while the first is not done."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from threading import Event as Flag
from time import monotonic, sleep
from typing import Any, TypeVar

import sqlalchemy as sa
from flask import Flask

from extensions import db
from models.users import User
from tests import factories
from tests.browser_of_pages import PageBrowser

Act = Callable[[], Any]
Result = TypeVar("Result")


PATIENCE = 60
"""Seconds after which something hangs: nobody is waited for that long, however busy the machine."""


def while_held(app: Flask, first: Act, second: Act) -> Any:
    """The second one begins before the first commits; what it came to. SQLite runs them in turn."""
    db.session.remove()
    done, begun, through = Flag(), Flag(), Flag()

    def hold() -> None:
        with app.app_context():
            first()
            done.set()
            begun.wait(PATIENCE)
            until_somebody_waits(through)
            db.session.commit()
            db.session.remove()

    def come() -> Any:
        with app.app_context():
            done.wait(PATIENCE)
            begun.set()
            try:
                return second()
            finally:
                through.set()
                db.session.remove()

    with ThreadPoolExecutor(2) as people:
        held, came = people.submit(hold), people.submit(come)
        held.result(PATIENCE)
        return came.result(PATIENCE)


def until_somebody_waits(through: Flag) -> None:
    """Until the other one waits for our rows, or is through without waiting for anybody.

    On SQLite one cannot see who waits, and need not: whoever comes later finds the same.
    """
    if db.engine.dialect.name != "postgresql":
        through.wait(0.5)
        return
    waiting = sa.text(
        "SELECT count(*) FROM pg_stat_activity"
        " WHERE datname = current_database() AND wait_event_type = 'Lock'"
    )
    end = monotonic() + PATIENCE
    with db.engine.connect() as watching:
        while not through.is_set() and not watching.scalar(waiting):
            assert monotonic() < end, "nobody came"
            watching.rollback()  # activity is told as of the transaction's beginning
            sleep(0.01)


def in_threads(app: Flask, *acts: Act) -> None:
    """Each in a thread and a session of its own."""
    db.session.remove()

    def run(act: Act) -> None:
        with app.app_context():
            act()
            db.session.remove()

    with ThreadPoolExecutor(len(acts)) as people:
        for done in [people.submit(run, act) for act in acts]:
            done.result(PATIENCE)


def at_once(app: Flask, act: Callable[[], Result], *, times: int) -> list[Result]:
    """Each in its own thread and transaction, begun together."""
    db.session.remove()
    start = Barrier(times)

    def one() -> Result:
        with app.app_context():
            start.wait(PATIENCE)
            result = act()
            db.session.commit()
            db.session.remove()
            return result

    with ThreadPoolExecutor(times) as people:
        return [done.result(PATIENCE) for done in [people.submit(one) for _ in range(times)]]


class Client:
    """An organizer with a browser of their own."""

    def __init__(self, app: Flask, by_id: int) -> None:
        self.app, self.by_id = app, by_id

    def organizer(self) -> User:
        return db.session.get_one(User, self.by_id)

    def post(self, path: str, **fields: str | list[str]) -> int:
        db.session.remove()
        with self.app.app_context():
            browser = PageBrowser(self.app.test_client())
            factories.sign_in(browser.client, self.organizer())
            fields |= browser.get("/account").form_values()
            return browser.client.post(path, data=fields).status_code
