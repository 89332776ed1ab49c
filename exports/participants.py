"""The list of an event's participants for a spreadsheet."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

import phonenumbers
from flask_babel import lazy_gettext as _l

from exports.csv_tables import csv_lines
from exports.workbooks import write_workbook
from lib import short_codes
from lib.provinces import PROVINCES
from lib.zones import named
from models.forms import Question
from queries.registrations.rows import ParticipantRow


@dataclass(frozen=True)
class Wording:
    """What a table needs to know about its reader."""

    label: Callable[[StrEnum], str]
    zone: str
    """The event's time zone, in which the times are given."""
    site: str
    """The site's time zone: headings name the event's where it is another."""
    locale: str
    _known: dict[tuple[type[StrEnum], StrEnum], str] = field(default_factory=dict)

    def of(self, value: StrEnum) -> str:
        """The label of the value, looked up once a table: a long one repeats the same few."""
        key = (type(value), value)
        if key not in self._known:
            self._known[key] = self.label(value)
        return self._known[key]

    def heading(self, text: str, *, timed: bool) -> str:
        """Over a column of times with their clock: «Registered (Vienna time)»."""
        return named(text, self.zone, self.site, self.locale) if timed else text

    def moment(self, at: datetime) -> str:
        return f"{at.astimezone(ZoneInfo(self.zone)):%Y-%m-%d %H:%M}"


@dataclass(frozen=True)
class Column:
    heading: str
    """People read it, and so does the import of the same table: it must keep its meaning."""
    cell: Callable[[ParticipantRow, Wording], str]
    width: int = 18
    """In characters."""
    timed: bool = False


_MOBILE = re.compile(r"\+905[0345]\d{8}")


def _phone(number: str | None) -> str:
    """The number as dialled from Türkiye, without the + that would make a formula of it."""
    if number is None:
        return ""
    if _MOBILE.fullmatch(number):  # nearly all; parsing takes longer than the whole row
        return f"0{number[3:6]} {number[6:9]} {number[9:11]} {number[11:]}"
    try:
        parsed = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return number
    return phonenumbers.format_out_of_country_calling_number(parsed, "TR")


def _short_code(row: ParticipantRow) -> str:
    ticket = row.person.ticket
    return short_codes.printed(ticket.short_code) if ticket and row.person.is_confirmed else ""


def _gender(row: ParticipantRow, words: Wording) -> str:
    return words.of(row.person.gender) if row.person.gender else ""


_LANGUAGES = {"tr": "Türkçe", "en": "English"}
# Add new columns at the end: tables that people have made rely on the order. After them come the
# event's own questions, each under its label.
COLUMNS: Sequence[Column] = (
    Column(_l("Given name"), lambda row, _: row.person.given_name),
    Column(_l("Family name"), lambda row, _: row.person.family_name),
    Column(_l("Email"), lambda row, _: row.person.email or "", 28),
    Column(_l("Phone"), lambda row, _: _phone(row.person.phone)),
    Column(_l("Sector"), lambda row, words: words.of(row.person.sector), 24),
    Column(_l("Institution or organisation"), lambda row, _: row.person.institution, 32),
    Column(_l("Role in the organisation"), lambda row, _: row.person.institution_role),
    Column(_l("Province"), lambda row, _: PROVINCES.get(row.person.province or "", "")),
    Column(_l("Status"), lambda row, words: words.of(row.person.status)),
    Column(_l("Reason"), lambda row, _: row.person.status_reason),
    Column(_l("Registered"), lambda row, words: words.moment(row.person.registered_at), timed=True),
    Column(_l("Short code"), lambda row, _: _short_code(row), 12),
    Column(_l("Sessions"), lambda row, _: ", ".join(row.sessions), 32),
    Column(_l("Tags"), lambda row, _: ", ".join(row.tags)),
    Column(_l("Origin"), lambda row, words: words.of(row.person.source)),
    Column(_l("Delegation"), lambda row, _: row.delegation, 32),
    Column(_l("Gender"), _gender),
    Column(_l("Language of emails"), lambda row, _: _LANGUAGES[row.person.locale]),
)
_WIDTH_OF_ANSWERS = 24


def participants_csv(
    rows: Iterable[ParticipantRow],
    questions: Sequence[Question],
    words: Wording,
    *,
    delimiter: str = ",",
) -> Iterator[bytes]:
    """The table in pieces, to be sent as they come: a list of any length needs the memory of one
    batch."""
    cells = (_cells(row, questions, words) for row in rows)
    return csv_lines(_headings(questions, words), cells, delimiter=delimiter)


def participants_workbook(
    rows: Iterable[ParticipantRow],
    questions: Sequence[Question],
    words: Wording,
    *,
    path: str,
    title: str,
) -> None:
    """Write the table to a file at `path`, row by row."""
    write_workbook(
        path,
        title=title,
        headings=_headings(questions, words),
        widths=[column.width for column in COLUMNS] + [_WIDTH_OF_ANSWERS] * len(questions),
        rows=(_cells(row, questions, words) for row in rows),
    )


def _headings(questions: Sequence[Question], words: Wording) -> list[str]:
    own = [question.label_in(words.locale) for question in questions]
    ours = [words.heading(str(column.heading), timed=column.timed) for column in COLUMNS]
    return [*ours, *own]


def _cells(row: ParticipantRow, questions: Sequence[Question], words: Wording) -> list[str]:
    own = [row.answers.get(question.id, "") for question in questions]
    return [*(column.cell(row, words) for column in COLUMNS), *own]
