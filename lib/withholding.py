"""Small numbers: a group of one to four people is withheld, and cannot be found by subtraction.

A withheld group looks like one with nobody in it: it is absent from what these functions return.
"""

from collections import defaultdict, deque
from collections.abc import Collection, Container, Iterable, Mapping
from dataclasses import dataclass
from itertools import product
from typing import Generic, TypeVar

K = TypeVar("K")
R = TypeVar("R")
C = TypeVar("C")
Cell = tuple[object, object]
"""A row and a column."""

MINIMUM = 5
"""The fewest answers for which a group is shown."""
_REST = object()


def shown_groups(counts: Mapping[K, int], *, allowed: Container[K] | None = None) -> dict[K, int]:
    """The groups to show, with their counts, in the order given; their total may be shown, too.

    A group with fewer than MINIMUM answers is withheld, and so is one that is not `allowed` (for
    one question: that the whole wave does not show); both belong to the total. Where what is withheld sums to less than MINIMUM, the smallest shown group
    goes too; of equals, the later one.

    Held: what is withheld sums to nothing or to at least MINIMUM. Not held: who knows this rule,
    and all groups that there can be, may conclude in rare cases what led to the result. Of 4, 6
    and 6 the first six is shown, and with the ten that are left only a four explains that.
    """
    shown = {
        group: n
        for group, n in counts.items()
        if n >= MINIMUM and (allowed is None or group in allowed)
    }
    if shown and 0 < sum(counts.values()) - sum(shown.values()) < MINIMUM:
        del shown[_smallest(shown)]  # one is enough: it has at least MINIMUM itself
    return shown


@dataclass(frozen=True)
class ShownTable(Generic[R, C]):
    """What to show of two cuts at once: totals of rows, totals of columns, cells."""

    rows: Mapping[R, int]
    columns: Mapping[C, int]
    cells: Mapping[tuple[R, C], int]


def shown_table(
    counts: Mapping[tuple[R, C], int],
    rows: Collection[R],
    columns: Collection[C],
    *,
    allowed: Container[tuple[R, C]] | None = None,
) -> ShownTable[R, C]:
    """The totals and the cells to show, in the fixed order of `rows` and `columns`.

    Rows and columns that are not named there, and cells that are not `allowed`, are withheld and
    belong to the totals; for one question, give what the whole wave shows. Totals of rows follow
    the rule of `shown_groups`, and so do totals of columns; where one is withheld, so are its
    cells. Every row and every column follows that rule by itself, too, its cells being its groups.

    By itself that would not do. A small cell takes along one cell of its row and one of its column,
    and both could be read off the other line in which they stand. So more cells go, the smallest
    that help, until each withheld cell may be MINIMUM or more for who knows all that is shown.

    Held: no sum of withheld cells that follows from what is shown, by any adding and subtracting
    of rows and columns, is 1 to 4; also for who knows which cells are empty, unless that and the
    totals alone already tell. Not held: what follows from knowing the rule (see `shown_groups`) or
    from other tables of the same people, cut in a third way.
    """
    row_totals = shown_groups(_summed(((r, n) for (r, _), n in counts.items()), rows), allowed=rows)
    column_totals = shown_groups(
        _summed(((c, n) for (_, c), n in counts.items()), columns), allowed=columns
    )
    people = _with_one_rest(counts, row_totals, column_totals)
    large: set[Cell] = {
        cell
        for cell in product(row_totals, column_totals)
        if people[cell] >= MINIMUM and (allowed is None or cell in allowed)
    }
    shown = _mended(people, _by_lines(people, large))
    cells = {cell: people[cell] for cell in product(row_totals, column_totals) if cell in shown}
    return ShownTable(row_totals, column_totals, cells)


def _summed(pairs: Iterable[tuple[K, int]], order: Iterable[K] = ()) -> dict[K, int]:
    sums = dict.fromkeys(order, 0)
    for key, n in pairs:
        sums[key] = sums.get(key, 0) + n
    return sums


def _smallest(counts: Mapping[K, int]) -> K:
    """Of equals the later one."""
    return min(reversed(list(counts)), key=counts.__getitem__)


