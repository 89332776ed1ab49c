"""The selection is the best there is, whatever the rules; its reasons hold when they are tried."""

import os
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.balanced_selection import Candidate, Limit, Terms, best_selection, shortfalls
from lib.selection_reasons import Exchanges, Side
from lib.whole_programmes import NotSolved

KINDS = {"sector": 3, "province": 3, "gender": 2, "institution": 4}
GROUPS = [(kind, str(value)) for kind, values in KINDS.items() for value in range(values)]

group_sets = st.fixed_dictionaries(
    {}, optional={kind: st.integers(0, values - 1) for kind, values in KINDS.items()}
).map(lambda chosen: frozenset((kind, str(value)) for kind, value in chosen.items()))


@st.composite
def candidates(draw, most=8):
    numbers = draw(st.lists(st.integers(1, 99), unique=True, max_size=most))
    return [
        Candidate(
            n,
            draw(st.integers(0, 4) | st.integers(0, 10_000)),
            draw(st.integers(0, 2)),
            draw(group_sets),
        )
        for n in numbers
    ]


@st.composite
def limits(draw):
    found = []
    for group in draw(st.lists(st.sampled_from(GROUPS), unique=True, max_size=6)):
        floor = draw(st.integers(0, 3))
        ceiling = draw(st.none() | st.integers(max(floor, 0), floor + 3))
        found.append(Limit(group, floor, ceiling))
    return found


@st.composite
def terms(draw, most=8):
    return Terms.of(draw(candidates(most)), draw(limits()), places=draw(st.integers(0, 6)))


def missing(asked: Terms, chosen) -> int:
    counted = asked.counts(chosen)
    return sum(max(0, limit.floor - counted[limit.group]) for limit in asked.limits)


def worth(asked: Terms, chosen) -> tuple[int, int, int, int]:
    ranks = {c.number: rank for rank, c in enumerate(asked.candidates, start=1)}
    return (
        -missing(asked, chosen),
        len(chosen),
        sum(asked.by_number[n].score for n in chosen),
        -sum(ranks[n] for n in chosen),
    )


def all_allowed(asked: Terms):
    numbers = [c.number for c in asked.candidates]
    for size in range(min(asked.places, len(numbers)) + 1):
        for chosen in combinations(numbers, size):
            if not asked.ceilings_passed(chosen):
                yield chosen


@settings(deadline=None, max_examples=150)
@given(terms())
def test_no_other_selection_within_the_limits_is_better(asked):
    chosen = best_selection(asked)
    assert not asked.ceilings_passed(chosen)
    assert len(chosen) <= asked.places
    assert worth(asked, chosen) == max(worth(asked, other) for other in all_allowed(asked))


@settings(deadline=None, max_examples=60)
@given(terms(most=14), st.randoms(use_true_random=False))
def test_the_order_in_which_people_and_rules_are_given_changes_nothing(asked, chance):
    people, rules = list(asked.candidates), list(asked.limits)
    chance.shuffle(people)
    chance.shuffle(rules)
    again = Terms.of(people, rules, places=asked.places)
    assert best_selection(again) == best_selection(asked)


@settings(deadline=None, max_examples=60)
@given(terms())
def test_a_floor_is_met_where_it_could_be_if_it_were_alone_or_is_told(asked):
    chosen = best_selection(asked)
    told = {shortfall.limit.group: shortfall for shortfall in shortfalls(asked, chosen)}
    counted = asked.counts(chosen)
    for limit in asked.limits:
        assert (limit.group in told) == (counted[limit.group] < limit.floor)
    for group, shortfall in told.items():
        most = max(
            sum(group in asked.by_number[n].groups for n in other) for other in all_allowed(asked)
        )
        assert shortfall.possible == most
        assert shortfall.candidates == sum(group in c.groups for c in asked.candidates)


@settings(deadline=None, max_examples=150)
@given(terms(most=10))
def test_every_reason_holds_when_the_two_people_are_exchanged(asked):
    chosen = best_selection(asked)
    reasons = {reason.number: reason for reason in Exchanges(asked, chosen).reasons()}
    assert list(reasons) == [c.number for c in asked.candidates]
    for number, reason in reasons.items():
        ranks = list(reasons)
        others = [
            other
            for other in ranks
            if (other in chosen) != reason.chosen
            and (ranks.index(other) < ranks.index(number)) == reason.chosen
        ]
        assert sum(c.count for c in reason.comparisons) == len(others)
        for comparison in reason.comparisons:
            assert comparison.breach is not None  # the selection is the best one
            for other in comparison.numbers:
                leaves, enters = (number, other) if reason.chosen else (other, number)
                exchanged = chosen - {leaves} | {enters}
                limit = comparison.breach.limit
                if comparison.breach.side is Side.CEILING:
                    assert limit in asked.ceilings_passed(exchanged)
                else:
                    assert asked.counts(exchanged)[limit.group] < limit.floor
                    assert missing(asked, exchanged) > missing(asked, chosen)
        if reason.closed:
            assert reason.closed in asked.ceilings_passed(chosen | {number})
        elif not reason.chosen:
            assert len(chosen) == asked.places


