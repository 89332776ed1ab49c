"""A table of who came to which door, and when, for a spreadsheet."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from exports.csv_tables import csv_lines
from exports.participants import Wording
from exports.workbooks import write_workbook
from lib.provinces import PROVINCES
from models.checkpoints import Checkpoint
from queries.check_in.attendance import Presence


@dataclass(frozen=True)
class AttendanceTable:
    """The rows to write, with their doors by number. Each door has its session loaded."""

    rows: Iterable[Presence]
    doors: Mapping[int, Checkpoint]
    words: Wording

    def headings(self) -> list[str]:
        return [self.words.heading(str(one.heading), timed=one.timed) for one in COLUMNS]

    def cells(self) -> Iterator[list[str]]:
        for row in self.rows:
            yield [one.cell(row, self) for one in COLUMNS]

    def door(self, row: Presence) -> Checkpoint:
        return self.doors[row.attendance.checkpoint_id]


@dataclass(frozen=True)
class Column:
    heading: str
    cell: Callable[[Presence, AttendanceTable], str]
    width: int = 18
    """In characters."""
    timed: bool = False


def _session(row: Presence, table: AttendanceTable) -> str:
    session = table.door(row).session
    return session.title_in(table.words.locale) if session else ""


def _province(row: Presence, _table: AttendanceTable) -> str:
    return PROVINCES.get(row.attendance.registration.province or "", "")


def _came(row: Presence, table: AttendanceTable) -> str:
    return table.words.moment(row.attendance.admitted_at)


def _left(row: Presence, table: AttendanceTable) -> str:
    return table.words.moment(row.left_at) if row.left_at else ""


# Add new columns at the end: tables that people have made rely on the order.
COLUMNS: Sequence[Column] = (
    Column(_l("Given name"), lambda row, _t: row.attendance.registration.given_name),
    Column(_l("Family name"), lambda row, _t: row.attendance.registration.family_name),
    Column(_l("Email"), lambda row, _t: row.attendance.registration.email or "", 28),
    Column(_l("Sector"), lambda row, t: t.words.of(row.attendance.registration.sector), 24),
    Column(
        _l("Institution or organisation"),
        lambda row, _t: row.attendance.registration.institution,
        32,
    ),
    Column(_l("Province"), _province),
    Column(_l("Check-in point"), lambda row, t: t.door(row).name, 24),
    Column(_l("Session"), _session, 32),
    Column(_l("First admission"), _came, timed=True),
    Column(_l("Last exit"), _left, timed=True),
    Column(_l("Inside"), lambda row, _t: _("yes") if row.attendance.inside else _("no"), 10),
)


def attendance_csv(table: AttendanceTable, *, delimiter: str) -> Iterator[bytes]:
    """The table in pieces, to be sent as they come."""
    return csv_lines(table.headings(), table.cells(), delimiter=delimiter)


def attendance_workbook(table: AttendanceTable, *, path: str, title: str) -> None:
    """Write the table to a file at `path`, row by row."""
    write_workbook(
        path,
        title=title,
        headings=table.headings(),
        widths=[one.width for one in COLUMNS],
        rows=table.cells(),
    )