def _with_one_rest(
    counts: Mapping[tuple[R, C], int], rows: Collection[R], columns: Collection[C]
) -> dict[Cell, int]:
    """Every cell, row by row. All withheld rows are one row, since only their sum can be known,
    and all withheld columns are one column."""
    people = _summed(
        ((row if row in rows else _REST, column if column in columns else _REST), n)
        for (row, column), n in counts.items()
        if n
    )
    all_rows: list[object] = [*rows]
    all_columns: list[object] = [*columns]
    if any(row is _REST for row, _ in people):
        all_rows.append(_REST)
    if any(column is _REST for _, column in people):
        all_columns.append(_REST)
    return {cell: people.get(cell, 0) for cell in product(all_rows, all_columns)}


def _by_lines(people: Mapping[Cell, int], large: set[Cell]) -> set[Cell]:
    """The cells to show, so that every row and then every column holds by itself. A cell that
    goes for its column has at least MINIMUM, so that its row holds as before."""
    shown = set(large)
    for line in [*_lines(people, 0).values(), *_lines(people, 1).values()]:
        groups = {cell: people[cell] for cell in line}
        shown -= groups.keys() - shown_groups(groups, allowed=shown).keys()
    return shown


def _lines(cells: Iterable[Cell], axis: int) -> dict[object, list[Cell]]:
    """The cells of each row (axis 0) or of each column (axis 1)."""
    lines: dict[object, list[Cell]] = defaultdict(list)
    for cell in cells:
        lines[cell[axis]].append(cell)
    return lines


def _mended(people: Mapping[Cell, int], by_lines: set[Cell]) -> set[Cell]:
    """The cells to show, so that no withheld cell can be found from several lines either.

    Empty cells count as known. What they and the totals tell stays told, whichever cell goes. A
    cell found safe stays so, since whatever goes later only leaves more room.
    """
    shown = set(by_lines)
    filled = {cell: n for cell, n in people.items() if n}
    for cell in [cell for cell, n in filled.items() if n < MINIMUM]:
        if _may_be_large(cell, filled):
            while not _may_be_large(cell, _without(filled, shown)):
                shown -= _way_out(cell, filled, shown)
    return shown


def _without(people: Mapping[Cell, int], shown: set[Cell]) -> dict[Cell, int]:
    return {cell: n for cell, n in people.items() if cell not in shown}


def _way_out(cell: Cell, people: Mapping[Cell, int], shown: set[Cell]) -> set[Cell]:
    """The cells of the fewest people that make a rectangle with this one, in which people can
    change places while all totals stay; without a rectangle the smallest cell of all."""
    row, column = cell
    rectangles = [
        {(row, other[1]), other, (other[0], column)}
        for other in reversed(list(people))
        if other[0] != row and other[1] != column
        if (row, other[1]) in people and (other[0], column) in people
    ]
    ways = [rectangle & shown for rectangle in rectangles if rectangle & shown]
    return min(
        ways,
        key=lambda way: sum(people[each] for each in way),
        default={_smallest({each: n for each, n in people.items() if each in shown})},
    )


def _may_be_large(cell: Cell, withheld: Mapping[Cell, int]) -> bool:
    """Whether the withheld cell may be MINIMUM for who knows every total and all other cells.

    Person by person it is made larger, and others smaller, as Ford and Fulkerson (1956) find the
    largest flow. That fails where a sum of withheld cells, of which it is one, follows from the
    totals and is less than MINIMUM (largest flow, smallest cut).
    """
    people = dict(withheld)
    while people[cell] < MINIMUM:
        steps = _exchange(cell, people)
        if not steps:
            return False
        for place, step in enumerate([cell, *steps]):
            people[step] += -1 if place % 2 else 1
    return True


def _exchange(cell: Cell, people: Mapping[Cell, int]) -> list[Cell]:
    """The cells that become smaller, larger, smaller … in turn when this one becomes larger, and
    no total changes; nothing where it cannot. The fewest, by search in breadth."""
    in_row = _lines(people, 0)
    in_column = _lines([each for each, n in people.items() if n and each != cell], 1)
    row, column = cell
    ways: dict[object, list[Cell]] = {column: []}
    next_columns = deque([column])
    while next_columns:
        column = next_columns.popleft()
        for smaller in in_column.get(column, []):
            way = [*ways[column], smaller]
            if smaller[0] == row:
                return way
            for larger in in_row.pop(smaller[0], []):  # from each row once
                if larger[1] not in ways:
                    ways[larger[1]] = [*way, larger]
                    next_columns.append(larger[1])
    return []