def test_taking_the_best_one_by_one_would_miss_a_floor_that_can_be_met():
    """Greedy takes 1 for the women's floor, then no place is left for the university."""
    woman, university, cso = ("gender", "woman"), ("sector", "academia"), ("sector", "cso")
    people = [
        Candidate(1, 90, 0, frozenset({woman, cso})),
        Candidate(2, 80, 0, frozenset({("gender", "man"), cso})),
        Candidate(3, 40, 0, frozenset({woman, university})),
    ]
    asked = Terms.of(people, [Limit(woman, 1), Limit(university, 1), Limit(cso, 0, 1)], places=2)
    assert best_selection(asked) == {1, 3}


def test_the_best_ranked_are_chosen_without_a_solver_where_they_meet_every_rule(monkeypatch):
    monkeypatch.setattr("sys.executable", "/nowhere")
    cso, public = ("sector", "cso"), ("sector", "public")
    people = [Candidate(n, n, 0, frozenset({cso if n % 2 else public})) for n in range(1, 9)]
    rules = [Limit(cso, 2), Limit(public, 0, 2)]
    assert best_selection(Terms.of(people, [], places=20)) == set(range(1, 9))
    assert best_selection(Terms.of(people, rules, places=4)) == {5, 6, 7, 8}
    with pytest.raises(NotSolved):
        best_selection(Terms.of(people, rules, places=5))  # a ceiling stands against it
    with pytest.raises(NotSolved):
        best_selection(Terms.of(people, rules, places=2))  # a floor does


def test_a_selection_that_the_presolve_of_the_solver_finds_impossible_is_made():
    groups = ["", "", "", "", "", "", "s0 g1", "s0 i0 g0", "s0 i0 g1", "p2 s0 g0", "p0 s0 i0 g1"]
    people = [
        Candidate(
            n,
            10 if n == 2 else 0,
            2 if n < 3 else 0,
            frozenset((each[0], each[1:]) for each in words.split()),
        )
        for n, words in enumerate(groups, 1)
    ]
    rules = [Limit(("g", "0"), 1, 1), Limit(("g", "1"), 1), Limit(("p", "2"), 1)]
    chosen = best_selection(Terms.of(people, rules, places=3))
    assert 10 in chosen and len(chosen) == 3


def test_a_ceiling_is_stronger_than_a_floor():
    cso, institution = ("sector", "cso"), ("institution", "dernek")
    people = [Candidate(n, n, 0, frozenset({cso, institution})) for n in range(1, 6)]
    asked = Terms.of(people, [Limit(cso, 3), Limit(institution, 0, 2)], places=4)
    assert best_selection(asked) == {4, 5}
    (told,) = shortfalls(asked, {4, 5})
    assert (told.limit.group, told.chosen, told.candidates, told.possible) == (cso, 2, 5, 2)


def test_equal_scores_are_decided_by_who_applied_first_and_then_by_number():
    people = [Candidate(n, 50, order, frozenset()) for n, order in ((7, 2), (5, 1), (3, 2))]
    assert best_selection(Terms.of(people, [], places=2)) == {5, 3}


def test_ten_public_six_csos_two_universities_and_two_firms_of_twenty():
    """Also where the best fifty are all officials."""
    sectors = ["public"] * 50 + ["cso"] * 20 + ["academia"] * 5 + ["private"] * 3
    people = [
        Candidate(n, 1000 - n, n, frozenset({("sector", sector)}))
        for n, sector in enumerate(sectors, start=1)
    ]
    wanted = {"public": 10, "cso": 6, "academia": 2, "private": 2}
    asked = Terms.of(
        people, [Limit(("sector", name), floor) for name, floor in wanted.items()], places=20
    )
    counted = asked.counts(best_selection(asked))
    assert {group[1]: count for group, count in counted.items()} == wanted


def processor_seconds() -> float:
    """Of this process and of those that it started and that have ended."""
    spent = os.times()
    return spent.user + spent.system + spent.children_user + spent.children_system


def a_thousand_applicants() -> list[Candidate]:
    return [
        Candidate(
            n,
            (n * 7919) % 7001 + 3000,
            n % 97,
            frozenset(
                {
                    ("sector", "abcde"[n * 31 % 5]),
                    ("province", str(n * 17 % 81)),
                    ("gender", "wm"[n * 13 % 7 % 2]),
                    ("institution", str(n * 101 % 397)),
                }
            ),
        )
        for n in range(1, 1001)
    ]


@pytest.mark.parametrize("places", [20, 300])
def test_a_thousand_applicants_and_forty_rules_take_less_than_two_seconds_of_a_processor(places):
    rules = [
        *(
            Limit(("sector", name), floor, floor + 60)
            for name, floor in zip("abcd", (9, 6, 2, 2), strict=True)
        ),
        Limit(("gender", "w"), 8),
        *(Limit(("province", str(n)), n % 3, n % 3 + 3) for n in range(35)),
    ]
    assert len(rules) == 40
    asked = Terms.of(a_thousand_applicants(), rules, places=places)
    begun = processor_seconds()
    chosen = best_selection(asked)
    list(Exchanges(asked, chosen).reasons())
    assert processor_seconds() - begun < 2
    assert len(chosen) == min(places, len(chosen))


def test_hundreds_of_floors_that_cannot_be_met_take_less_than_two_seconds_of_a_processor():
    rules = [
        *(Limit(("province", str(n)), 2, 3) for n in range(38)),
        *(Limit(("institution", str(n)), 1, 1 + n % 2) for n in range(397)),
    ]
    asked = Terms.of(a_thousand_applicants(), rules, places=20)
    chosen = best_selection(asked)
    begun = processor_seconds()
    assert len(shortfalls(asked, chosen)) > 400
    assert processor_seconds() - begun < 2
