"""Labelled sentences, and how well the proposals group them: each figure as docs/sorting.md
defines it."""

import csv
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from extensions import db
from models.problems import Problem
from models.statements import Statement, StatementState
from queries.problems.mates import Suggestions, suggestions_for
from tests import factories
from tests.factories.problems import problem
from tests.factories.statements import statement

SETS = Path(__file__).with_name("statements")
LIKELY = 0.5
"""From which certainty on a mate belongs to the first proposal."""


@dataclass(frozen=True)
class Figures:
    recall: float
    """Of all pairs that say the same, in both directions, how many are among the five mates."""
    first: float
    """Pairwise F1 of the first proposal: sentences are one where one offers the other as likely."""
    headings: float
    """How often the right heading is among three, with all others filed."""
    passed: float
    """Pairwise F1 after one pass of a perfect moderator."""


def sentences(name: str) -> list[tuple[str, str]]:
    """Group and text of each sentence of this set."""
    with (SETS / f"{name}.tsv").open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [(row["group"], row["text"]) for row in rows]


def said_at_an_event(labelled: Iterable[tuple[str, str]]) -> dict[int, str]:
    """Statements of a new event: the group of each, by number."""
    event = factories.event()
    return {statement(event, text).id: group for group, text in labelled}


def figures_of(groups: Mapping[int, str]) -> Figures:
    """The figures of these statements of one event. Nothing is left filed."""
    found = suggestions_for(_rows(groups))
    return Figures(
        recall=_recall(found, groups),
        first=_agreement(_proposed(found), groups),
        headings=_undone(lambda: _headings(groups)),
        passed=_undone(lambda: _agreement(_filed_by_a_perfect_moderator(groups), groups)),
    )


def _rows(groups: Mapping[int, str]) -> list[Statement]:
    return [db.session.get_one(Statement, number) for number in groups]


def _undone(measure: Callable[[], float]) -> float:
    with db.session.begin_nested() as point:
        figure = measure()
        point.rollback()
    db.session.expire_all()
    return figure


def _recall(found: Mapping[int, Suggestions], groups: Mapping[int, str]) -> float:
    sizes = Counter(groups.values())
    right = sum(groups[m.statement.id] == groups[n] for n in found for m in found[n].mates)
    return right / sum(size * (size - 1) for size in sizes.values())


def _proposed(found: Mapping[int, Suggestions]) -> dict[int, int]:
    together = {number: number for number in found}

    def first_of(number: int) -> int:
        while together[number] != number:
            number = together[number]
        return number

    for number in found:
        for mate in found[number].mates:
            if mate.certainty >= LIKELY:
                together[first_of(number)] = first_of(mate.statement.id)
    return {number: first_of(number) for number in found}


def _headings(groups: Mapping[int, str]) -> float:
    rows = _rows(groups)
    scope = rows[0].scope
    headings = {
        g: problem(scope, f"Başlık {n}") for n, g in enumerate(sorted(set(groups.values())))
    }
    for row in rows:
        _file(row, headings[groups[row.id]])
    several = {group for group, size in Counter(groups.values()).items() if size > 1}
    asked = [row for row in rows if groups[row.id] in several]
    return sum(_is_offered(row, headings[groups[row.id]]) for row in asked) / len(asked)


def _is_offered(row: Statement, right: Problem) -> bool:
    _file(row, None)
    offered = [heading.problem for heading in suggestions_for([row])[row.id].headings]
    _file(row, right)
    return right in offered


def _filed_by_a_perfect_moderator(groups: Mapping[int, str]) -> dict[int, int | None]:
    """Walks the statements once, files each with a right heading or mate among those offered, and
    opens a new heading where none is."""
    group_of: dict[int, str] = {}
    for row in _rows(groups):
        if row.problem_id:
            continue
        found, group = suggestions_for([row])[row.id], groups[row.id]
        right = [h.problem for h in found.headings if group_of.get(h.problem.id) == group]
        mates = [mate.statement for mate in found.mates if groups[mate.statement.id] == group]
        right += [mate.problem for mate in mates if mate.problem]
        heading = right[0] if right else problem(row.scope, f"Başlık {len(group_of)}")
        group_of[heading.id] = group
        for one in [row, *(mates if not right else [])]:
            _file(one, heading)
    return {row.id: row.problem_id for row in _rows(groups)}


def _file(row: Statement, heading: Problem | None) -> None:
    row.problem = heading
    row.state = StatementState.JOINED if heading else StatementState.VISIBLE
    db.session.flush()


def _agreement(given: Mapping[int, object], groups: Mapping[int, str]) -> float:
    """F1 of the pairs that stand together."""
    proposed, true = _pairs(given), _pairs(groups)
    return 2 * len(proposed & true) / (len(proposed) + len(true) or 1)


def _pairs(labels: Mapping[int, object]) -> set[tuple[int, int]]:
    members: defaultdict[object, list[int]] = defaultdict(list)
    for number, label in labels.items():
        members[label].append(number)
    return {(a, b) for group in members.values() for a in group for b in _after(group, a)}


def _after(group: Sequence[int], number: int) -> Iterable[int]:
    return group[group.index(number) + 1 :]
