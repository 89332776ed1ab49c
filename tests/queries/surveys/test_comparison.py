"""Two waves beside each other."""

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from scipy import stats

from extensions import db
from lib.measures.verdicts import Words
from models.feedback import WaveLink
from models.forms import QuestionKind
from models.sectors import Sector
from queries.feedback.results import By, results_of
from queries.surveys.compared import Why
from queries.surveys.comparison import comparison_of
from tests.factories import waves
from tests.factories.waves import Person
from tests.statements import count_statements

PUBLIC, CSO, ACADEMIA, PRIVATE = Sector.PUBLIC, Sector.CSO, Sector.ACADEMIA, Sector.PRIVATE


def people(side, *answers, item="a", province=None):
    return [Person({item: answer}, side=side, province=province) for answer in answers]


def compared(questions_a, people_a, people_b, questions_b=None, **values):
    form = waves.survey(*questions_a)
    first = waves.wave(form, people_a)
    form_b = waves.form(form.survey, *questions_b) if questions_b else form
    return comparison_of(first, waves.wave(form_b, people_b), **values)


BEFORE, AFTER = (1, 2, 2, 3, 3, 3, 4), (3, 4, 4, 4, 5, 5, 5, 5, 2)


def test_an_item_is_compared_by_all_measures(app):
    both = compared([waves.scale("a")], people(CSO, *BEFORE), people(CSO, *AFTER))
    [item] = both.items
    found = item.found
    welch = stats.ttest_ind(AFTER, BEFORE, equal_var=False)
    u = stats.mannwhitneyu(AFTER, BEFORE, method="asymptotic")
    assert (item.key, item.why, found.n) == ("a", None, (7, 9))
    assert found.mean_difference.value == pytest.approx(sum(AFTER) / 9 - sum(BEFORE) / 7)
    assert found.mean_difference.ci == pytest.approx(tuple(welch.confidence_interval()))
    assert (found.ranks.u, found.ranks.p) == (u.statistic, pytest.approx(u.pvalue))
    assert found.p_holm == found.ranks.p  # the only item
    assert found.delta.value == pytest.approx(2 * u.statistic / 63 - 1)
    assert found.top_two.value == pytest.approx(7 / 9 - 1 / 7)
    assert found.words is Words.LARGE


def test_holm_adjusts_over_all_items_of_the_page(app):
    questions = [waves.scale("a"), waves.scale("b"), waves.question("c", QuestionKind.LONG_TEXT)]
    low = [Person({"a": x, "b": x, "c": "söz"}) for x in BEFORE]
    high = [Person({"a": x, "b": 3, "c": "söz"}) for x in AFTER]
    a, b, text = (item.found for item in compared(questions, low, high).items)
    smaller, larger = sorted([a, b], key=lambda found: found.ranks.p)
    assert smaller.p_holm == pytest.approx(2 * smaller.ranks.p)
    assert larger.p_holm == max(larger.ranks.p, smaller.p_holm)
    assert (text.n, text.mean, text.ranks, text.p_holm, text.words) == (
        (7, 9),
        (None, None),
        None,
        None,
        None,
    )


@pytest.mark.parametrize(
    ("first", "second", "why"),
    [
        ({}, {"label": "Başka"}, Why.WORDING),
        ({}, {"label": "Yanlışsız", "asked_as": "a"}, None),
        ({}, {"points": 7}, Why.POINTS),
        ({"low": "kötü"}, {"low": "çok kötü"}, Why.LABELS),
        ({"high": "iyi"}, {"high": "çok iyi"}, Why.LABELS),
        ({"label": "A"}, {"label": "A", "help": "Açıklama"}, None),
    ],
)
def test_a_scale_is_compared_only_where_it_was_asked_alike(app, first, second, why):
    both = compared(
        [waves.scale("a", **first)],
        people(CSO, *BEFORE),
        people(CSO, *AFTER),
        [waves.scale("a", **second)],
    )
    [item] = both.items
    assert (item.why, item.found.n) == (why, (7, 9))
    assert (item.found.ranks is None) is (why is not None)


