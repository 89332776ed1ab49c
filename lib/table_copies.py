"""A copy of all rows of a database in one file, the same for SQLite and PostgreSQL.

The file is a ZIP archive. `copy.json` says which version of the tables it holds, their columns
and how many rows each has; `<table>.jsonl` holds one row a line, its values in the order of the
columns. Times are ISO 8601 in UTC, bytes are base64.
"""

import base64
import json
import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import UTC, date, datetime
from itertools import islice
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile

import sqlalchemy as sa

_CONTENTS = "copy.json"
_FORMAT = 1
_AT_ONCE = 500
VERSION_TABLE = "alembic_version"


# What reading a damaged archive can raise.
_DAMAGE = (
    BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    KeyError,
    TypeError,
    ValueError,
    RuntimeError,
    OSError,  # a position before the beginning of the file
)


class BadCopy(Exception):
    """The file is no copy, or it is damaged."""


@dataclass
class Contents:
    revision: str
    made_at: str
    format: int = _FORMAT
    columns: dict[str, list[str]] = field(default_factory=dict)
    rows: dict[str, int] = field(default_factory=dict)


def revision_of(connection: sa.Connection) -> str | None:
    """The migration that the tables have reached; None: no migration has run."""
    if not sa.inspect(connection).has_table(VERSION_TABLE):
        return None
    versions = sa.table(VERSION_TABLE, sa.column("version_num", sa.Text))
    return connection.scalar(sa.select(versions.c.version_num))


def holds_rows(connection: sa.Connection) -> bool:
    """Whether any table has a row, apart from the one with the version."""
    return any(
        connection.scalar(sa.select(sa.exists(sa.select(sa.literal(1)).select_from(table))))
        for table in _tables(connection)
    )


def write_copy(connection: sa.Connection, path: Path, *, revision: str, at: datetime) -> Contents:
    """Write all rows to the file, as this connection's transaction sees them.

    The transaction must be one snapshot.
    """
    contents = Contents(revision, at.isoformat())
    with ZipFile(path, "x", ZIP_DEFLATED) as archive:
        for table in _tables(connection):
            contents.columns[table.name] = [column.name for column in table.columns]
            contents.rows[table.name] = _write_table(connection, table, archive)
        archive.writestr(_CONTENTS, json.dumps(asdict(contents), indent=1))
    return contents


def read_contents(path: Path) -> Contents:
    """What a copy holds, once every byte of it was checked. Raises BadCopy."""
    try:
        with ZipFile(path) as archive:
            if damaged := archive.testzip():
                raise BadCopy(f"{damaged} is damaged")
            contents = Contents(**json.loads(archive.read(_CONTENTS)))
    except _DAMAGE as error:
        raise BadCopy("this is no copy made by `flask backup`") from error
    if contents.format != _FORMAT:
        raise BadCopy(f"its format is {contents.format}, this program reads {_FORMAT}")
    return contents


def load_copy(connection: sa.Connection, path: Path, contents: Contents) -> None:
    """Replace all rows by those of the copy. Raises BadCopy where the tables differ."""
    tables = _tables(connection)
    if {table.name for table in tables} != set(contents.columns):
        raise BadCopy("the tables of the copy are not those of the database")
    for table in reversed(tables):
        connection.execute(table.delete())
    with _references_checked_last(connection, tables), ZipFile(path) as archive:
        for table in tables:
            rows = _rows(archive, table, contents.columns[table.name])
            while batch := list(islice(rows, _AT_ONCE)):
                connection.execute(table.insert(), batch)
            _count_on_from_there(connection, table)


@contextmanager
def _references_checked_last(connection: sa.Connection, tables: list[sa.Table]) -> Iterator[None]:
    """A row may refer to a later one of its own table: a problem to the heading made from it."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")  # to the transaction's end
        yield
        return
    strict = [
        f'ALTER TABLE "{table.name}" ALTER CONSTRAINT "{key.name}"'
        for table in tables
        for key in table.foreign_key_constraints
        if key.referred_table is table and not key.deferrable
    ]
    for constraint in strict:
        connection.exec_driver_sql(f"{constraint} DEFERRABLE INITIALLY DEFERRED")
    yield
    connection.exec_driver_sql("SET CONSTRAINTS ALL IMMEDIATE")
    for constraint in strict:
        connection.exec_driver_sql(f"{constraint} NOT DEFERRABLE")


def _tables(connection: sa.Connection) -> list[sa.Table]:
    """All tables as they are in the database, each after the tables that it refers to."""
    metadata = sa.MetaData()
    metadata.reflect(connection)
    tables = [table for table in metadata.sorted_tables if table.name != VERSION_TABLE]
    for table in tables:
        for column in table.columns:
            if isinstance(column.type, sa.JSON):
                column.type.none_as_null = True
    return tables


def _write_table(connection: sa.Connection, table: sa.Table, archive: ZipFile) -> int:
    order = list(table.primary_key) or list(table.columns)
    found = connection.execute(
        sa.select(table).order_by(*order), execution_options={"yield_per": _AT_ONCE}
    )
    count = 0
    with archive.open(f"{table.name}.jsonl", "w", force_zip64=True) as file:
        for row in found:
            line = json.dumps([_written(value) for value in row], ensure_ascii=False)
            file.write(line.encode() + b"\n")
            count += 1
    return count


def _written(value: Any) -> Any:
    if isinstance(value, datetime):  # SQLite gives back UTC without saying so
        aware = value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
        return aware.isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return base64.b64encode(value).decode() if isinstance(value, bytes | memoryview) else value


def _rows(archive: ZipFile, table: sa.Table, names: list[str]) -> Iterator[dict[str, Any]]:
    try:
        kinds = [(name, table.columns[name].type) for name in names]
    except KeyError as error:
        raise BadCopy(f"the table {table.name} has no column {error}") from error
    with archive.open(f"{table.name}.jsonl") as file:
        for line in file:
            values = json.loads(line)
            yield {
                name: _read(value, kind) for value, (name, kind) in zip(values, kinds, strict=True)
            }


def _read(value: Any, kind: sa.types.TypeEngine[Any]) -> Any:
    if value is None:
        return None
    if isinstance(kind, sa.DateTime):
        return datetime.fromisoformat(value)
    if isinstance(kind, sa.Date):
        return date.fromisoformat(value)
    return base64.b64decode(value) if isinstance(kind, sa.LargeBinary) else value


def _count_on_from_there(connection: sa.Connection, table: sa.Table) -> None:
    """Set PostgreSQL's counter behind the highest number, since inserted numbers do not move it."""
    keys = list(table.primary_key)
    if connection.dialect.name != "postgresql" or len(keys) != 1:
        return
    sequence = sa.func.pg_get_serial_sequence(table.name, keys[0].name)
    if connection.scalar(sa.select(sequence)) is None:
        return
    highest = sa.func.max(keys[0])
    connection.execute(
        sa.select(sa.func.setval(sequence, sa.func.coalesce(highest, 1), highest.is_not(None)))
    )
