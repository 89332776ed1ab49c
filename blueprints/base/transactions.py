"""Pages that only look take no write lock; what two requests do at once is done in turn."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from flask import Flask, request
from sqlalchemy.exc import DBAPIError, IntegrityError

from extensions import db
from lib import sqlite

Result = TypeVar("Result")

_DEADLOCK = "40P01"
_SAFE = {"GET", "HEAD", "OPTIONS"}


def init_app(app: Flask) -> None:
    @app.before_request
    def choose_transaction() -> None:
        sqlite.reading_only.set(request.method in _SAFE)

    @app.teardown_request
    def forget_choice(_error: BaseException | None) -> None:
        sqlite.reading_only.set(False)


@contextmanager
def looking() -> Iterator[None]:
    """Read before writing, without the write lock that SQLite gives to one at a time.

    What was read stays loaded, but others may change it from here on: only what the database
    itself guards may be decided by it.
    """
    with sqlite.only_reading():
        yield
        db.session.commit()


@contextmanager
def writing() -> Iterator[None]:
    """Write something down while looking, such as who takes a list: in a transaction of its own."""
    db.session.commit()
    with sqlite.only_reading(False):
        yield
        db.session.commit()


def committed(act: Callable[[], Result], *, again: Callable[[], Result] | None = None) -> Result:
    """Do it and commit; whatever is raised, nothing of it is kept.

    When another request made the same row in the same moment (a double click, a random code
    drawn twice) a unique constraint stops this one; then it is done once more, and sees that row.
    So it is when each waited for the other and PostgreSQL let this one go.
    `again`: what is done then, where `act` goes by what was read before and may be gone by now.
    """
    try:
        return _at_once(act)
    except DBAPIError as error:
        if not isinstance(error, IntegrityError) and _sqlstate(error) != _DEADLOCK:
            raise
        return _at_once(again or act)


@contextmanager
def undone() -> Iterator[None]:
    """Take back whatever is done inside: it shows what would come of it."""
    try:
        yield
    finally:
        db.session.rollback()


def _at_once(act: Callable[[], Result]) -> Result:
    try:
        result = act()
        db.session.commit()
    except Exception:
        db.session.rollback()
        raise
    return result


def _sqlstate(error: DBAPIError) -> str | None:
    return getattr(error.orig, "sqlstate", None)
