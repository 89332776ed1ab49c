"""The duty that compares new statements with their list, ahead of the moderator who looks at them.

Only what is stored is a transaction that writes: reading and comparing may take seconds, and nobody
waits meanwhile. With the optional models (requirements-sorting.txt) each text is read by them once;
without them it is compared by its letters.
"""

import os
from collections.abc import Callable
from typing import Any

from commands.duties import Working
from extensions import db
from lib import sqlite
from lib.likeness import encoder
from lib.likeness.certainty import certainty_by_letters, certainty_by_model
from lib.likeness.comparison import Comparison
from operations.problems.vectors import keep_likenesses, keep_vectors
from queries.problems.likenesses import MOST
from queries.problems.unsorted import ListToSort, list_to_sort, texts_without_vector

_AT_ONCE = 100
"""How many statements are read, or compared, in one piece."""
_SMALL = 600
"""A list as short as this is compared as a whole whenever there is a new statement."""
_GROWN = 1.25
"""A longer one, whenever it has grown by so much: what is usual in it changes slowly."""
_LONGEST = 8_000
"""Longer ones are never compared as a whole: that would take a gigabyte."""

Near = dict[int, list[tuple[int, float]]]


def sort_statements(worker: Working) -> None:
    """Compare new statements with their lists, for the proposals that moderators get."""
    for step in (read_statements, compare_statements):
        while worker.goes_on and step():
            db.session.commit()
    db.session.rollback()


def read_statements() -> bool:
    """Let the models read some statements. False: there is nothing to read, or no model."""
    if not encoder.is_installed():
        return False
    rows = _looking(lambda: texts_without_vector(encoder.NAME, limit=_AT_ONCE))
    if rows:
        # Before numpy is imported: on tables as small as these its threads wait for one another,
        # at eight times the cost.
        os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
        vectors = encoder.encoded([text for _, text in rows])
        numbers = [number for number, _ in rows]
        keep_vectors(dict(zip(numbers, vectors, strict=True)), model=encoder.NAME)
    return bool(rows)


def compare_statements() -> bool:
    """Compare some new statements with all of their list. False: there are none."""
    model = encoder.NAME if encoder.is_installed() else None
    found = _looking(lambda: list_to_sort(model))
    if found is None:
        return False
    keep_likenesses(_by_model(found) if model else _by_letters(found))
    return True


def _by_letters(found: ListToSort) -> Near:
    texts = dict(zip(found.numbers, found.texts, strict=True))
    comparison = Comparison(texts)
    return {
        number: [
            (other, certainty_by_letters(score))
            for other, score in comparison.nearest(texts[number], most=MOST, but=number)
        ]
        for number in found.new[:_AT_ONCE]
    }


def _by_model(found: ListToSort) -> Near:
    from lib.likeness.neighbours import Neighbours  # noqa: PLC0415 -- numpy comes with the models

    neighbours = Neighbours(found.texts, found.vectors)
    place_of = {number: place for place, number in enumerate(found.numbers)}
    count, known = len(found.numbers), len(found.numbers) - len(found.new)
    if count <= _SMALL or known * _GROWN <= count <= _LONGEST:
        own, nearest = found.numbers, neighbours.nearest(MOST)
    else:
        own = found.new[:_AT_ONCE]
        nearest = neighbours.nearest_of([place_of[number] for number in own], MOST)
    return {
        number: [(found.numbers[place], certainty_by_model(score)) for place, score in row]
        for number, row in zip(own, nearest, strict=True)
    }


def _looking(read: Callable[[], Any]) -> Any:
    """What a query finds, without the write lock and with no transaction left open."""
    with sqlite.only_reading():
        found = read()
        db.session.rollback()
    return found
