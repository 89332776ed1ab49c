from dataclasses import astuple

import pytest

from extensions import db
from models.sectors import Sector
from queries.feedback.results import By, results_of
from queries.feedback.texts import written_answers
from queries.feedback.waves import totals_of, wave_of_event
from tests import factories
from tests.factories.feedback import answer, close, count, questions, right, wave_of
from tests.statements import count_statements

CSO, PUBLIC, ACADEMIA = Sector.CSO, Sector.PUBLIC, Sector.ACADEMIA


@pytest.fixture
def event(app):
    return factories.event(over=True)


def test_ratings_are_counted_by_question_and_by_side(event):
    for rating in (5, 4, 4, 5, 5):
        answer(event, side=CSO, rating=rating)
    for rating in (1, 2, 3, 1, 1):
        answer(event, side=PUBLIC, rating=rating)
    results = results_of(close(event), by=By.SIDE)
    first = results.items[0]
    assert (first.n, first.missing) == (10, 0)
    assert first.values == {"1": 3, "2": 1, "3": 1, "4": 2, "5": 3}
    assert [(group.group, group.n, group.values) for group in first.groups] == [
        (PUBLIC, 5, {"1": 3, "2": 1, "3": 1}),
        (CSO, 5, {"4": 2, "5": 3}),
    ]
    assert (results.groups, results.withheld) == ({PUBLIC: 5, CSO: 5}, 0)


def test_what_was_left_empty_is_told_as_missing(event):
    for number in range(6):
        answer(event, text="Uzun" if number else "")
    results = results_of(close(event))
    text, problem = results.items[4], results.items[6]
    assert (text.n, text.missing, text.values) == (5, 1, {})
    assert (problem.n, problem.missing) == (None, None)  # nobody looks like one to four


def test_without_answers_there_is_no_share(event):
    assert wave_of_event(event) is None
    totals = totals_of(wave_of(event))
    assert (astuple(totals), totals.answered, totals.share) == ((0, 0, 0), 0, None)


def test_other_events_answers_are_not_counted(event):
    other = factories.event(over=True)
    for _ in range(6):
        answer(other, side=CSO)
    right(event)
    close(other)
    results = results_of(close(event), by=By.SIDE)
    assert (astuple(results.totals), results.totals.share) == ((1, 0, 0), 0)
    assert results.items == []


def test_fewer_than_five_in_all_are_a_number_and_no_more(event):
    for _ in range(4):
        answer(event, side=CSO)
    results = results_of(close(event), by=By.SIDE)
    assert astuple(results.totals) == (4, 4, 0)
    assert (results.groups, results.withheld, results.items) == ({}, 4, [])


def test_an_open_wave_has_totals_alone(event):
    for _ in range(12):
        answer(event, side=CSO, text="Uzun")
    count()
    wave = wave_of(event)
    results = results_of(wave, by=By.SIDE)
    assert astuple(results.totals) == (12, 7, 5)
    assert results.by is None and results.groups == {} and results.withheld == 0
    assert (results.items[0].n, results.items[0].groups) == (7, [])
    texts = written_answers(wave, questions(event)[4], limit=9)
    assert [text.side for text in texts.items] == [None] * 7


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ({CSO: 5, PUBLIC: 5}, {PUBLIC: 5, CSO: 5}),
        ({CSO: 9, PUBLIC: 2}, {}),  # the whole less the large side would be the two
        ({CSO: 9, ACADEMIA: 3, PUBLIC: 2}, {CSO: 9}),
        ({CSO: 9, PUBLIC: 6, ACADEMIA: 4}, {CSO: 9}),
        ({CSO: 9, None: 1}, {}),
        ({CSO: 4, None: 4}, {}),
    ],
)
def test_no_small_side_can_be_found_by_subtraction(event, counts, shown):
    for side, number in counts.items():
        for _ in range(number):
            answer(event, side=side, text=side or "?")
    wave = close(event)
    results = results_of(wave, by=By.SIDE)
    assert results.groups == shown
    assert results.withheld == sum(counts.values()) - sum(shown.values())
    assert {group.group: group.n for group in results.items[0].groups} == shown
    texts = written_answers(wave, questions(event)[4], limit=50).items
    assert {text.side for text in texts if text.side} == set(shown) - {None}


def test_a_text_that_fewer_than_five_wrote_is_not_shown(event):
    for number in range(8):
        answer(event, text="Az" if number < 4 else "")
    assert written_answers(close(event), questions(event)[4], limit=9).items == []


def test_results_cost_the_same_with_more_answers(event):
    counts = []
    for _ in range(2):
        for side in (CSO, PUBLIC) * 5:
            answer(event, side=side, text="Uzun")
        wave = close(event)
        db.session.refresh(wave)
        with count_statements() as counted:
            results_of(wave, by=By.SIDE)
        counts.append(len(counted))
        wave.closed_at, wave.settled = None, False  # not in life: so that more can answer
        db.session.commit()
    assert counts == [5, 5]
