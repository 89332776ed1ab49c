"""Alembic's environment: the app's own engine, and plain SQL types in the migrations."""

from typing import Any

import sqlalchemy as sa
from alembic import context
from flask import current_app

from models.base import Base


def render_plain_type(kind: str, value: Any, _context: Any) -> str | bool:
    """A migration must not change its meaning when our own types change."""
    if kind == "type" and isinstance(value, sa.types.TypeDecorator):
        return {"DateTime": "sa.DateTime(timezone=True)", "Text": "sa.Text()"}[
            type(value.impl_instance).__name__
        ]
    if kind == "type" and isinstance(value, sa.Enum):
        return f"sa.String(length={value.length})"
    return False


def run() -> None:
    engine = current_app.extensions["migrate"].db.engine
    options = current_app.extensions["migrate"].configure_args
    with engine.connect() as connection:
        on_sqlite = connection.dialect.name == "sqlite"
        if on_sqlite:  # tables are rebuilt by copying, which foreign keys would stop half-way
            connection.connection.driver_connection.execute("PRAGMA foreign_keys = OFF")
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            render_item=render_plain_type,
            **options,
        )
        with context.begin_transaction():
            context.run_migrations()
        if on_sqlite:
            connection.connection.driver_connection.execute("PRAGMA foreign_keys = ON")


run()
