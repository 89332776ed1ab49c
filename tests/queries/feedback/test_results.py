import pytest

from models.sectors import Sector
from queries.feedback.results import feedback_results, sides_large_enough
from tests import factories
from tests.factories.feedback import answer, invitation

CSO, PUBLIC, ACADEMIA = Sector.CSO, Sector.PUBLIC, Sector.ACADEMIA


def test_ratings_are_counted_by_question_and_by_side(app):
    event = factories.event(over=True)
    for rating in (5, 4, 4):
        answer(event, side=CSO, rating=rating)
    for rating in (1, 2, 3):
        answer(event, side=PUBLIC, rating=rating)
    results = feedback_results(event)
    first = results.questions[0]
    assert first.ratings.counts == {1: 1, 2: 1, 3: 1, 4: 2, 5: 1}
    assert first.ratings.mean == pytest.approx(19 / 6)
    assert first.ratings_by_side[CSO].mean == pytest.approx(13 / 3)
    assert first.ratings_by_side[PUBLIC].counts == {1: 1, 2: 1, 3: 1, 4: 0, 5: 0}
    assert results.sides == {PUBLIC: 3, CSO: 3}


def test_without_answers_there_is_no_mean_and_no_share(app):
    results = feedback_results(factories.event())
    assert (results.invited, results.answered, results.share) == (0, 0, None)
    assert results.questions[0].ratings.mean is None


def test_other_events_answers_are_not_counted(app):
    event, other = factories.event(over=True), factories.event(over=True)
    answer(other, side=CSO)
    invitation(event)
    results = feedback_results(event)
    assert (results.invited, results.answered, results.share) == (1, 0, 0)
    assert results.questions[0].ratings.total == 0


def test_the_side_of_a_text_is_hidden_where_few_are_of_that_side(app):
    event = factories.event(over=True)
    for _ in range(3):
        answer(event, side=CSO, problem="çok")
    for _ in range(3):
        answer(event, side=None)
    answer(event, side=ACADEMIA, problem="az")
    texts = {t.text: t.side for q in feedback_results(event).questions for t in q.texts}
    assert texts == {"çok": CSO, "az": None}


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ({CSO: 3, PUBLIC: 3}, {PUBLIC: 3, CSO: 3}),
        ({CSO: 9, PUBLIC: 2}, {}),  # the whole less the large side would be the two
        ({CSO: 9, ACADEMIA: 4, PUBLIC: 2}, {CSO: 9}),
        ({CSO: 9, ACADEMIA: 2, PUBLIC: 2}, {CSO: 9}),
        ({CSO: 9, None: 1}, {}),
        ({None: 5}, {}),
        ({}, {}),
    ],
)
def test_no_small_group_can_be_found_by_subtraction(counts, shown):
    assert sides_large_enough(counts) == shown
