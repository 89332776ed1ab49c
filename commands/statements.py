"""What is done to statements without a request."""

from typing import Protocol

from commands.duties import Working
from extensions import db
from lib.clock import utc_now
from operations.problems.marks import look_through_old
from operations.problems.originals import destroy_originals


class Turn(Working, Protocol):
    """A worker's turn."""

    unwiped: bool


def tend_statements(turn: Turn) -> None:
    """Mark what was said before marks were made, and destroy originals whose time is over."""
    while turn.goes_on and look_through_old():
        db.session.commit()
    while turn.goes_on and destroy_originals(at=utc_now()):
        db.session.commit()
        turn.unwiped = True
    db.session.rollback()
