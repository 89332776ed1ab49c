"""What the terms of a priority count, on rows."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest

from extensions import db
from lib.priority import Weights
from models.problems import ProblemScore, ProblemStanding
from models.scopes import PROGRAMME, Scope
from models.sectors import Sector
from models.workshops import RoundKind
from operations.problems.lists import list_of
from operations.problems.weights import change_weights, newest_version
from queries.problems.priority import prioritized
from tests import factories
from tests.factories import problems, said
from tests.statements import count_statements

NOW = datetime(2027, 3, 1, 9, 0, tzinfo=UTC)
PUBLIC, CSO = Sector.PUBLIC, Sector.CSO


def of_event(event, **more):
    return prioritized(Scope(event_id=event.id), **more)


def votes(row):
    return row.seats, row.chose


def close(scope):
    list_of(scope).closed_at = NOW


def merged(problem, into):
    problem.standing, problem.merged_into_id = ProblemStanding.MERGED, into.id
    db.session.flush()


def part(of, about, title="Parça"):
    made = problems.problem(about, title)
    made.part_of_id = of.id
    db.session.flush()
    return made


@pytest.mark.parametrize(
    ("sides", "points"),
    [
        ([], 0),
        ([PUBLIC, PUBLIC, Sector.ACADEMIA, None], 0),
        ([PUBLIC, CSO, CSO], 15),
        ([PUBLIC, PUBLIC, CSO, CSO], 30),
    ],
)
def test_both_sides_count_from_two_statements_each(app, sides, points):
    event = factories.event()
    said.statements(problems.problem(event), *sides)
    assert of_event(event)[0].terms.both == points


def test_a_side_that_may_not_be_told_yet_is_none(app):
    event = factories.event()
    problem = problems.problem(event)
    said.statements(problem, PUBLIC, CSO)
    said.statements(problem, CSO, CSO, PUBLIC, shown=False)
    [row] = of_event(event)
    assert row.sides == {**dict.fromkeys(Sector, 0), PUBLIC: 1, CSO: 1}
    assert (row.statements, row.terms.both, row.both_sides) == (5, 15, True)


def test_an_events_list_counts_once_it_is_closed(app):
    event = factories.event()
    said.statements(problems.problem(event), CSO)
    assert of_event(event)[0].terms.provinces == 0
    close(Scope(event_id=event.id))
    assert of_event(event)[0].terms.provinces == 25


def test_the_programme_counts_provinces_with_a_closed_list(app):
    corum, ankara, izmir, van = (factories.event(province=p) for p in ("19", "06", "35", "65"))
    whole = problems.problem(PROGRAMME, "Bütün")
    said.statements(part(whole, corum), CSO)
    said.statements(part(whole, izmir), CSO)
    said.statement(whole, event=None, province="01")
    for scope in (Scope(event_id=corum.id), Scope(event_id=ankara.id), Scope(province="65")):
        close(scope)
    close(Scope(event_id=van.id))  # the same province as the list before
    close(PROGRAMME)
    [row] = prioritized(PROGRAMME)
    assert row.terms.provinces == Fraction(25, 3)  # Çorum, of Çorum, Ankara and Van
    assert (row.provinces, row.events) == (["01", "19", "35"], [corum.id, izmir.id])


def test_harm_is_the_mean_of_what_was_given(app):
    event = factories.event()
    problem = problems.problem(event)
    said.statements(problem, CSO, None)
    assert (of_event(event)[0].hurts, of_event(event)[0].terms.harm) == (None, 10)
    said.statement(problem, hurts=5)
    said.statement(problem, hurts=4)
    [row] = of_event(event)
    assert (row.hurts, row.terms.harm) == (Fraction(9, 2), Fraction(35, 2))


def test_dots_of_closed_rounds_count_by_seat(app):
    event, other = factories.event(), factories.event()
    problem, beside = problems.problem(event, "A"), problems.problem(event, "B")
    voting = said.dots_round(event)
    first, *_more = said.seats_giving_dots(voting, [problem, beside, beside])
    said.vote(voting, first, beside, 3)
    said.seats_giving_dots(said.dots_round(event, closed=False), [problem])
    said.seats_giving_dots(said.dots_round(event, kind=RoundKind.MINE_TOO), [problem])
    said.seats_giving_dots(said.dots_round(other), [problems.problem(other)])
    rows = {row.problem.title: row for row in of_event(event)}
    assert votes(rows["A"]) == (3, 1) and rows["A"].terms.votes == 5
    assert votes(rows["B"]) == (3, 3) and rows["B"].terms.votes == 15


def test_a_seat_counts_once_through_merges_parts_and_statements(app):
    event = factories.event()
    whole = problems.problem(PROGRAMME, "Bütün")
    kept = part(whole, event)
    gone, dissolved = problems.problem(event, "Eski"), problems.problem(event, "Boş")
    voting = said.dots_round(event)
    [seat] = said.seats_giving_dots(voting, [kept])
    said.vote(voting, seat, gone)
    said.vote(voting, seat, said.statement(gone))
    said.seats_giving_dots(voting, [dissolved])
    dissolved.standing = ProblemStanding.DISSOLVED
    for statement in gone.statements:
        statement.problem = kept
    merged(gone, kept)
    assert [votes(row) for row in of_event(event)] == [(2, 1)]
    assert [votes(row) for row in prioritized(PROGRAMME)] == [(2, 1)]


def test_a_wide_problem_has_its_own_statements_and_those_of_parts_of_parts(app):
    event = factories.event(province="06")
    whole = problems.problem(PROGRAMME, "Bütün")
    middle = part(whole, Scope(province="06"))
    leaf = part(middle, event)
    for problem in (whole, middle, leaf):
        said.statements(problem, PUBLIC, event=event)
    said.statements(problems.problem(event, "Başka"), CSO)
    assert [row.statements for row in prioritized(PROGRAMME)] == [3]
    assert [row.statements for row in prioritized(Scope(province="06"))] == [2]
    leaf.standing = ProblemStanding.DISSOLVED
    assert [row.statements for row in prioritized(PROGRAMME)] == [2]


def test_of_equals_the_first_has_more_provinces_then_statements_then_the_first_title(app):
    for title in ("Çay", "Cam", "İz", "Işık"):
        said.statements(problems.problem(PROGRAMME, title), None)
    said.statements(problems.problem(PROGRAMME, "Zor"), None, event=factories.event())
    titles = [row.problem.title for row in prioritized(PROGRAMME)]
    assert titles == ["Zor", "Cam", "Çay", "Işık", "İz"]


def test_priorities_are_rounded_half_up_and_terms_are_not(app):
    event = factories.event()
    said.statements(problems.problem(event), *[None] * 6, hurts=2)
    [row] = of_event(event)
    assert (row.terms.harm, row.terms.count) == (5, Fraction(60, 16))
    assert row.priority == Decimal("8.8")  # 8.75


def test_a_published_list_keeps_its_weights(app):
    event, admin = factories.event(), factories.user()
    said.statements(problems.problem(event), PUBLIC, CSO)
    version = newest_version(at=NOW)
    assert of_event(event)[0].weights_version == version == 1
    change_weights(Weights(100, 0, 0, 0, 0), by=admin, at=NOW)
    assert (of_event(event)[0].weights_version, of_event(event)[0].priority) == (2, 50)
    its_list = list_of(Scope(event_id=event.id))
    its_list.published_at, its_list.weights_version = NOW, version
    assert (of_event(event)[0].weights_version, of_event(event)[0].terms.both) == (1, 15)


def test_a_median_is_shown_from_three_moderators_on(app):
    event = factories.event()
    problem, gone = problems.problem(event), problems.problem(event, "Eski")
    moderators = [factories.user() for _ in range(4)]

    def score(on, user, impact, minutes=0):
        at = NOW + timedelta(minutes=minutes)
        row = ProblemScore(
            problem_id=on.id, user_id=user.id, impact=impact, feasibility=2, scored_at=at
        )
        db.session.add(row)
        db.session.flush()

    def shown():
        return [(row.scorers, row.impact, row.feasibility) for row in of_event(event)]

    score(problem, moderators[0], 5)
    score(problem, moderators[1], 4)
    score(gone, moderators[0], 1, minutes=9)
    merged(gone, problem)
    assert shown() == [(2, None, None)]
    score(gone, moderators[2], 3)
    score(gone, moderators[3], 3)
    assert shown() == [(4, 3.5, 2.0)]


def test_only_what_is_open_or_public_is_shown(app):
    event = factories.event()
    public = problems.problem(event, "Açık", published_at=NOW)
    problems.problem(event, "Gizli")
    merged(problems.problem(event, "Eski"), public)
    assert {row.problem.title for row in of_event(event)} == {"Açık", "Gizli"}
    assert [row.problem.title for row in of_event(event, published_only=True)] == ["Açık"]


@pytest.mark.parametrize("count", [1, 3])
def test_a_list_takes_a_handful_of_statements(app, count):
    whole = problems.problem(PROGRAMME, "Bütün")
    for _number in range(count):
        event = factories.event()
        said.statements(part(whole, event), CSO)
        said.statements(problems.problem(PROGRAMME), CSO, event=event)
        said.seats_giving_dots(said.dots_round(event), [whole])
    db.session.commit()
    db.session.expunge_all()
    with count_statements() as seen:
        rows = prioritized(PROGRAMME)
        assert all(row.problem.event is None for row in rows)
    assert len(seen) == 9
