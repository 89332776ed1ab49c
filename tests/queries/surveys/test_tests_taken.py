"""What those learnt who took a named test twice."""

from typing import Any

import pytest
from scipy import stats

from models.forms import QuestionKind
from queries.surveys.comparison import comparison_of
from tests.factories import waves
from tests.factories.waves import Person

TRUE_FALSE: dict[str, Any] = {
    "kind": QuestionKind.SINGLE_CHOICE,
    "choices": ("doğru", "yanlış"),
    "right": "doğru",
}


def taken(form, people):
    """The same form asked before or after: by name, which of the items each got right."""
    [first, second] = [
        {choice.label: choice.id for choice in question.choices} for question in form.questions[:2]
    ]
    return waves.wave(
        form,
        [
            Person(
                {
                    "a": (first["doğru" if right_a else "yanlış"],),
                    "b": (second["doğru" if right_b else "yanlış"],),
                },
                name=name,
            )
            for name, (right_a, right_b) in people.items()
        ],
    )


def a_test(**values):
    return waves.survey(
        waves.question("a", **TRUE_FALSE), waves.question("b", **TRUE_FALSE), **values
    )


def test_of_a_named_test_it_is_told_what_those_learnt_who_took_both(app):
    form = a_test(named=True)
    names = [f"Kişi {number}" for number in range(6)]
    before = taken(
        form, {**{n: (False, n == names[0]) for n in names}, "yalnız önce": (True, True)}
    )
    after = taken(
        form, {**{n.upper(): (True, n < names[3]) for n in names}, "sonra": (False, False)}
    )
    both = comparison_of(before, after)
    assert both.is_test
    learnt = both.learnt
    assert (learnt.n, learnt.full) == (6, 2)
    assert learnt.mean == pytest.approx((1 / 6, 9 / 6))
    assert learnt.gain.value == pytest.approx(8 / 6)
    differences = [1, 2, 2, 1, 1, 1]
    expected = stats.t.interval(0.95, 5, 8 / 6, stats.sem(differences))
    assert learnt.gain.ci == pytest.approx(expected)
    assert learnt.normalised == pytest.approx(8 / (12 - 1))
    assert learnt.right == {"a": (0, 1), "b": pytest.approx((1 / 6, 3 / 6))}


def test_of_four_who_took_both_nothing_is_told_and_of_anonymous_ones_neither(app):
    four = {f"Kişi {number}": (True, False) for number in range(4)}
    form = a_test(named=True)
    both = comparison_of(
        taken(form, {**four, "önce": (True, True)}), taken(form, {**four, "sonra": (True, True)})
    )
    assert (both.is_test, both.learnt) == (True, None)
    form = a_test()
    five = {**four, "beş": (True, True)}
    assert not comparison_of(taken(form, five), taken(form, five)).is_test


def test_of_two_of_one_name_nobody_knows_who_is_who(app):
    form = a_test(named=True)
    five = {f"Kişi {number}": (True, False) for number in range(5)}
    twice = taken(form, five)
    waves.answered(twice, [Person({}, name="KİŞİ 4")])
    assert comparison_of(twice, taken(form, five)).learnt is None
