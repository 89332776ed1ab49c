"""What the results of a wave show, and what nobody can subtract from them."""

from collections import Counter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from extensions import db
from models.forms import AskedOf, QuestionKind
from models.sectors import Sector
from operations.base.answers import NoOpinion
from queries.feedback.results import By, results_of
from tests.factories import waves
from tests.factories.waves import Person
from tests.statements import count_statements

PUBLIC, CSO, ACADEMIA, PRIVATE = Sector.PUBLIC, Sector.CSO, Sector.ACADEMIA, Sector.PRIVATE
NONE = NoOpinion.NO_OPINION


def people(side, *answers, province=None, item="a"):
    """One for each answer; None did not answer the item."""
    return [
        Person({} if answer is None else {item: answer}, side=side, province=province)
        for answer in answers
    ]


def found(wave, by=None):
    """The only item, and the groups by their names."""
    results = results_of(wave, by=by)
    [item] = results.items
    return results, item, {each.group: (each.n, dict(each.values)) for each in item.groups}


def test_a_wave_shows_its_groups_and_how_many_answers_are_in_none(app):
    wave = waves.wave(
        waves.survey(waves.scale("a")),
        [
            *people(CSO, 5, 5, 4, 4, 1, 1, 1),
            *people(PUBLIC, 2, 2, 2, 2, 2, 3),
            *people(ACADEMIA, 5, 5, 5),
            *people(None, 3, 3),
        ],
    )
    results, item, groups = found(wave, By.SIDE)
    assert list(results.groups.items()) == [(PUBLIC, 6), (CSO, 7)]
    assert results.withheld == 5
    assert groups == {PUBLIC: (6, {"2": 5, "3": 1}), CSO: (7, {"1": 3, "4": 2, "5": 2})}
    assert (item.n, item.missing, sum(item.values.values())) == (18, 0, 18)


def test_a_group_is_withheld_in_an_item_where_few_of_it_answered_that(app):
    wave = waves.wave(
        waves.survey(waves.scale("a")),
        [*people(CSO, *[5] * 9), *people(PUBLIC, *[1] * 8), *people(ACADEMIA, 3, 3, *[None] * 5)],
    )
    results, item, groups = found(wave, By.SIDE)
    assert dict(results.groups) == {PUBLIC: 8, CSO: 9, ACADEMIA: 7}
    assert (item.n, item.missing, list(groups)) == (19, 5, [CSO])


def test_a_group_that_the_wave_withholds_is_withheld_in_every_item(app):
    everybody = [*people(CSO, *[5] * 9), *people(PUBLIC, *[1] * 5), *people(PRIVATE, None)]
    wave = waves.wave(waves.survey(waves.scale("a")), everybody)
    results, item, groups = found(wave, By.SIDE)
    assert dict(results.groups) == {CSO: 9}
    assert (item.n, list(groups)) == (14, [CSO])  # though of this item nobody's answer is small


def test_those_who_did_not_say_are_a_group_of_their_own_and_the_last(app):
    wave = waves.wave(
        waves.survey(waves.scale("a")), [*people(None, *[3] * 6), *people(CSO, *[4] * 5)]
    )
    assert list(found(wave, By.SIDE)[2]) == [CSO, None]


def test_an_open_wave_has_no_groups_and_neither_has_one_of_four(app):
    form = waves.survey(waves.scale("a"))
    is_open = waves.wave(form, people(CSO, *[3] * 10), settled=False)
    results, item, groups = found(is_open, By.SIDE)
    assert (results.by, results.groups, results.withheld, groups) == (None, {}, 0, {})
    assert (item.n, item.values) == (10, {"3": 10})
    of_four = results_of(waves.wave(form, people(CSO, *[3] * 4)), by=By.SIDE)
    assert (of_four.totals.counted, of_four.groups, of_four.items) == (4, {}, [])
    assert of_four.withheld == 4


@pytest.mark.parametrize("answering", [0, 1, 4])
def test_an_item_that_few_answered_looks_like_one_that_nobody_did(app, answering):
    wave = waves.wave(
        waves.survey(waves.scale("a")), people(CSO, *[3] * answering, *[None] * (9 - answering))
    )
    _, item, groups = found(wave, By.SIDE)
    assert (item.n, item.missing, item.values, groups) == (None, None, {}, {})


def test_one_person_who_answers_about_three_sessions_does_not_pass_for_three(app):
    asked = waves.scale("a", asked_of=AskedOf.SESSION)
    thrice = [Person(about={("a", number): 5 for number in (1, 2, 3)}, side=CSO) for _ in range(2)]
    once = [Person(about={("a", 1): 2}, side=PUBLIC) for _ in range(9)]
    silent = [Person(side=CSO) for _ in range(4)]
    wave = waves.wave(waves.survey(asked), [*thrice, *once, *silent])
    results, item, groups = found(wave, By.SIDE)
    assert dict(results.groups) == {PUBLIC: 9, CSO: 6}
    assert (item.n, item.missing) == (15, 4)
    assert groups == {}  # two people of the CSOs would be told, and the nine would tell them
    by_session = results_of(wave, by=By.SESSION)
    assert (by_session.groups, by_session.withheld) == ({}, 15)


