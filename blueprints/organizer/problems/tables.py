"""Statements read from a table: every cell is checked, and all faults are told at once."""

from dataclasses import dataclass, field

from flask_babel import gettext as _

from blueprints.shared.registrations import cells
from blueprints.shared.registrations.cells import FaultyCell, Reader, folded
from blueprints.shared.registrations.tables import (
    MOST_ROWS,
    Column,
    Fault,
    ReadTable,
    match_columns,
)
from lib.spreadsheets import Unreadable, UnreadableTable, read_table
from lib.text import clean_paragraphs
from models.events import Event
from models.sectors import Sector
from models.statements import LONGEST
from operations.problems.imports import StatementRow


@dataclass
class ReadStatements(ReadTable):
    statements: list[StatementRow] = field(default_factory=list)


def columns_of(event: Event) -> list[Column]:
    """What a table of statements of this event may have; in Turkish or English headings."""
    return [
        Column("text", lambda: _("Statement"), _text, True, ("ifade", "metin", "text", "sentence")),
        Column(
            "side",
            lambda: _("Sector"),
            cells.member(Sector, required=False),
            other_names=("taraf", "side", "sector"),
        ),
        Column(
            "session_id",
            lambda: _("Session"),
            _session_of(event),
            other_names=("oturum", "session", "atölye"),
        ),
        Column(
            "table_label",
            lambda: _("Table in the room"),
            cells.line(required=False, longest=100),
            other_names=("masa", "table", "masa no"),
        ),
        Column(
            "hurts",
            lambda: _("Harm (1 to 5)"),
            _hurts,
            other_names=("acıtma", "hurts", "harm", "zarar", "etki"),
        ),
        Column(
            "topic",
            lambda: _("Topic"),
            cells.line(required=False, longest=100),
            other_names=("konu", "topic"),
        ),
    ]


def read_statements(event: Event, content: bytes) -> ReadStatements:
    result, columns = ReadStatements(), columns_of(event)
    names = {name for column in columns for name in column.names()}
    try:
        table = read_table(
            content, most_rows=MOST_ROWS, is_heading=lambda cell: folded(cell) in names
        )
    except UnreadableTable as refusal:
        result.faults.append(Fault(_why(refusal.reason)))
        return result
    result.rows = list(table.rows)
    places = match_columns(table, columns, result)
    for row in table.rows if not result.faults else ():
        values, faults = {}, []
        for place, column in places:
            try:
                values[column.key] = column.read(row.cells[place])
            except FaultyCell as fault:
                faults.append(Fault(str(fault), row.number, column.key))
        result.faults += faults
        if not faults:
            result.statements.append(StatementRow(**values))
    return result


def _why(reason: Unreadable) -> str:
    if reason is Unreadable.EMPTY:
        return str(_("There are no statements below the headings."))
    return cells.why_unreadable(reason, MOST_ROWS)


def _text(cell: str) -> str:
    """Personal data is no fault: it is marked."""
    text = clean_paragraphs(cell)
    if not text:
        raise FaultyCell(_("Fill in this cell."))
    if len(text) > LONGEST:
        raise FaultyCell(_("Use at most %(max)d characters.", max=LONGEST))
    return text


def _hurts(cell: str) -> int | None:
    if not cell.strip():
        return None
    if cell.strip() not in ("1", "2", "3", "4", "5"):
        raise FaultyCell(_("Write a number from 1 to 5."))
    return int(cell)


def _session_of(event: Event) -> Reader:
    """By its title in any language; one that several sessions have is none."""
    named: dict[str, set[int]] = {}
    for session in event.sessions:
        for title in {folded(session.title), folded(session.title_en)} - {""}:
            named.setdefault(title, set()).add(session.id)

    def read(cell: str) -> int | None:
        if not (wanted := folded(cell)):
            return None
        found = named.get(wanted, set())
        if len(found) != 1:
            raise FaultyCell(_("This is not the title of one session of this event."))
        return next(iter(found))

    return read
