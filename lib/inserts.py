"""INSERT with ON CONFLICT, which both databases write alike."""

from typing import Any

from sqlalchemy.dialects import postgresql, sqlite


def insert_into(table: Any, *, dialect: str) -> sqlite.Insert | postgresql.Insert:
    """`dialect`: `db.engine.dialect.name`."""
    insert = postgresql.insert if dialect == "postgresql" else sqlite.insert
    return insert(table)
