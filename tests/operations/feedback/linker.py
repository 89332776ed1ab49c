"""A linker: it holds copies of the database, knows who answered in which order and how the site
works, and says for every answer and every sentence from whom it may come.

Moments are told by the people: 7 is the moment in which the seventh used the right to answer, 7.5
one between that and the eighth. A row written at 7 is the seventh's; one written at 7.5 is of one of
the first seven.
"""

import re
import struct
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from extensions import db
from tests.operations.feedback.copies import SqliteCopy, heap_rows

MARK = re.compile(r"[AS]-[0-9A-F]{12}x")
"""By this an answer (A) or a sentence (S) is known again, wherever it stands. Of both cases, so
that it is not found in a text's search key."""
Moments = dict[str, float]
"""When each answer and sentence was written, by its mark."""
Marked = dict[str, dict[int, str]]
"""What stands in each table: the marks of its rows, by their numbers."""


@dataclass(frozen=True)
class Design:
    """How a site keeps answers, and what is known of the way it writes them."""

    rows: Mapping[str, str]
    """For each table a query of row numbers and texts."""
    used: str
    """A query of the people who answered."""
    place: Callable[[str, int, int], float]
    """When the nth row of a table was written, if so many have answered by now."""
    heap_of_rights: str | None = None
    """Where PostgreSQL notes which transaction used up whose right."""


def seen(design: Design, order: Sequence[int]) -> Moments:
    """All that a copy made now tells of the moments of writing; `order`: the people in turn."""
    db.session.rollback()
    if db.engine.dialect.name == "sqlite":
        return _seen_in_sqlite(design, order)
    return _seen_in_postgresql(design, order)


def _seen_in_postgresql(design: Design, order: Sequence[int]) -> Moments:
    """By the transactions noted with rows, living and dead."""
    with db.engine.connect() as connection:
        marked = _marked(design, lambda query: connection.execute(sa.text(query)))
        written = {
            mark: transaction
            for table, marks in marked.items()
            for number, transaction in connection.execute(
                sa.text(f"SELECT id, xmin::text::bigint FROM {table}")
            )
            if (mark := marks.get(number))
        }
    transactions = _used_in(design, order, written)
    return {mark: _moment(transactions, of) for mark, of in written.items()}


def _used_in(design: Design, order: Sequence[int], written: Mapping[str, int]) -> list[int]:
    """The transactions in which the people answered, in their order."""
    if design.heap_of_rights is None:
        answers = {number for mark, number in written.items() if mark.startswith("A")}
        return sorted(answers)
    deleted = {
        struct.unpack_from("<qii", row.content)[2]: row.deleted_by
        for row in heap_rows(design.heap_of_rights)
        if row.deleted_by
    }
    transactions = [deleted[person] for person in order if person in deleted]
    assert transactions == sorted(transactions)  # it reads them right
    return transactions


def _moment(used_in: Sequence[int], transaction: int) -> float:
    if transaction in used_in:
        return used_in.index(transaction) + 1
    return sum(each < transaction for each in used_in) + 0.5


def _seen_in_sqlite(design: Design, order: Sequence[int]) -> Moments:
    """By the log, commit by commit, and by the places that rows have in the file."""
    copy = SqliteCopy.taken()
    found: Moments = {}
    before: set[int] = set()
    for nth, state in enumerate(copy.states()):
        used = {person for (person,) in state.execute(design.used)} & set(order)
        new = used - before
        moment = order.index(*new) + 1 if nth and len(new) == 1 else len(used) + 0.5
        for table, marks in _marked(design, state.execute).items():
            places = _places(design, copy, table, len(used)) if not nth else {}
            for number, mark in marks.items():
                found.setdefault(mark, places.get(number, moment))
        before = used
    return found


def _places(design: Design, copy: SqliteCopy, table: str, used: int) -> dict[int, float]:
    numbers = copy.in_order_of_writing(table)
    return {number: design.place(table, nth, used) for nth, number in enumerate(numbers, 1)}


def _marked(design: Design, ask: Callable[[str], Iterable[Any]]) -> Marked:
    return {
        table: {
            number: found[0] for number, text in ask(query) if (found := MARK.search(str(text)))
        }
        for table, query in design.rows.items()
    }


def possible_authors(
    looks: Iterable[Moments],
    order: Sequence[int],
    told: Mapping[str, set[int]],
) -> dict[str, set[int]]:
    """For each mark, the people it may come from, after all that was seen in several copies.

    `told`: whom the answer or sentence itself speaks for, where it does. Everybody wrote one of a
    kind, so that whoever must have written another is struck out.
    """
    people: dict[str, set[int]] = {}
    for look in looks:
        for mark, moment in look.items():
            able = {order[int(moment) - 1]} if moment == int(moment) else set(order[: int(moment)])
            people[mark] = people.get(mark, set(order)) & able & told.get(mark, set(order))
    return {
        mark: who
        for kind in "AS"
        for mark, who in _matched({m: p for m, p in people.items() if m[0] == kind}).items()
    }


def _matched(people: Mapping[str, set[int]]) -> dict[str, set[int]]:
    """Those of each row with whom every other row still finds somebody of its own.

    One assignment is found by augmenting paths; a row may take another person where the rows that
    lose theirs can pass them on in a circle (Berge 1957).
    """
    holder: dict[int, str] = {}

    def assign(mark: str, tried: set[int]) -> bool:
        for person in people[mark] - tried:
            tried.add(person)
            if person not in holder or assign(holder[person], tried):
                holder[person] = mark
                return True
        return False

    for mark in people:
        assert assign(mark, set()), "somebody must have written it"
    return {
        mark: {
            person
            for person in who
            if person not in holder or mark in _reached(holder[person], people, holder)
        }
        for mark, who in people.items()
    }


def _reached(mark: str, people: Mapping[str, set[int]], holder: Mapping[int, str]) -> set[str]:
    """The rows that may lose their person if this one does; itself too. All, where the circle need
    not close since somebody is free."""
    reached, waiting = {mark}, [mark]
    while waiting:
        for person in people[waiting.pop()]:
            if person not in holder:
                return set(people)
            if holder[person] not in reached:
                reached.add(holder[person])
                waiting.append(holder[person])
    return reached
