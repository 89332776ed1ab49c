"""SQLite as a database that people rely on: durable, with foreign keys, one writer at a time."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import sqlalchemy as sa

from lib import append_only

BUSY_TIMEOUT_MS = 30_000

# A transaction that reads first and writes later fails at once when another one wrote in between,
# whatever the time-out. So transactions take the write lock when they begin, unless the caller says
# that it will only read.
reading_only: ContextVar[bool] = ContextVar("reading_only", default=False)


@contextmanager
def only_reading(only: bool = True) -> Iterator[None]:
    """Transactions that begin inside take no write lock; with `only=False` they do."""
    token = reading_only.set(only)
    try:
        yield
    finally:
        reading_only.reset(token)


def configure(engine: sa.Engine) -> None:
    """Set WAL, foreign keys, synchronous=FULL and a busy time-out, and begin transactions
    ourselves."""

    @sa.event.listens_for(engine, "connect")
    def connect(connection: Any, record: Any) -> None:
        append_only.add_door(connection, record.info)
        connection.isolation_level = None  # the driver must not begin transactions by itself
        for pragma in (
            f"busy_timeout = {BUSY_TIMEOUT_MS}",
            "journal_mode = WAL",
            "synchronous = FULL",
            "foreign_keys = ON",
            "secure_delete = ON",  # what is deleted is overwritten
            "cache_size = -16000",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @sa.event.listens_for(engine, "begin")
    def begin(connection: sa.Connection) -> None:
        if reading_only.get():
            # The driver's own call: it cannot wait nor fail, and every page pays for it.
            connection.connection.driver_connection.execute("BEGIN")  # type: ignore[union-attr]
        else:
            connection.exec_driver_sql("BEGIN IMMEDIATE")


def wipe_log(engine: sa.Engine) -> bool:
    """Bring all that was written into the database file and cut the log, so that nothing tells which
    rows were written together. Nothing to do on other databases.

    Whether it is done; False: somebody is reading, try again later. Waits at most a quarter of a
    second, since others cannot write meanwhile.
    """
    if engine.dialect.name != "sqlite":
        return True
    with engine.connect() as connection:
        driver: Any = connection.connection.driver_connection
        driver.execute("PRAGMA busy_timeout = 250")
        try:
            busy, _pages, _moved = driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        finally:
            driver.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
    return not busy
