"""What a duty of the worker is made of."""

from collections.abc import Callable
from typing import Protocol

from extensions import db
from lib.clock import utc_now


class Working(Protocol):
    @property
    def goes_on(self) -> bool:
        """Whether the running duty may begin the next piece of its work."""
        ...


def until_done(step: Callable[..., object]) -> Callable[[Working], None]:
    """A duty that takes steps until one finds nothing left to do, and commits after each."""

    def run(worker: Working) -> None:
        while worker.goes_on and step(at=utc_now()):
            db.session.commit()
        db.session.rollback()

    return run
