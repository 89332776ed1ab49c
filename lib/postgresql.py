"""PostgreSQL's connections: one that was lost while it lay idle is found before it is used.

A server that restarts says so to every connection, so that something waits to be read on it: that is
one look at the socket, without asking the server. A network that forgot the connection says nothing;
so one that lay idle for longer is asked.
"""

from select import POLLIN, poll
from time import monotonic
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import InvalidatePoolError

ASKED_AFTER = 30.0
"""Seconds of lying idle."""
_SINCE = "idle_since"


def configure(engine: sa.Engine) -> None:
    """Replace lost connections when they are taken from the pool."""

    @sa.event.listens_for(engine, "checkin")
    def lay_down(_connection: Any, record: Any) -> None:
        record.info[_SINCE] = monotonic()

    @sa.event.listens_for(engine, "checkout")
    def take_up(connection: Any, record: Any, _proxy: Any) -> None:
        since = record.info.pop(_SINCE, None)
        if since is None:
            return  # it is new
        if _was_told_something(connection) or (
            monotonic() - since > ASKED_AFTER and not _answers(engine, connection)
        ):
            raise InvalidatePoolError("the connection was lost")


def _was_told_something(connection: Any) -> bool:
    """Whether something waits to be read, though nothing was asked: mostly a farewell."""
    try:
        waiting = poll()
        waiting.register(connection.fileno(), POLLIN)
        return bool(waiting.poll(0))
    except Exception:  # a closed connection has no number, and says so in several ways
        return True


def _answers(engine: sa.Engine, connection: Any) -> bool:
    try:
        return bool(engine.dialect.do_ping(connection))
    except engine.dialect.loaded_dbapi.Error:
        return False
