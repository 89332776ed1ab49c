"""Whose problem list or road map something is: an event's, a province's, or the programme's."""

from dataclasses import dataclass
from typing import Self

from lib.provinces import PROVINCES


class BadScope(ValueError):
    """The text names no scope."""


@dataclass(frozen=True)
class Scope:
    """Written as «event:12», «province:06» or «programme»."""

    event_id: int | None = None
    province: str | None = None
    """Plate number."""

    @classmethod
    def parse(cls, text: str) -> Self:
        """Raises BadScope."""
        kind, _colon, value = text.partition(":")
        if text == "programme":
            return cls()
        if kind == "province" and value in PROVINCES:
            return cls(province=value)
        if kind == "event" and value.isascii() and value.isdigit() and len(value) < 10:
            return cls(event_id=int(value))
        raise BadScope(text)

    def __str__(self) -> str:
        if self.event_id is not None:
            return f"event:{self.event_id}"
        return f"province:{self.province}" if self.province else "programme"

    @property
    def is_programme(self) -> bool:
        return self.event_id is None and self.province is None

    @property
    def width(self) -> int:
        """An event's 0, a province's 1, the programme's 2: problems are gathered by wider lists."""
        return 2 if self.is_programme else 1 if self.event_id is None else 0


PROGRAMME = Scope()
