"""What an address says of a filter, read without trust: what is unknown narrows nothing."""

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


def member(kind: type[Member], value: str | None) -> Member | None:
    try:
        return kind(value)  # type: ignore[arg-type]
    except ValueError:
        return None


def province(value: str | None) -> str | None:
    return value if value in PROVINCES else None


def search_text(query: Mapping[str, str]) -> str:
    return clean_line(query.get("q", "")[: LONGEST_SEARCH * 4])[:LONGEST_SEARCH]


def words_in(column: InstrumentedAttribute[str], text: str) -> list[sa.ColumnElement[bool]]:
    """Every word must stand somewhere in the folded column, whatever its case and dots."""
    return [column.contains(word, autoescape=True) for word in search_key(text).split()]


def as_query(**values: str | None) -> dict[str, str]:
    """Only what narrows, for an address."""
    return {name: str(value) for name, value in values.items() if value}
