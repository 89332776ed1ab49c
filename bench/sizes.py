"""How large a database is, and what a call takes of memory."""

import tracemalloc
from collections.abc import Callable

import sqlalchemy as sa

from extensions import db

_MB = 1024 * 1024
_SIZES = {
    "sqlite": "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()",
    "postgresql": "SELECT pg_database_size(current_database())",
}


def database_size() -> float:
    """In megabytes, without logs."""
    return float(db.session.scalar(sa.text(_SIZES[db.engine.dialect.name])) or 0) / _MB


def memory_grown(asked: Callable[[], object]) -> float:
    """By how many megabytes Python's objects grow at most while it runs."""
    tracemalloc.start()
    try:
        asked()
        return tracemalloc.get_traced_memory()[1] / _MB
    finally:
        tracemalloc.stop()


def analyse() -> None:
    """Analyse the tables, as PostgreSQL does by itself some minutes after so many new rows."""
    if db.engine.dialect.name == "postgresql":
        with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(sa.text("VACUUM ANALYZE"))
