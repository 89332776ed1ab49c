"""Counts attempts in the database, so that all processes count together.

One statement a count: two requests in the same moment never get the same number.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

import sqlalchemy as sa

from lib.inserts import insert_into
from lib.refusals import Refusal
from models.attempts import Attempts
from models.base import UtcDateTime

_SWEPT_AT_ONCE = 1000


class TooManyAttempts(Refusal):
    """`again_at`: when the span is over and the next attempt is taken."""

    def __init__(self, again_at: datetime) -> None:
        super().__init__()
        self.again_at = again_at


@dataclass(frozen=True)
class Counted:
    count: int
    ends_at: datetime


def count_attempt(
    connection: sa.Connection, key: str, *, span: timedelta, at: datetime, amount: int = 1
) -> Counted:
    """Count one more, and give the number so far. The first one begins a span of this length.

    The row stays locked until the connection commits.
    """
    given = {"who": key, "amount": amount, "now": at, "until": at + span}
    count, ends_at = connection.execute(_counting(connection.dialect.name), given).one()
    return Counted(count, ends_at)


@cache
def _counting(dialect: str) -> sa.Executable:
    """The statement, built once: everybody who registers pays for it."""
    amount, now = sa.bindparam("amount", type_=sa.Integer), sa.bindparam("now", type_=UtcDateTime)
    new = insert_into(Attempts, dialect=dialect).values(
        key=sa.bindparam("who"), count=amount, ends_at=sa.bindparam("until")
    )
    is_over = Attempts.ends_at <= now
    return new.on_conflict_do_update(
        index_elements=["key"],
        set_={
            "count": sa.case((is_over, amount), else_=Attempts.count + amount),
            "ends_at": sa.case((is_over, new.excluded.ends_at), else_=Attempts.ends_at),
        },
    ).returning(Attempts.count, Attempts.ends_at)


def attempts_so_far(connection: sa.Connection, key: str, *, at: datetime) -> Counted:
    """The same, without counting one."""
    row = connection.execute(
        sa.select(Attempts.count, Attempts.ends_at).where(
            Attempts.key == key, Attempts.ends_at > at
        )
    ).one_or_none()
    return Counted(*row) if row else Counted(0, at)


def forget_attempts(connection: sa.Connection, *, at: datetime) -> int:
    """Delete some rows that count nothing any more; how many."""
    over = sa.select(Attempts.key).where(Attempts.ends_at <= at).limit(_SWEPT_AT_ONCE)
    locked = over.with_for_update(skip_locked=True)
    deleted = connection.execute(sa.delete(Attempts).where(Attempts.key.in_(locked)))
    return deleted.rowcount
