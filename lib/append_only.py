"""Tables to which rows are only added: triggers refuse every change, on both databases.

There is one door, for those few who must pass. It is a setting of the connection that nothing but
`door_open` sets. Who opens it says so in the audit: see operations.base.audit.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

REFUSAL = "its rows are never changed or deleted"
_SETTING = "meydan.audit_door"


class Door(StrEnum):
    """Who may pass."""

    RESTORE = "restore"
    RETENTION = "retention"
    TESTS = "tests"


_WHO = ", ".join(f"'{door}'" for door in Door)

_FUNCTION = f"""
CREATE OR REPLACE FUNCTION refuse_changes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF coalesce(current_setting('{_SETTING}', true), '') NOT IN ({_WHO}) THEN
    RAISE EXCEPTION USING
      MESSAGE = TG_TABLE_NAME || ': {REFUSAL}', ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NULL;
END $$
"""


def add_door(connection: Any, info: dict[str, Any]) -> None:
    """Give a new connection of SQLite the function that its triggers ask. Connections of other
    programs have none, so that they can change nothing."""
    connection.create_function("audit_door", 0, lambda: info.get(_SETTING, ""))


@contextmanager
def door_open(connection: sa.Connection, door: Door) -> Iterator[None]:
    """Inside, rows of these tables can be changed on this connection, in this transaction."""
    if connection.dialect.name == "postgresql":
        _set(connection, door)
        yield
        _set(connection, "")  # after an error the transaction's end does it
        return
    connection.info[_SETTING] = door.value
    try:
        yield
    finally:
        del connection.info[_SETTING]


def _set(connection: sa.Connection, value: str) -> None:
    connection.execute(sa.select(sa.func.set_config(_SETTING, value, True)))


def guard(table: sa.Table) -> None:
    """Make the triggers wherever this table is made from its model."""

    @sa.event.listens_for(table, "after_create")
    def make(_table: sa.Table, connection: sa.Connection, **_options: Any) -> None:
        for statement in triggers(table, connection.dialect.name):
            connection.exec_driver_sql(statement)


def triggers(table: sa.Table, dialect: str) -> Iterator[str]:
    """The statements that make the guards of a table."""
    name = table.name
    if dialect == "postgresql":
        yield _FUNCTION.strip()
        yield (
            f"CREATE TRIGGER {name}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {name}"
            " FOR EACH STATEMENT EXECUTE FUNCTION refuse_changes()"
        )
        # ALWAYS: also where a superuser says that the session is one of a replica.
        yield f"ALTER TABLE {name} ENABLE ALWAYS TRIGGER {name}_append_only"
        return
    refuse = f"BEGIN SELECT RAISE(ABORT, '{name}: {REFUSAL}'); END"
    for change in ("UPDATE", "DELETE"):
        yield (
            f"CREATE TRIGGER {name}_no_{change.lower()} BEFORE {change} ON {name}"
            f" WHEN audit_door() NOT IN ({_WHO}) {refuse}"
        )
    # INSERT OR REPLACE deletes without a trigger for it.
    same = " OR ".join(f"{column} = NEW.{column}" for column in _unique_columns(table))
    there = f"EXISTS (SELECT 1 FROM {name} WHERE {same})"  # noqa: S608 - our own names
    yield f"CREATE TRIGGER {name}_no_replace BEFORE INSERT ON {name} WHEN {there} {refuse}"


def _unique_columns(table: sa.Table) -> list[str]:
    """Each alone: no guarded table has a key of several columns."""
    return [column.name for column in table.columns if column.primary_key or column.unique]
