from datetime import timedelta

import pytest
import sqlalchemy as sa

from extensions import db
from lib.priority import Weights
from models.audit import AuditAction, AuditEntry
from models.problems import PriorityWeights, Problem, ProblemScore
from models.users import User
from operations.problems.details import ProblemDetails, change_details
from operations.problems.scores import score_problem
from operations.problems.weights import NotAHundred, change_weights, newest_version
from tests import factories
from tests.factories import NOW, problems
from tests.turns import while_held

LATER = NOW + timedelta(hours=1)


def actions():
    return list(db.session.scalars(sa.select(AuditEntry.action).order_by(AuditEntry.id)))[-2:]


def test_a_moderators_second_score_replaces_the_first(app):
    problem, moderator = problems.problem(factories.event()), factories.user()
    score_problem(problem, impact=1, feasibility=2, by=moderator, at=NOW)
    score = score_problem(problem, impact=5, feasibility=4, by=moderator, at=LATER)
    assert (score.impact, score.feasibility, score.scored_at) == (5, 4, LATER)
    score_problem(problem, impact=3, feasibility=3, by=factories.user(), at=LATER)
    assert db.session.query(ProblemScore).count() == 2
    assert actions() == [AuditAction.PROBLEM_SCORED] * 2


def test_weights_are_versions_and_add_up_to_a_hundred(app):
    admin = factories.user()
    assert newest_version(at=NOW) == 1
    assert change_weights(Weights(), by=admin, at=NOW).version == 1
    made = change_weights(Weights(50, 20, 10, 10, 10), by=admin, at=LATER)
    assert (made.version, made.made_by_id, newest_version(at=NOW)) == (2, admin.id, 2)
    for bad in (Weights(50, 20, 10, 10, 11), Weights(120, -20, 0, 0, 0)):
        with pytest.raises(NotAHundred):
            change_weights(bad, by=admin, at=LATER)
    assert db.session.query(PriorityWeights).count() == 2
    assert actions() == [AuditAction.WEIGHTS_CHANGED]


def test_details_are_kept_and_noted_without_their_words(app):
    problem, moderator = problems.problem(factories.event()), factories.user()
    details = ProblemDetails(summary="Özet", topic="Ulaşım", not_taken_up="Başka kurumun işi")
    change_details(problem, details, by=moderator, at=NOW)
    assert (problem.summary, problem.topic) == ("Özet", "Ulaşım")
    assert problem.not_taken_up_in("en") == "Başka kurumun işi"
    assert db.session.scalars(sa.select(AuditEntry)).all()[-1].details == {}


@pytest.mark.race
def test_two_who_change_the_weights_at_once_make_two_versions(app):
    admin = factories.user()
    newest_version(at=NOW)
    db.session.commit()
    number = admin.id

    def change(weights):
        made = change_weights(weights, by=db.session.get_one(User, number), at=NOW)
        db.session.commit() if weights.both_sides == 50 else None
        return made.version

    first, second = Weights(40, 15, 20, 15, 10), Weights(50, 5, 20, 15, 10)
    assert while_held(app, lambda: change(first), lambda: change(second)) == 3


@pytest.mark.race
def test_a_moderator_who_scores_twice_at_once_has_one_score(app):
    problem, moderator = problems.problem(factories.event()), factories.user()
    db.session.commit()
    numbers = problem.id, moderator.id

    def score(impact):
        rows = db.session.get_one(Problem, numbers[0]), db.session.get_one(User, numbers[1])
        score_problem(rows[0], impact=impact, feasibility=3, by=rows[1], at=NOW)
        db.session.commit()

    while_held(app, lambda: score(1), lambda: score(5))
    assert [row.impact for row in db.session.scalars(sa.select(ProblemScore))] == [5]
