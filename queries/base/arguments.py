"""Reads a filter from an address without trusting it: an unknown value narrows nothing."""

import re
from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute

from lib.provinces import PROVINCES
from lib.text import clean_line
from lib.turkish import search_key

Member = TypeVar("Member", bound=StrEnum)
LONGEST_SEARCH = 100
LARGEST = 2**31 - 1
MOST_NUMBERS = 1000


def member(kind: type[Member], value: str | None) -> Member | None:
    """The enum's member with this value; None: there is none."""
    try:
        return kind(value)  # type: ignore[arg-type]
    except ValueError:
        return None


def province(value: str | None) -> str | None:
    """The plate number, if there is a province with it."""
    return value if value in PROVINCES else None


def row_number(value: str | None) -> int | None:
    """A row's number that databases can compare; None: it is no such number."""
    if value is None or not re.fullmatch("[1-9][0-9]{0,9}", value):
        return None
    return int(value) if int(value) <= LARGEST else None


def two_row_numbers(value: str | None) -> tuple[int, int] | None:
    """The two numbers in «12:34»; None: they are not two."""
    first, _, second = (value or "").partition(":")
    numbers = row_number(first), row_number(second)
    return None if numbers[0] is None or numbers[1] is None else (numbers[0], numbers[1])


def row_numbers(value: str | None) -> tuple[int, ...]:
    """The numbers in «12.34.56», each once, in order."""
    parts = (value or "").split(".")[:MOST_NUMBERS]
    return tuple(sorted({number for part in parts if (number := row_number(part))}))


def search_text(query: Mapping[str, str]) -> str:
    """The text that was searched for, cleaned and cut to the longest allowed."""
    return clean_line(query.get("q", "")[: LONGEST_SEARCH * 4])[:LONGEST_SEARCH]


def words_in(column: InstrumentedAttribute[str], text: str) -> list[sa.ColumnElement[bool]]:
    """Conditions that every word is somewhere in the folded column, whatever its case and dots."""
    return [column.contains(word, autoescape=True) for word in search_key(text).split()]


def as_query(**values: object) -> dict[str, str]:
    """The values that narrow, as text for an address."""
    return {name: str(value) for name, value in values.items() if value}
