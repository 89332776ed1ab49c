"""What is withheld cannot be subtracted; what need not be withheld is shown."""

from collections import defaultdict
from itertools import combinations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from lib.withholding import MINIMUM, ShownTable, shown_groups, shown_table

quick = settings(deadline=None, max_examples=80)
numbers = st.sampled_from([0, 0, 1, 2, 3, 4, 5, 5, 6, 7, 9, 30])
one_cut = st.dictionaries(st.integers(0, 20), numbers, max_size=8)


def sum_withheld(counts, shown):
    return sum(counts.values()) - sum(shown.values())


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ({}, {}),
        ({"a": 4}, {}),
        ({"a": 5}, {"a": 5}),
        ({"a": 2, "b": 2}, {}),
        ({"a": 7, "b": 3}, {}),  # the total less the large group would be the three
        ({"a": 7, "b": 6, "c": 3, "d": 2}, {"a": 7, "b": 6}),
        ({"a": 9, "b": 6, "c": 7, "d": 1}, {"a": 9, "c": 7}),
        ({"a": 5, "b": 5, "c": 1}, {"a": 5}),
        ({"c": 1, "b": 5, "a": 5}, {"b": 5}),
        ({"a": 5, "b": 0, "c": 6}, {"a": 5, "c": 6}),
    ],
)
def test_a_small_group_takes_the_smallest_shown_one_along_and_of_equals_the_later(counts, shown):
    assert shown_groups(counts) == shown
    assert list(shown_groups(counts)) == list(shown)


def test_a_group_withheld_elsewhere_is_withheld_here_and_belongs_to_the_total():
    counts = {"a": 9, "b": 8, "c": 6}
    assert shown_groups(counts, allowed={"a", "b"}) == {"a": 9, "b": 8}
    assert shown_groups(counts | {"c": 4}, allowed={"a", "b"}) == {"a": 9}
    assert shown_groups(counts, allowed=()) == {}


@given(one_cut, st.none() | st.sets(st.integers(0, 20)))
def test_what_is_withheld_beside_shown_groups_is_nothing_or_at_least_five(counts, allowed):
    shown = shown_groups(counts, allowed=allowed)
    withheld = sum_withheld(counts, shown)
    assert withheld == 0 or withheld >= MINIMUM or not shown
    assert all(n == counts[group] >= MINIMUM for group, n in shown.items())
    assert allowed is None or shown.keys() <= allowed
    assert list(shown) == [group for group in counts if group in shown]


@given(one_cut)
def test_no_large_group_is_withheld_without_need(counts):
    shown = shown_groups(counts)
    extra = {group for group, n in counts.items() if n >= MINIMUM and group not in shown}
    if extra:
        (group,) = extra
        assert 0 < sum_withheld(counts, shown) - counts[group] < MINIMUM
        later = list(counts)[list(counts).index(group) + 1 :]
        assert all(counts[group] <= n for n in shown.values())
        assert all(counts[group] < shown[each] for each in later if each in shown)


def test_who_knows_the_rule_as_well_learns_more_only_in_the_cases_that_its_docstring_means():
    explained_by = defaultdict(list)
    for counts in product(range(20), repeat=3):
        if MINIMUM <= sum(counts) < 20:
            shown = shown_groups(dict(enumerate(counts)))
            explained_by[sum(counts), tuple(shown.items())].append(counts)
    found = set()
    for (_, seen), explanations in explained_by.items():
        hidden = {0, 1, 2} - dict(seen).keys()
        for some in (c for size in range(1, 4) for c in combinations(hidden, size)):
            sums = {sum(counts[group] for group in some) for counts in explanations}
            if len(sums) == 1 and 0 < min(sums) < MINIMUM:
                found.add(explanations[0])
    assert found == {(4, 4, 5), (4, 5, 5), (4, 6, 6), (4, 7, 7)}


def shown_line_by_line(counts, rows, columns) -> ShownTable[object, object]:
    """The same rule without a thought for several lines together."""
    totals: list[dict[object, int]] = [defaultdict(int), defaultdict(int)]
    for row, column in product(rows, columns):
        totals[0][row] += counts.get((row, column), 0)
        totals[1][column] += counts.get((row, column), 0)
    in_rows, in_columns = map(shown_groups, totals)
    cells = {cell: n for cell, n in counts.items() if n >= MINIMUM}
    cells = {(r, c): n for (r, c), n in cells.items() if r in in_rows and c in in_columns}
    for axis, lines in enumerate((in_rows, in_columns)):
        for line in lines:
            row_or_column = {cell: n for cell, n in counts.items() if cell[axis] == line}
            kept = shown_groups(row_or_column, allowed=cells)
            cells = {c: n for c, n in cells.items() if c[axis] != line or c in kept}
    return ShownTable(in_rows, in_columns, cells)


def most_possible(cell, counts, shown, *, empty_known):
    """The most that the withheld cell can hold in any table with the same shown figures."""
    unknown = [
        each for each, n in counts.items() if each not in shown.cells and (n or not empty_known)
    ]
    equations = [set(unknown)]  # the total of all is known
    equations += [{each for each in unknown if each[0] == row} for row in shown.rows]
    equations += [{each for each in unknown if each[1] == column} for column in shown.columns]
    answer = linprog(
        [-(each == cell) for each in unknown],
        A_eq=[[each in equation for each in unknown] for equation in equations],
        b_eq=[sum(counts[each] for each in equation) for equation in equations],
    )
    return -answer.fun


def cells_found(counts, shown, *, empty_known=False):
    """The small groups whose size, or a sum of few with them in it, can be had by subtracting."""
    return {
        cell
        for cell, n in counts.items()
        if 0 < n < MINIMUM
        if most_possible(cell, counts, shown, empty_known=empty_known) < MINIMUM - 1e-6
    }


