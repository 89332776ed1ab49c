"""What people answered in a wave, for a spreadsheet: nothing in it says who, when or whose.

The rows are in random order. Text that people wrote freely stands on a sheet apart, each question's
texts in an order of their own, so that neither numbers nor other texts of the same person stand
beside them; and so do answers about single sessions or speakers.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain, zip_longest
from random import SystemRandom

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from exports.csv_tables import csv_lines
from exports.workbooks import Cell, Sheet, write_sheets

_WIDTH = 24
_WIDTH_OF_TEXTS = 60
_WIDTHS_OF_CODES = (20, 60, 18, 80)


class ItemKind(StrEnum):
    NUMBER = "number"
    """A scale, a row of a matrix, 0–10."""
    CHOICE = "choice"
    CHOICES = "choices"
    RANKING = "ranking"
    TEXT = "text"


_KINDS = {
    ItemKind.NUMBER: _l("Scale"),
    ItemKind.CHOICE: _l("One of several choices"),
    ItemKind.CHOICES: _l("Any of several choices"),
    ItemKind.RANKING: _l("Ranking"),
    ItemKind.TEXT: _l("Free text"),
}


@dataclass(frozen=True)
class Chosen:
    """The numbers of choices, from 1: what was chosen, or all of a ranking, the first place
    first."""

    numbers: Sequence[int]
    other: str = ""
    """What was written beside «other»."""


class NoOpinion:
    """Chosen instead of a point of the scale."""


Value = int | str | Chosen | NoOpinion
"""A point of a scale, a text, choices."""


@dataclass(frozen=True, kw_only=True)
class Item:
    """A question, or a row of a matrix, in the reader's language."""

    key: str
    label: str
    kind: ItemKind
    points: Mapping[int, str] | None = None
    """A scale's points; those without a label have an empty one."""
    choices: Sequence[str] = ()
    has_other: bool = False
    """Whether a text can be written beside the choices."""
    linked: bool = True
    """False for answers about a session or a speaker, which are not kept with the others of their
    response."""

    @property
    def is_apart(self) -> bool:
        return not self.linked or self.kind is ItemKind.TEXT

    def headings(self) -> list[str]:
        many = self.kind in {ItemKind.CHOICES, ItemKind.RANKING}
        own = [f"{self.label}: {choice}" for choice in self.choices] if many else [self.label]
        other = _("other, in words")
        return [*own, f"{self.label}: {other}"] if self.has_other else own

    def cells(self, value: Value | None) -> list[Cell]:
        """As many as there are headings; all are empty where nothing was answered."""
        if value is None:
            return [None] * len(self.headings())
        if not isinstance(value, Chosen):
            return [_("No opinion") if isinstance(value, NoOpinion) else value]
        other = [value.other] if self.has_other else []
        return [*self._chosen(value.numbers), *other]

    def _chosen(self, numbers: Sequence[int]) -> list[Cell]:
        every = range(1, len(self.choices) + 1)
        if self.kind is ItemKind.CHOICE:
            return [self.choices[numbers[0] - 1] if numbers else None]
        if self.kind is ItemKind.CHOICES:
            return [int(number in numbers) for number in every]
        places = {number: place for place, number in enumerate(numbers, start=1)}
        return [places.get(number) for number in every]


@dataclass(frozen=True)
class Responses:
    items: Sequence[Item]
    """In the form's order, for every route through it."""
    rows: Iterable[Mapping[str, Value]]
    """A response each, by the keys of items; what was not asked or not answered is absent."""
    loose: Iterable[tuple[str, Value]] = ()
    """Answers to items that are not linked."""


def responses_workbook(responses: Responses, *, path: str) -> None:
    """Write all answers and the list of items to a file at `path`."""
    together, apart = _shuffled(responses)
    texts = [item for item in responses.items if item.kind is ItemKind.TEXT]
    others = [item for item in responses.items if item.is_apart and item not in texts]
    first = _answers(responses.items, together)
    sheets = [first] if first.headings else []
    sheets += [_columns(_("By session or speaker"), others, apart, _WIDTH)] if others else []
    sheets += [_columns(_("Free text"), texts, apart, _WIDTH_OF_TEXTS)] if texts else []
    write_sheets(path, [*sheets, _codebook(responses.items)])


def responses_csv(responses: Responses, *, delimiter: str = ",") -> Iterator[bytes]:
    """The first sheet: what has no sheet apart."""
    together, _apart = _shuffled(responses)
    sheet = _answers(responses.items, together)
    rows = (["" if cell is None else str(cell) for cell in row] for row in sheet.rows)
    return csv_lines(sheet.headings, rows, delimiter=delimiter)


def _shuffled(
    responses: Responses,
) -> tuple[list[list[Cell]], dict[str, list[list[Cell]]]]:
    """The rows, and the answers to each item apart: each list in a random order of its own."""
    together = [item for item in responses.items if not item.is_apart]
    texts = [item for item in responses.items if item.is_apart]
    apart: dict[str, list[list[Cell]]] = {item.key: [] for item in texts}
    rows: list[list[Cell]] = []
    for row in responses.rows:
        rows.append([cell for item in together for cell in item.cells(row.get(item.key))])
        for item in texts:
            if item.key in row:
                apart[item.key].append(item.cells(row[item.key]))
    by_key = {item.key: item for item in texts}
    for key, value in responses.loose:
        apart[key].append(by_key[key].cells(value))
    for order in (rows, *apart.values()):
        SystemRandom().shuffle(order)
    return rows, apart


def _answers(items: Sequence[Item], rows: list[list[Cell]]) -> Sheet:
    headings = [heading for item in items if not item.is_apart for heading in item.headings()]
    widths = [_WIDTH] * len(headings)
    return Sheet(title=_("Answers"), headings=headings, widths=widths, rows=rows)


def _columns(
    title: str, items: Sequence[Item], apart: Mapping[str, list[list[Cell]]], width: int
) -> Sheet:
    """The answers to each item from the top; what stands in one row has nothing in common."""
    headings = [item.headings() for item in items]
    blanks: list[list[Cell]] = [[None] * len(names) for names in headings]
    side_by_side = zip_longest(*(apart[item.key] for item in items))
    rows = (
        list(chain.from_iterable(cells or blank for cells, blank in zip(row, blanks, strict=True)))
        for row in side_by_side
    )
    flat = list(chain.from_iterable(headings))
    return Sheet(title=title, headings=flat, widths=[width] * len(flat), rows=rows)


def _codebook(items: Sequence[Item]) -> Sheet:
    rows = [[item.key, item.label, str(_KINDS[item.kind]), _codes(item)] for item in items]
    rows += [["", _note(), "", ""]]
    return Sheet(
        title=_("Codebook"),
        headings=[_("Item"), _("Question"), _("Kind"), _("Values")],
        widths=_WIDTHS_OF_CODES,
        rows=rows,
    )


def _note() -> str:
    words: str = _(
        "The rows are in random order. On the sheets apart, each question has a random order of its own."
    )
    return words


def _codes(item: Item) -> str:
    codes = item.points if item.points is not None else dict(enumerate(item.choices, start=1))
    return "; ".join(f"{code} = {label}" if label else str(code) for code, label in codes.items())