def test_by_session_each_is_a_group_of_those_who_answered_about_it(app):
    asked = waves.scale("a", asked_of=AskedOf.SESSION)
    everybody = [Person(about={("a", 1): 4, ("a", 2): 1 + number % 5}) for number in range(6)] + [
        Person(about={("a", 3): 5}) for _ in range(5)
    ]
    wave = waves.wave(waves.survey(asked, waves.scale("b")), everybody)
    results = results_of(wave, by=By.SESSION)
    assert (dict(results.groups), results.withheld) == ({1: 6, 2: 6, 3: 5}, 0)
    of_sessions, once = results.items
    assert [(each.group, each.n) for each in of_sessions.groups] == [(1, 6), (2, 6), (3, 5)]
    assert (of_sessions.n, of_sessions.missing, once.groups) == (17, 0, ())


def test_no_opinion_counts_as_an_answer_and_has_no_number(app):
    wave = waves.wave(
        waves.survey(waves.scale("a", no_opinion=True)), people(CSO, 5, 5, NONE, NONE, NONE)
    )
    assert found(wave)[1].values == {"5": 2, "none": 3}


@pytest.mark.parametrize("by", [None, *By])
def test_a_cut_takes_as_many_statements_as_the_whole(app, by):
    form = waves.survey(waves.scale("a"), waves.question("b", QuestionKind.LONG_TEXT))
    wave = waves.wave(form, people(CSO, *[3] * 6, province="06"))
    with count_statements() as statements:
        results_of(wave, by=by)
    assert len(statements) == (5 if by in (By.SIDE, By.PROVINCE) else 4)


SIDES, PROVINCES = (CSO, PUBLIC, ACADEMIA, None), ("06", "19", "76")
everybody = st.lists(
    st.tuples(
        st.tuples(st.sampled_from(SIDES), st.sampled_from(PROVINCES)),
        st.integers(1, 7),
        st.tuples(st.booleans(), st.integers(0, 3).map(bool)),
    ),
    min_size=1,
    max_size=14,
)
"""Some people of one side and province each, and which of the two items they answered."""


@settings(
    deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(everybody)
def test_whoever_adds_up_what_is_shown_cannot_prove_a_group_of_one_to_four(app, groups):
    form = waves.survey(waves.scale("a"), waves.scale("b"))
    wave = waves.wave(
        form,
        [
            Person(
                dict.fromkeys([i for i, y in zip("ab", answering, strict=True) if y], 3), {}, *at
            )
            for at, n, answering in groups
            for _ in range(n)
        ],
    )
    seen = {by: results_of(wave, by=by) for by in (None, By.SIDE, By.PROVINCE)}
    true = Counter[tuple[object, ...]]()
    for at, n, answering in groups:
        for place, level in enumerate((True, *answering)):
            true[place, *at] += n * level
    for place, axis, attack in attacks(seen):
        for name in set((SIDES, PROVINCES)[axis]) - attack.shown[place, axis]:
            cells = [c for c in attack.cells if c[0] == place and c[axis + 1] == name]
            low, high = attack.bounds(cells)
            assert low - 1e-6 <= sum(true[cell] for cell in cells) <= high + 1e-6
            assert low < 0.5 or high > 4.5, (name, low, high)
    db.session.rollback()


def attacks(seen):
    """All items by one cut, and one item by both; for each item and cut that they are after.

    Not all items by both: who joins two cuts through several items may learn more, in rare cases
    (docs/security.md).
    """
    items = range(1, len(seen[None].items) + 1)
    for axis in (0, 1):
        attack = Attack(seen, items, axes=[axis])
        yield from ((place, axis, attack) for place in attack.levels)
    for item in items:
        attack = Attack(seen, [item], axes=[0, 1])
        yield from ((place, axis, attack) for place in attack.levels for axis in (0, 1))


class Attack:
    """All people and who of them answered each item, by side and province, as far as what the
    results show of a wave tells it. Level 0 is the whole form, then come its items."""

    def __init__(self, seen, items, *, axes):
        whole = seen[None]
        self.levels = [0] if whole.items else []
        self.levels += [at for at in items if whole.items[at - 1].n is not None]
        self.cells = [(at, s, p) for at in (0, 1, 2) for s in SIDES for p in PROVINCES]
        self.sums, self.numbers, self.shown = [], [], {}
        for at in self.levels:
            self._know(whole.items[at - 1].n if at else whole.totals.counted, at)
            for axis in axes:
                by = (By.SIDE, By.PROVINCE)[axis]
                shown = (
                    {each.group: each.n for each in seen[by].items[at - 1].groups}
                    if at
                    else seen[by].groups
                )
                self.shown[at, axis] = set(shown)
                for group, n in shown.items():
                    self._know(n, at, axis, group)

    def _know(self, n, at, axis=None, group=None):
        self.sums.append(
            [c[0] == at and (axis is None or c[axis + 1] == group) for c in self.cells]
        )
        self.numbers.append(n)

    def bounds(self, cells):
        fewer = [  # who answered an item answered the form
            [(c == (at, s, p)) - (c == (0, s, p)) for c in self.cells]
            for at in (1, 2)
            for s in SIDES
            for p in PROVINCES
        ]
        ends = []
        for sign in (1, -1):
            solved = linprog(
                [sign * (cell in cells) for cell in self.cells],
                A_ub=fewer,
                b_ub=[0] * len(fewer),
                A_eq=self.sums,
                b_eq=self.numbers,
                bounds=(0, 400),
            )
            assert solved.status == 0
            ends.append(sign * solved.fun)
        return ends
