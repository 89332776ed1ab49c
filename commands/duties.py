"""What a duty of the worker is made of."""

from collections.abc import Callable
from typing import Protocol

from extensions import db
from lib import sqlite
from lib.clock import utc_now
from operations.base.seals import AT_ONCE, seal_entries
from operations.registrations.institutions import suggest_institutions
from queries.registrations.institutions import institutions_given


class Working(Protocol):
    @property
    def goes_on(self) -> bool:
        """Whether the running duty may begin the next piece of its work."""
        ...


def until_done(step: Callable[..., object]) -> Callable[[Working], None]:
    """A duty that takes steps until one finds nothing left to do, and commits after each: the last,
    too, may have cleared something away."""

    def run(worker: Working) -> None:
        while worker.goes_on and step(at=utc_now()):
            db.session.commit()
        db.session.commit()

    return run


def once(step: Callable[..., object]) -> Callable[[Working], None]:
    """A duty of one step."""

    def run(_worker: Working) -> None:
        step(at=utc_now())
        db.session.commit()

    return run


def seal_audit(worker: Working) -> None:
    """Seal what was written since. While others write there is always one more: a seal that is not
    full is the round's last, so that they are few, and look back over a long time."""
    while seal_entries(at=utc_now()) == AT_ONCE and worker.goes_on:
        db.session.commit()
    db.session.commit()


def learn_institutions(_worker: Working) -> None:
    """Suggest institutions that people have named.

    Read without the write lock: it takes a while if many people have registered.
    """
    reading = sqlite.reading_only.set(True)
    try:
        names = institutions_given()
        db.session.rollback()
    finally:
        sqlite.reading_only.reset(reading)
    suggest_institutions(names)
    db.session.commit()
