"""Transactions of requests: pages that only read take no write lock; writers take turns."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import sleep
from typing import TypeVar

import sqlalchemy as sa
from flask import Flask, request
from sqlalchemy.exc import DBAPIError, IntegrityError, SQLAlchemyError

from extensions import db
from lib import sqlite

Result = TypeVar("Result")

_DEADLOCK = "40P01"
_MEANWHILE = 0.2
"""Seconds that another request is given to go on after a deadlock."""
SAFE = {"GET", "HEAD", "OPTIONS"}


def init_app(app: Flask) -> None:
    @app.before_request
    def choose_transaction() -> None:
        sqlite.reading_only.set(request.method in SAFE)

    @app.teardown_request
    def forget_choice(_error: BaseException | None) -> None:
        sqlite.reading_only.set(False)

    @app.teardown_appcontext
    def end_transaction(_error: BaseException | None) -> None:
        """Before the session is given back, which fails if the connection was lost meanwhile."""
        if db.session.registry.has():
            roll_back()


def roll_back() -> None:
    """Roll back, also where the connection is lost: then it is thrown away."""
    try:
        db.session.rollback()
    except SQLAlchemyError:
        db.session().invalidate()


@contextmanager
def looking() -> Iterator[None]:
    """Read before writing, without the write lock that SQLite gives to one at a time.

    What was read stays loaded, but others may change it from here on: base no decision on it but
    those that a constraint of the database guards as well.
    """
    with sqlite.only_reading():
        yield
        db.session.commit()


@contextmanager
def writing() -> Iterator[None]:
    """Write something in a transaction of its own while `looking`, such as who takes a list."""
    db.session.commit()
    with sqlite.only_reading(False):
        yield
        db.session.commit()


@contextmanager
def beside_the_request(*, reads: bool = False) -> Iterator[sa.Connection]:
    """A transaction that holds whatever becomes of the request.

    The request's own ends before, and must have written nothing: on SQLite it may hold the lock for
    which this one would wait.
    """
    if db.session.registry.has():
        roll_back()
    with sqlite.only_reading(reads), db.engine.begin() as connection:
        yield connection


def committed(act: Callable[[], Result], *, again: Callable[[], Result] | None = None) -> Result:
    """Do it and commit; if anything is raised, nothing of it is kept.

    If another request makes the same row in the same moment (a double click, a random code drawn
    twice), a unique constraint stops this one; then it is done once more, and sees that row. The
    same happens if both wait for each other and PostgreSQL ends this one (a deadlock). `again` is
    done the second time instead of `act`, if `act` uses rows read before that may be gone by now.
    """
    try:
        return _at_once(act)
    except DBAPIError as error:
        if isinstance(error, IntegrityError):
            return _at_once(again or act)
        if _sqlstate(error) != _DEADLOCK:
            raise
    # At once it could take the first row again before the other one wakes up for it.
    sleep(_MEANWHILE)
    return _at_once(again or act)


@contextmanager
def undone() -> Iterator[None]:
    """Roll back whatever is done inside: to show what would come of it."""
    try:
        yield
    finally:
        roll_back()


def _at_once(act: Callable[[], Result]) -> Result:
    try:
        result = act()
        db.session.commit()
    except Exception:
        roll_back()
        raise
    return result


def _sqlstate(error: DBAPIError) -> str | None:
    return getattr(error.orig, "sqlstate", None)
