"""What people name in a cell: one thing by its name, or several in a row."""

import re
from collections.abc import Iterable, Iterator
from typing import Generic, TypeVar

from blueprints.shared.registrations.cells import folded
from lib.turkish import search_key

Thing = TypeVar("Thing")
_SEPARATOR = re.compile("[;,\n]")


class NamedThings(Generic[Thing]):
    """Things found by their names: «A+» and «A-» are two, «A» is neither; «a+» is the first.

    `loosely`: signs and blanks count only if two names differ by nothing else.
    """

    def __init__(self, named: Iterable[tuple[str, Thing]], *, loosely: bool = True) -> None:
        self._exact: dict[str, Thing | None] = {}
        self._loose: dict[str, Thing | None] = {}
        for name, thing in named:
            ways = [(self._exact, search_key(name)), (self._loose, folded(name))]
            for names, key in ways if loosely else ways[:1]:
                known = names.setdefault(key, thing)
                names[key] = thing if known == thing else None  # it could be either
        self._most = max((len(_parts(key)) for key in self._exact), default=1)

    def get(self, name: str) -> Thing | None:
        found = self._exact.get(search_key(name))
        return found or (self._loose.get(folded(name)) if folded(name) else None)

    def split(self, text: str) -> Iterator[tuple[str, Thing | None]]:
        """The names in a cell («Bus, Lunch, late; Hotel»), each with what it names or None.

        A name may hold a comma itself, so the longest name that fits is taken.
        """
        parts = _parts(text)
        while parts:
            lengths = range(min(len(parts), self._most), 0, -1)
            name, length = next(
                ((joined, n) for n in lengths if self.get(joined := ", ".join(parts[:n]))),
                (parts[0], 1),
            )
            yield name, self.get(name)
            parts = parts[length:]


def _parts(text: str) -> list[str]:
    return [part.strip() for part in _SEPARATOR.split(text) if part.strip()]
