from hypothesis import given
from hypothesis import strategies as st

from lib.conditions import Condition, asked


def test_what_hangs_on_nothing_is_asked():
    assert asked({1: None, 2: None}, {}) == {1, 2}


def test_a_question_appears_with_the_answer_that_it_hangs_on():
    conditions = {1: None, 2: Condition(1, frozenset({"yes"}))}
    assert asked(conditions, {1: {"no"}}) == {1}
    assert asked(conditions, {1: {"yes"}}) == {1, 2}


def test_an_answer_to_a_question_that_is_not_asked_counts_for_nothing():
    conditions = {
        1: None,
        2: Condition(1, frozenset({"yes"})),
        3: Condition(2, frozenset({"yes"})),
    }
    assert asked(conditions, {1: {"no"}, 2: {"yes"}}) == {1}
    assert asked(conditions, {1: {"yes"}, 2: {"yes"}}) == {1, 2, 3}


def test_an_answer_of_an_earlier_form_counts_by_itself():
    assert asked({5: Condition(1, frozenset({"7"}))}, {1: {"7", "8"}}) == {5}
    assert asked({5: Condition(1, frozenset({"7"}))}, {}) == set()


def test_a_circle_is_never_asked():
    conditions = {1: Condition(2, frozenset({"yes"})), 2: Condition(1, frozenset({"yes"}))}
    assert asked(conditions, {1: {"yes"}, 2: {"yes"}}) == set()
    assert asked({1: Condition(1, frozenset({"yes"}))}, {1: {"yes"}}) == set()


VALUES = st.sampled_from(["yes", "no", "1", "2"])
ANSWERS = st.dictionaries(st.integers(0, 9), st.sets(VALUES, max_size=2))
CONDITIONS = st.dictionaries(
    st.integers(0, 7),
    st.none() | st.builds(Condition, st.integers(0, 9), st.frozensets(VALUES, max_size=3)),
)


def reference(conditions, answers, number, path=frozenset()):
    """Asked, read from the question upwards to what it hangs on."""
    if number in path:
        return False
    condition = conditions[number]
    if condition is None:
        return True
    if not condition.values & answers.get(condition.on, set()):
        return False
    outside = condition.on not in conditions
    return outside or reference(conditions, answers, condition.on, path | {number})


@given(CONDITIONS, ANSWERS)
def test_it_agrees_with_following_each_condition_upwards(conditions, answers):
    expected = {number for number in conditions if reference(conditions, answers, number)}
    assert asked(conditions, answers) == expected