def test_choices_kinds_and_lost_items_are_named_as_reasons(app):
    choice, nps = QuestionKind.SINGLE_CHOICE, QuestionKind.NPS
    both = compared(
        [waves.question("c", choice, choices="xy"), waves.scale("k"), waves.scale("gone")],
        [Person({"k": 3, "gone": 2}) for _ in range(5)],
        [Person({"k": 3, "new": 2}) for _ in range(5)],
        [waves.question("c", choice, choices="xz"), waves.question("k", nps), waves.scale("new")],
    )
    told = {item.key: (item.why, item.found.n) for item in both.items}
    assert told == {
        "c": (Why.LABELS, (None, None)),
        "k": (Why.KIND, (5, 5)),
        "new": (Why.ABSENT, (None, 5)),
        "gone": (Why.ABSENT, (5, None)),
    }


@pytest.mark.parametrize(
    ("first", "second", "why"),
    [
        ({"link": WaveLink.OPEN}, {}, Why.OPEN_LINK),
        ({}, {"link": WaveLink.OPEN}, Why.OPEN_LINK),
        ({"link": WaveLink.OPEN}, {"link": WaveLink.OPEN}, None),
        ({"link": WaveLink.PAPER}, {}, None),
        ({}, {"settled": False}, Why.NOT_CLOSED),
    ],
)
def test_open_links_are_never_mixed_with_others_and_only_closed_waves_compared(
    app, first, second, why
):
    form = waves.survey(waves.scale("a"))
    waves_of_it = [
        waves.wave(form, people(CSO, *BEFORE), **first),
        waves.wave(form, people(PUBLIC, *AFTER), **second),
    ]
    both = comparison_of(*waves_of_it, by=By.SIDE)
    [item] = both.items
    assert (item.why, both.mix_moved) == (why, why is None)
    assert (item.found.mean_difference is None) is (why is not None)


def test_under_five_in_a_wave_there_are_only_the_counts(app):
    both = compared([waves.scale("a")], people(CSO, 1, 2, 3, 4), people(CSO, *AFTER), by=By.SIDE)
    assert [wave.n for wave in both.waves] == [4, 9]
    assert (both.items, both.mix_moved, both.waves[0].mix) == ([], False, {})


def test_an_item_that_few_answered_in_one_wave_has_no_figures(app):
    silent = [Person() for _ in range(4)]
    both = compared([waves.scale("a")], [*people(CSO, 1, 2, 3), *silent], people(CSO, *AFTER))
    [item] = both.items
    assert (item.found.n, item.found.mean_difference, item.found.words) == ((None, 9), None, None)


def test_a_group_stands_beside_itself_only_where_both_waves_show_it(app):
    both = compared(
        [waves.scale("a")],
        [*people(CSO, *BEFORE), *people(PUBLIC, 1, 1, 1, 1, 2), *people(ACADEMIA, *[3] * 8)],
        [*people(CSO, *AFTER), *people(PUBLIC, 5, 5, 5, 5, 4), *people(ACADEMIA, 1)],
        by=By.SIDE,
    )
    # Of academia there is one in the second wave, and so the five public ones go there, too.
    [item] = both.items
    assert [(group.group, group.found.n) for group in item.groups] == [(CSO, (7, 9))]
    [cso] = item.groups
    assert cso.found.mean_difference.value == pytest.approx(37 / 9 - 18 / 7)
    assert (cso.found.p_holm, cso.found.words) == (cso.found.ranks.p, Words.LARGE)
    assert item.found.n == (20, 15)


def test_where_the_mix_moved_the_difference_is_weighted_to_that_of_the_first_wave(app):
    """Each sector says what it said before; only more of the one that is content came."""
    both = compared(
        [waves.scale("a")],
        [*people(CSO, *[5, 4] * 5), *people(PUBLIC, *[1, 2] * 10)],
        [*people(CSO, *[5, 4] * 10), *people(PUBLIC, *[1, 2] * 5)],
    )
    [item] = both.items
    assert both.mix_moved
    assert [dict(wave.mix) for wave in both.waves] == [{PUBLIC: 20, CSO: 10}, {PUBLIC: 10, CSO: 20}]
    assert item.found.mean_difference.value == pytest.approx(1)
    assert item.found.weighted == 0


