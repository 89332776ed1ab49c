"""Databases as they lie on the disk: what whoever holds a copy of the files can read there."""

import sqlite3
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa

from extensions import db
from tests.databases import bytes_of

PAGE = 8192
_DELETED_BY_NOBODY = 0x0800
_LOCKED_ONLY = 0x0080


@dataclass(frozen=True)
class HeapRow:
    """One version of a row in a file of PostgreSQL, also of a row that was deleted."""

    written_by: int
    deleted_by: int | None
    """Numbers of transactions."""
    content: bytes


def heap_file(table: str) -> bytes:
    """The table's file as it is on the disk, after a checkpoint."""
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(sa.text("CHECKPOINT"))
        read = sa.text("SELECT pg_read_binary_file(pg_relation_filepath(:table))")
        return bytes(connection.scalar(read, {"table": table}) or b"")


def heap_rows(table: str) -> Iterator[HeapRow]:
    """Every row whose bytes are still in the file (Database Page Layout, PostgreSQL's manual)."""
    whole = heap_file(table)
    for page in (whole[start : start + PAGE] for start in range(0, len(whole), PAGE)):
        (end_of_pointers,) = struct.unpack_from("<H", page, 12)
        for at in range(24, end_of_pointers, 4):
            (pointer,) = struct.unpack_from("<I", page, at)
            start, flags, length = pointer & 0x7FFF, pointer >> 15 & 3, pointer >> 17
            if flags != 1:  # only "normal" ones have bytes of their own
                continue
            written_by, deleted_by = struct.unpack_from("<II", page, start)
            (mask,) = struct.unpack_from("<H", page, start + 20)
            deleted = deleted_by and not mask & (_DELETED_BY_NOBODY | _LOCKED_ONLY)
            content = page[start + page[start + 22] : start + length]
            yield HeapRow(written_by, deleted_by if deleted else None, content)


def files_of_the_database() -> dict[str, bytes]:
    """All files of the database: PostgreSQL's by number, or SQLite's file and its log."""
    if db.engine.dialect.name == "sqlite":
        copy = SqliteCopy.taken()
        return {"file": copy.file, "log": copy.log}
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(sa.text("CHECKPOINT"))
        read = sa.text(
            "SELECT name, pg_read_binary_file(folder || '/' || name, 0, 1 << 29, true)"
            " FROM (SELECT 'base/' || oid AS folder FROM pg_database"
            " WHERE datname = current_database()) AS here, pg_ls_dir(folder) AS name"
        )
        return {name: bytes(content or b"") for name, content in connection.execute(read)}


@dataclass(frozen=True)
class SqliteCopy:
    """SQLite's file and its write-ahead log, copied as they are."""

    file: bytes
    log: bytes

    @classmethod
    def taken(cls) -> "SqliteCopy":
        file = Path(str(db.engine.url.database))
        log = file.with_name(f"{file.name}-wal")
        return cls(bytes_of(file), bytes_of(log) if log.exists() else b"")

    def states(self) -> Iterator[sqlite3.Connection]:
        """The database before the log, and after each commit of which the log tells."""
        yield _opened(self.file)
        for state in self._replayed():
            yield _opened(state)

    def _replayed(self) -> Iterator[bytes]:
        """After each commit (The WAL File Format, SQLite's documentation)."""
        if not self.log:
            return
        (size,), salts = struct.unpack_from(">I", self.log, 8), self.log[16:24]
        state = bytearray(self.file)
        for at in range(32, len(self.log) - size, 24 + size):
            number, pages = struct.unpack_from(">II", self.log, at)
            if self.log[at + 8 : at + 16] != salts:
                return
            state.extend(bytes(max(0, number * size - len(state))))
            state[(number - 1) * size : number * size] = self.log[at + 24 : at + 24 + size]
            if pages:
                yield bytes(state[: pages * size])

    def in_order_of_writing(self, table: str) -> list[int]:
        """The table's row numbers as SQLite puts them into a page: from its end to its beginning.
        Nothing where the table has more pages than one."""
        page = self._page(self._root(table))
        if page[0] != _LEAF:
            return []
        (cells,) = struct.unpack_from(">H", page, 3)
        places = sorted(struct.unpack_from(f">{cells}H", page, 8), reverse=True)
        return [_number(page, _end_of_number(page, place)) for place in places]

    def pages(self, table: str) -> list[bytes]:
        """All pages of the table, but not those onto which its longest rows run over."""
        found, waiting = [], [self._root(table)]
        while waiting:
            page = self._page(waiting.pop())
            found.append(page)
            if page[0] in _INNER:
                (cells,) = struct.unpack_from(">H", page, 3)
                places = (8, *struct.unpack_from(f">{cells}H", page, 12))
                waiting += [struct.unpack_from(">I", page, place)[0] for place in places]
        return found

    def _root(self, table: str) -> int:
        find = "SELECT rootpage FROM sqlite_master WHERE name = ?"
        [(root,)] = _opened(self.file).execute(find, [table]).fetchall()
        return int(root)

    def _page(self, number: int) -> bytes:
        (size,) = struct.unpack_from(">H", self.file, 16)
        return self.file[(number - 1) * size : number * size]


_LEAF, _INNER = 0x0D, (0x02, 0x05)


def _opened(state: bytes) -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:")
    # It says of itself that it has a log, which a database in memory cannot have.
    connection.deserialize(state[:18] + b"\1\1" + state[20:])
    return connection


def _end_of_number(page: bytes, at: int) -> int:
    while page[at] & 0x80:
        at += 1
    return at + 1


def _number(page: bytes, at: int) -> int:
    """A number of one to nine bytes, of seven bits each; the ninth has eight."""
    value = 0
    for nth in range(9):
        byte = page[at + nth]
        if nth == 8:
            return value << 8 | byte
        value = value << 7 | byte & 0x7F
        if not byte & 0x80:
            break
    return value