def table(rows, columns):
    cells = list(product(range(rows), range(columns)))
    return st.lists(numbers, min_size=len(cells), max_size=len(cells)).map(
        lambda found: dict(zip(cells, found, strict=True))
    )


tables = st.tuples(st.integers(1, 5), st.integers(1, 4)).flatmap(lambda size: table(*size))


def lines_of(counts):
    return [sorted({cell[axis] for cell in counts}) for axis in (0, 1)]


NINES = dict.fromkeys(product("abcd", "wxyz"), 9)


def test_of_a_table_without_small_numbers_all_is_shown():
    whole = shown_table(NINES, [*"abcd"], [*"wxyz"])
    assert whole.rows == dict.fromkeys("abcd", 36)
    assert whole.columns == dict.fromkeys("wxyz", 36)
    assert whole.cells == NINES


def test_a_small_cell_takes_three_along_since_two_can_be_read_off_their_other_lines():
    counts = NINES | {("b", "x"): 2}
    by_line = shown_line_by_line(counts, [*"abcd"], [*"wxyz"])
    assert counts.keys() - by_line.cells.keys() == {("b", "x"), ("b", "z"), ("d", "x")}
    assert cells_found(counts, by_line) == {("b", "x")}
    shown = shown_table(counts, [*"abcd"], [*"wxyz"])
    assert counts.keys() - shown.cells.keys() == {("b", "x"), ("b", "z"), ("d", "x"), ("d", "z")}
    assert cells_found(counts, shown, empty_known=True) == set()


def test_where_no_rectangle_of_filled_cells_helps_the_smallest_cell_of_all_goes():
    lines = [[6, 0, 6, 0], [4, 9, 0, 9], [0, 0, 6, 4]]
    counts = {(row, column): n for row, line in enumerate(lines) for column, n in enumerate(line)}
    by_line = shown_line_by_line(counts, range(3), range(4))
    assert by_line.cells == {(0, 2): 6, (1, 1): 9}
    assert cells_found(counts, by_line, empty_known=True) == {(1, 0), (2, 3)}
    assert shown_table(counts, range(3), range(4)).cells == {(1, 1): 9}


def test_a_withheld_row_or_column_shows_no_cell():
    counts = {("a", "x"): 9, ("a", "y"): 8, ("b", "x"): 2, ("b", "y"): 1, ("c", "x"): 7}
    shown = shown_table(counts, [*"abc"], [*"xy"])
    assert shown == ShownTable({"a": 17}, {"x": 18, "y": 9}, {})


def test_rows_that_are_not_named_and_cells_that_are_not_allowed_belong_to_the_totals():
    counts = NINES | {(None, "w"): 6}
    shown = shown_table(counts, [*"abcd"], [*"wxyz"], allowed=NINES.keys() - {("a", "w")})
    assert shown.columns == {"w": 42, "x": 36, "y": 36, "z": 36}
    assert shown.cells.keys() == NINES.keys() - {("a", "w")}
    assert None not in shown.rows


@pytest.mark.parametrize("counts", [{}, {("a", "x"): 4}, {("a", "x"): 2, ("b", "y"): 2}])
def test_of_fewer_than_five_in_all_nothing_is_shown(counts):
    assert shown_table(counts, [*"ab"], [*"xy"]) == ShownTable({}, {}, {})


@quick
@given(tables, st.sets(st.integers(0, 4)), st.sets(st.tuples(st.integers(0, 4), st.integers(0, 3))))
def test_every_row_and_every_column_holds_by_itself(counts, unnamed, forbidden):
    rows, columns = lines_of(counts)
    allowed = counts.keys() - forbidden
    shown = shown_table(counts, [r for r in rows if r not in unnamed], columns, allowed=allowed)
    for axis, totals in enumerate((shown.rows, shown.columns)):
        whole: dict[object, int] = defaultdict(int)
        for cell, n in counts.items():
            whole[cell[axis]] += n
        assert totals.items() <= whole.items()
        for line in totals:
            of_line = {cell: n for cell, n in counts.items() if cell[axis] == line}
            seen = {cell: n for cell, n in shown.cells.items() if cell[axis] == line}
            assert shown_groups(of_line, allowed=seen) == seen
    assert unnamed.isdisjoint(shown.rows) and forbidden.isdisjoint(shown.cells)
    assert all(r in shown.rows and c in shown.columns for r, c in shown.cells)
    assert list(shown.cells) == sorted(shown.cells)


@quick
@given(tables, st.sets(st.integers(0, 4), max_size=1))
def test_no_withheld_cell_can_be_found_from_several_rows_and_columns(counts, unnamed):
    rows, columns = lines_of(counts)
    shown = shown_table(counts, [r for r in rows if r not in unnamed], columns)
    if sum(counts.values()) >= MINIMUM:
        assert cells_found(counts, shown) == set()
        totals_alone = ShownTable(shown.rows, shown.columns, {})
        by_totals = cells_found(counts, totals_alone, empty_known=True)
        assert cells_found(counts, shown, empty_known=True) == by_totals


@quick
@given(tables)
def test_more_than_the_lines_ask_for_is_withheld_only_where_they_would_tell(counts):
    by_line = shown_line_by_line(counts, *lines_of(counts))
    shown = shown_table(counts, *lines_of(counts))
    assert (shown.rows, shown.columns) == (by_line.rows, by_line.columns)
    assert shown.cells.items() <= by_line.cells.items()
    if sum(counts.values()) >= MINIMUM and not cells_found(counts, by_line, empty_known=True):
        assert shown.cells == by_line.cells