def test_a_sector_that_is_gone_is_a_warning_though_the_two_have_none_in_common(app):
    both = compared([waves.scale("a")], people(CSO, *BEFORE), people(PUBLIC, *AFTER))
    assert (both.mix_moved, both.items[0].found.weighted) == (True, None)
    # Five of the second wave are withheld, who may all be of the CSOs: nobody can say that it moved.
    some = [*people(PUBLIC, *[3] * 5), *people(CSO, 1, 1, 1), *people(PRIVATE, 2, 2)]
    mixed = [*people(CSO, *BEFORE), *people(ACADEMIA, 1, 1, 1), *people(PRIVATE, 2, 2, 2, 3)]
    both = compared([waves.scale("a")], mixed, some)
    assert [dict(wave.mix) for wave in both.waves] == [{CSO: 7}, {PUBLIC: 5}]
    assert both.mix_moved is False


def test_a_mix_that_hardly_moved_is_no_warning(app):
    everybody = [*people(CSO, *[5] * 10), *people(PUBLIC, *[1] * 10)]
    both = compared([waves.scale("a")], everybody, [*everybody, *people(CSO, 3, 3)])
    assert (both.mix_moved, both.items[0].found.weighted) == (False, None)


@pytest.mark.parametrize("by", [None, By.SIDE, By.PROVINCE])
def test_a_comparison_takes_at_most_seven_statements(app, by):
    form = waves.survey(waves.scale("a"), waves.question("c", QuestionKind.RANKING, choices="xyz"))
    first, second = (waves.wave(form, people(CSO, *BEFORE, province="06")) for _ in range(2))
    with count_statements() as statements:
        comparison_of(first, second, by=by)
    assert len(statements) == {None: 5, By.SIDE: 5, By.PROVINCE: 7}[by]


groups = st.lists(
    st.tuples(
        st.sampled_from((CSO, PUBLIC, ACADEMIA, PRIVATE)), st.integers(1, 5), st.integers(1, 7)
    ),
    min_size=2,
    max_size=9,
)


@pytest.mark.parametrize("app", ["sqlite"], indirect=True)
@settings(
    deadline=None, max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(groups, groups, st.permutations((CSO, PUBLIC, ACADEMIA, PRIVATE)))
def test_nothing_in_it_depends_on_how_what_is_withheld_is_made_up(app, before, after, swapped):
    """Where the results of two waves look alike, so does their comparison: so nothing can be
    solved for that the results withhold."""
    form, sides = waves.survey(waves.scale("a")), (CSO, PUBLIC, ACADEMIA, PRIVATE)
    other = dict(zip(sides, swapped, strict=True))
    first = waves.wave(form, _people(before))
    shown = results_of(first, by=By.SIDE).groups
    moved = {side: other[side] if side not in shown else side for side in sides}
    assume(len(set(moved.values())) == len(sides) and moved != {side: side for side in sides})
    like_first = waves.wave(form, _people([(moved[side], x, n) for side, x, n in before]))
    assume(_looks(first) == _looks(like_first))
    second = waves.wave(form, _people(after))
    for by in (None, By.SIDE):
        told, told_of_other = (comparison_of(w, second, by=by) for w in (first, like_first))
        assert (told.items, told.mix_moved) == (told_of_other.items, told_of_other.mix_moved)
        assert told.waves[0].mix == told_of_other.waves[0].mix
    db.session.rollback()


def _people(groups):
    return [Person({"a": x}, side=side) for side, x, n in groups for _ in range(n)]


def _looks(wave):
    results = results_of(wave, by=By.SIDE)
    return results.groups, results.withheld, results.items
