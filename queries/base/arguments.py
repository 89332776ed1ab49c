"""Reads a filter from an address, for lists and for acts on everybody whom it finds.

An empty value is no filter. A value that cannot be read raises BadArgument: without its filter an
act would concern everybody, and a list would show what nobody asked for.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import Protocol, TypeVar, runtime_checkable

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute

from lib.provinces import PROVINCES
from lib.text import clean_line
from lib.turkish import search_key
from models.road_maps import HalfYear
from models.scopes import BadScope, Scope

Member = TypeVar("Member", bound=StrEnum)
Value = TypeVar("Value")
LONGEST_SEARCH = 100
LARGEST = 2**31 - 1
MOST_NUMBERS = 1000


@runtime_checkable
class _ManyValues(Protocol):
    """An address in which a name may stand several times."""

    def getlist(self, name: str, /) -> list[str]: ...


class BadArgument(ValueError):
    """The address holds a value that means nothing there."""

    def __init__(self, name: str, value: str) -> None:
        super().__init__(name)
        self.name, self.value = name, value


def member(kind: type[Member], query: Mapping[str, str], name: str) -> Member | None:
    """The enum's member that the address names; None: it names none. Raises BadArgument."""
    return _read(query, name, lambda text: kind(text) if text in set(kind) else None)


def province(query: Mapping[str, str]) -> str | None:
    """The plate number of a province. Raises BadArgument."""
    return _read(query, "province", lambda text: text if text in PROVINCES else None)


def row_number(query: Mapping[str, str], name: str) -> int | None:
    """A row's number that databases can compare. Raises BadArgument."""
    return _read(query, name, _number)


def two_row_numbers(query: Mapping[str, str], name: str) -> tuple[int, int] | None:
    """The two numbers in «12:34». Raises BadArgument."""
    pair = _read(query, name, lambda text: _numbers(text.split(":")))
    if pair is None:
        return None
    if len(pair) != 2:
        raise BadArgument(name, _first(query, name))
    return pair[0], pair[1]


def row_numbers(query: Mapping[str, str], name: str) -> tuple[int, ...]:
    """The numbers in «12.34.56», each once, in order. Raises BadArgument."""
    return tuple(sorted(set(_read(query, name, lambda text: _numbers(text.split("."))) or ())))


def search_text(query: Mapping[str, str]) -> str:
    """The text that was searched for, cleaned. Raises BadArgument for one that is too long, or
    that holds no letter or digit to look for."""
    return _read(query, "q", _searchable) or ""


def scope(query: Mapping[str, str]) -> Scope | None:
    """Whose problem list or road map is meant, as in models.scopes. Raises BadArgument."""
    return _read(query, "scope", _scope)


def topic(query: Mapping[str, str]) -> str:
    """What a problem or an action is about, exactly as it is written there. Raises BadArgument for
    one that is too long."""
    return _read(query, "topic", _line) or ""


def half_year(query: Mapping[str, str]) -> HalfYear | None:
    """The half-year in `period`, such as «2027-1». Raises BadArgument."""
    return _read(query, "period", _half_year)


def day(query: Mapping[str, str], name: str) -> date | None:
    """A day such as «2027-03-12». Raises BadArgument."""
    return _read(query, name, _day)


def year(query: Mapping[str, str]) -> int | None:
    """A year of four digits. Raises BadArgument."""
    return _read(
        query, "year", lambda text: int(text) if re.fullmatch("[12][0-9]{3}", text) else None
    )


def flag(query: Mapping[str, str], name: str) -> bool:
    """Whether the address asks for it: «name=1». Raises BadArgument for another value."""
    return bool(_read(query, name, lambda text: text if text == "1" else None))


def words_in(column: InstrumentedAttribute[str], text: str) -> list[sa.ColumnElement[bool]]:
    """Conditions that every word is somewhere in the folded column, whatever its case and dots."""
    return [column.contains(word, autoescape=True) for word in search_key(text).split()]


def _read(query: Mapping[str, str], name: str, read: Callable[[str], Value | None]) -> Value | None:
    """What `read` makes of the value; None: there is no value, or an empty one."""
    text = _first(query, name)
    if not text:
        return None
    value = read(text)
    if value is None:
        raise BadArgument(name, text)
    return value


def _first(query: Mapping[str, str], name: str) -> str:
    """The first value that is not empty: `status=&status=cancelled` is a filter, too."""
    given = query.getlist(name) if isinstance(query, _ManyValues) else [query.get(name, "")]
    return next(filter(None, map(str.strip, given)), "")


def _number(text: str) -> int | None:
    if not re.fullmatch("[1-9][0-9]{0,9}", text):
        return None
    return int(text) if int(text) <= LARGEST else None


def _numbers(parts: Sequence[str]) -> list[int] | None:
    """All of the numbers; None: one of them is no number, or they are too many."""
    numbers = [_number(part) for part in parts[: MOST_NUMBERS + 1]]
    known = [number for number in numbers if number is not None]
    return known if len(known) == len(parts) <= MOST_NUMBERS else None


def _scope(text: str) -> Scope | None:
    try:
        return Scope.parse(text)
    except BadScope:
        return None


def _half_year(text: str) -> HalfYear | None:
    return HalfYear.parse(text) if re.fullmatch("[12][0-9]{3}-[12]", text) else None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if re.fullmatch(r"[12]\d{3}-\d\d-\d\d", text) else None
    except ValueError:
        return None


def _line(text: str) -> str | None:
    return clean_line(text) if len(text) <= LONGEST_SEARCH else None


def _searchable(typed: str) -> str | None:
    text = clean_line(typed[: LONGEST_SEARCH * 4])
    fits = len(typed) <= LONGEST_SEARCH * 4 and len(text) <= LONGEST_SEARCH
    return text if fits and search_key(text) else None


def as_query(**values: object) -> dict[str, str]:
    """The values that narrow, as text for an address."""
    return {name: str(value) for name, value in values.items() if value}
