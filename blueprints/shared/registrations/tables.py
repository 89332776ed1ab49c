"""People read from a table: every cell is checked, and all faults are told at once."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask_babel import gettext as _

from blueprints.shared.registrations import cells
from blueprints.shared.registrations.cells import FaultyCell, Reader, folded
from lib.spreadsheets import Row, Table, UnreadableTable, read_table
from models.events import Event
from models.registrations import Gender
from models.sectors import Sector
from operations.base.details import PERSON_FIELDS, PersonDetails
from queries.registrations.namesakes import is_same, name_key, positions_on_list

MOST_ROWS = 2000
_SHOWN = 100


@dataclass(frozen=True)
class Column:
    key: str
    heading: Callable[[], str]
    read: Reader
    required: bool = False
    """Whether the table must have this column."""
    other_names: tuple[str, ...] = ()
    stands_for: tuple[str, ...] = ()
    """The columns of which it holds both in one. Our own tables do not offer it."""

    def names(self) -> set[str]:
        """Its headings, folded, in both languages.

        A Turkish table can be sent from a page in English.
        """
        return cells.in_each_language(lambda: [self.heading()]) | set(map(folded, self.other_names))


@dataclass(frozen=True)
class Fault:
    """A fault in one cell or, without a column, in the row or the whole table."""

    message: str
    row: int | None = None
    column: str = ""


@dataclass(frozen=True)
class FaultyRow:
    number: int
    cells: Sequence[str]
    faults: dict[str, str]
    """Messages by the column's key; "" for the row itself."""


@dataclass
class ReadTable:
    """What was read from a file. If there are faults, nothing of it is taken."""

    headings: list[tuple[str, str]] = field(default_factory=list)
    """Key and heading of each recognized column, in the file's order."""
    ignored: list[str] = field(default_factory=list)
    people: list[PersonDetails] = field(default_factory=list)
    values: list[dict[str, Any]] = field(default_factory=list)
    """What each row says beside the person's details, by the column's key."""
    row_numbers: list[int] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)

    def faulty_rows(self) -> list[FaultyRow]:
        """The first hundred rows with faults, as they stand in the file."""
        by_row: dict[int, dict[str, str]] = {}
        for fault in self.faults:
            if fault.row is not None:
                by_row.setdefault(fault.row, {}).setdefault(fault.column, fault.message)
        faulty = [row for row in self.rows if row.number in by_row]
        return [FaultyRow(row.number, row.cells, by_row[row.number]) for row in faulty[:_SHOWN]]

    @property
    def faulty_count(self) -> int:
        return len({fault.row for fault in self.faults if fault.row is not None})

    def general_faults(self) -> list[str]:
        return [fault.message for fault in self.faults if fault.row is None]


_WHO = [
    Column(
        "given_name",
        lambda: _("Given name"),
        cells.name(),
        True,
        ("ad", "adı", "isim", "first name", "name"),
    ),
    Column(
        "family_name",
        lambda: _("Family name"),
        cells.name(required=False),
        True,
        ("soyad", "soyadı", "soyisim", "last name", "surname"),
    ),
    Column(
        "full_name",
        lambda: _("Full name"),
        cells.full_name,
        other_names=(
            "ad soyad",
            "ad soyadı",
            "adı soyadı",
            "adı ve soyadı",
            "isim soyisim",
            "name surname",
            "name and surname",
        ),
        stands_for=("given_name", "family_name"),
    ),
    Column(
        "email",
        lambda: _("Email"),
        cells.email(),
        other_names=("e-posta", "e-posta adresi", "mail", "e-mail", "email", "e-mail address"),
    ),
    Column(
        "phone",
        lambda: _("Phone"),
        cells.phone(),
        other_names=("telefon", "telefon numarası", "cep telefonu", "gsm", "mobile", "tel"),
    ),
]
_REPRESENTED = [
    Column("sector", lambda: _("Sector"), cells.member(Sector), True, ("taraf",)),
    Column(
        "institution",
        lambda: _("Institution or organisation"),
        cells.detail(),
        other_names=("kurum", "kuruluş", "institution", "organisation", "organization"),
    ),
]
_ROLE_NAMES = ("görev", "görevi", "unvan", "unvanı", "role", "role there", "title", "position")
_BESIDES = [
    Column(
        "institution_role",
        lambda: _("Role in the organisation"),
        cells.detail(),
        other_names=_ROLE_NAMES,
    ),
    Column(
        "province",
        lambda: _("Province"),
        cells.province(),
        other_names=("il", "ili", "şehir", "city"),
    ),
    Column("gender", lambda: _("Gender"), cells.member(Gender, required=False)),
    Column(
        "locale",
        lambda: _("Language of emails"),
        cells.language,
        other_names=("dil", "language", "language of letters"),
    ),
]


