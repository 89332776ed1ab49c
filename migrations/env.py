"""Alembic's environment: the app's own engine, and plain SQL types in the migrations."""

from typing import Any

import sqlalchemy as sa
from alembic import context
from alembic.runtime.migration import MigrationContext, MigrationInfo
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


_MAKES_TRIGGERS = "b83e5a1c40f7"
"""The migration that makes them on its way up, and drops them on its way down."""


class Triggers:
    """SQLite drops a table's triggers with it when a migration rebuilds it by copying: they are made
    again after each step, so that no later migration opens what is append-only."""

    def __init__(self, connection: sa.Connection) -> None:
        self.known = _triggers(connection)

    def keep(self, *, ctx: MigrationContext, step: MigrationInfo, **_others: Any) -> None:
        connection = ctx.connection
        assert connection is not None
        there = _triggers(connection)
        if step.up_revision_id != _MAKES_TRIGGERS:
            for name in self.known.keys() - there.keys():
                table, statement = self.known[name]
                if sa.inspect(connection).has_table(table):
                    connection.exec_driver_sql(statement)
        self.known = _triggers(connection)


def _triggers(connection: sa.Connection) -> dict[str, tuple[str, str]]:
    """Asked of the driver, since SQLAlchemy would begin a transaction, which Alembic would take for
    one that is not its own to commit."""
    driver: Any = connection.connection.driver_connection
    found = driver.execute("SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'trigger'")
    return {name: (table, statement) for name, table, statement in found}


def run() -> None:
    engine = current_app.extensions["migrate"].db.engine
    options = current_app.extensions["migrate"].configure_args
    with engine.connect() as connection:
        on_sqlite = connection.dialect.name == "sqlite"
        if on_sqlite:  # tables are rebuilt by copying, which foreign keys would stop half-way
            connection.connection.driver_connection.execute("PRAGMA foreign_keys = OFF")
            options = {**options, "on_version_apply": Triggers(connection).keep}
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            render_item=render_plain_type,
            **options,
        )
        with context.begin_transaction():
            if not on_sqlite:  # no table is altered while checks of its rows wait for the end
                connection.exec_driver_sql("SET CONSTRAINTS ALL IMMEDIATE")
            context.run_migrations()
        if on_sqlite:
            connection.connection.driver_connection.execute("PRAGMA foreign_keys = ON")


run()
