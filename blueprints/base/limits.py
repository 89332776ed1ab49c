"""Rate limits, counted in the database for all processes together: `database://`.

Flask-Limiter asks before the view, and this storage answers in a transaction of its own, so that
an attempt counts whatever becomes of it.
"""

from datetime import datetime, timedelta

import sqlalchemy as sa
from flask import Flask
from limits.storage import Storage

from blueprints.base.transactions import beside_the_request
from extensions import limiter, process_limiter
from lib.clock import utc_now
from models.attempts import Attempts
from operations.base.attempts import Counted, attempts_so_far, count_attempt


def init_app(app: Flask) -> None:
    limiter.init_app(app)
    process_limiter.init_app(app)


def seconds_until(again_at: datetime) -> int:
    """For the header Retry-After, which takes whole seconds."""
    return max(1, round((again_at - utc_now()).total_seconds()))


class DatabaseStorage(Storage):
    """What `limits` asks of a place where attempts are counted."""

    STORAGE_SCHEME = ["database"]  # noqa: RUF012 - as the base class has it

    @property
    def base_exceptions(self) -> type[Exception]:
        return sa.exc.SQLAlchemyError

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        with beside_the_request() as connection:
            span = timedelta(seconds=expiry)
            return count_attempt(connection, key, span=span, at=utc_now(), amount=amount).count

    def get(self, key: str) -> int:
        return self._so_far(key).count

    def get_expiry(self, key: str) -> float:
        return self._so_far(key).ends_at.timestamp()

    def check(self) -> bool:
        return True

    def reset(self) -> None:
        with beside_the_request() as connection:
            connection.execute(sa.delete(Attempts))

    def clear(self, key: str) -> None:
        with beside_the_request() as connection:
            connection.execute(sa.delete(Attempts).where(Attempts.key == key))

    def _so_far(self, key: str) -> Counted:
        with beside_the_request(reads=True) as connection:
            return attempts_so_far(connection, key, at=utc_now())