def person_columns(*, own_institution: bool) -> list[Column]:
    """The columns of a person.

    `own_institution`: each row names the institution, rather than the whole table.
    """
    return [*_WHO, *(_REPRESENTED if own_institution else []), *_BESIDES]


def read_people(
    content: bytes,
    columns: Sequence[Column],
    *,
    event: Event,
    standing: dict[str, Any],
    most: int = MOST_ROWS,
) -> ReadTable:
    """Read the people of a table. `standing` holds values for rows that leave them empty."""
    result = ReadTable()
    try:
        names = {name for column in columns for name in column.names()}
        table = read_table(content, most_rows=most, is_heading=lambda cell: folded(cell) in names)
    except UnreadableTable as refusal:
        result.faults.append(Fault(cells.why_unreadable(refusal.reason, most)))
        return result
    result.rows = list(table.rows)
    places = match_columns(table, columns, result)
    if result.faults:
        return result
    for row in table.rows:
        _read_row(row, places, standing, result)
    if not result.faults:
        _find_repeated(event, result)
    return result


def match_columns(
    table: Table, columns: Sequence[Column], result: ReadTable
) -> list[tuple[int, Column]]:
    """Which cell of a row belongs to which column."""
    by_name: dict[str, list[Column]] = {}
    for one in columns:
        for name in one.names():
            by_name.setdefault(name, []).append(one)
    places: dict[str, tuple[int, Column]] = {}
    for place, heading in enumerate(table.headings):
        # A question may have the same heading as a column of ours: then the second one is the
        # question's.
        named = by_name.get(folded(heading), [])
        unread = (c for c in named if c.key not in places)
        column = next(unread, named[0]) if named else None
        result.headings.append((column.key if column else f"unread-{place}", heading))
        if column is None:
            if heading:
                result.ignored.append(heading)
        elif column.key in places:
            result.faults.append(Fault(_("The column “%(name)s” is there twice.", name=heading)))
        else:
            places[column.key] = (place, column)
    there = {key for _place, column in places.values() for key in (column.key, *column.stands_for)}
    for one in columns:
        if one.required and one.key not in there:
            result.faults.append(Fault(_("The column “%(name)s” is missing.", name=one.heading())))
    return list(places.values())


def _read_row(
    row: Row,
    places: Collection[tuple[int, Column]],
    standing: dict[str, Any],
    result: ReadTable,
) -> None:
    values = dict(standing)
    faulty = False
    for place, column in places:
        try:
            value = column.read(row.cells[place])
        except FaultyCell as fault:
            result.faults.append(Fault(str(fault), row.number, column.key))
            faulty = True
        else:
            if value not in (None, "") or column.key not in standing:
                values[column.key] = value
    if not faulty:
        if in_one := values.pop("full_name", None):
            names = zip(("given_name", "family_name"), in_one, strict=True)
            values = {**dict(names), **values}
        own = {key: values.pop(key) for key in PERSON_FIELDS if key in values}
        result.people.append(PersonDetails(**{"email": None, "phone": None, **own}))
        result.values.append(values)
        result.row_numbers.append(row.number)


def _find_repeated(event: Event, result: ReadTable) -> None:
    """Add faults for people who are twice in the file, or on the list already."""
    headings = {key for key, _heading in result.headings}
    name_column = "family_name" if "family_name" in headings else "full_name"
    seen: dict[str, list[tuple[int, PersonDetails]]] = {}
    for number, person in zip(result.row_numbers, result.people, strict=True):
        earlier = seen.setdefault(name_key(person), [])
        twin = next((row for row, other in earlier if is_same(other, person)), None)
        if twin is not None:
            result.faults.append(
                Fault(_("The same person as in row %(row)d.", row=twin), number, name_column)
            )
        earlier.append((number, person))
    for position in positions_on_list(event, result.people):
        result.faults.append(
            Fault(
                _("This person is already on the event’s list."),
                result.row_numbers[position],
                name_column,
            )
        )


def all_headings(columns: Iterable[Column]) -> list[str]:
    """All headings, for the template that people fill in."""
    return [column.heading() for column in columns if not column.stands_for]
