import pytest

from extensions import db
from models.problems import ProblemStanding
from models.scopes import PROGRAMME, Scope
from models.sectors import Sector
from models.users import Role
from tests import factories
from tests.factories import NOW, problems, said


def score(program, problem, status=200, **body):
    return program.call("PUT", f"/problems/{problem.id}/score", status, json=body)


def test_a_list_says_of_each_problem_all_that_its_place_is_counted_from(program):
    event = factories.event(province="06")
    whole = problems.problem(PROGRAMME, "Bütün")
    problem = problems.problem(event, "Yol", title_en="Road", part_of_id=whole.id, published_at=NOW)
    said.statements(problem, Sector.PUBLIC, Sector.CSO, hurts=4)
    said.statement(problem)
    said.seats_giving_dots(said.dots_round(event), [problem, problems.problem(event, "Su")])
    db.session.commit()
    first, second = program.get(f"/problems?scope=event:{event.id}")["items"]
    assert first == {
        "id": problem.id,
        "title": "Yol",
        "title_en": "Road",
        "scope": f"event:{event.id}",
        "statements": 3,
        "sides": {"public": 1, "cso": 1, "academia": 0, "private": 0, "other": 0},
        "provinces": ["06"],
        "events": [event.id],
        "hurts": 4.0,
        "votes": {"seats": 2, "chose": 1},
        "impact": None,
        "feasibility": None,
        "priority": 39.8,
        "terms": {
            "both": 15.0,
            "provinces": 0.0,
            "harm": 15.0,
            "votes": 7.5,
            "count": 30 / 13,
        },
        "weights_version": 1,
        "part_of": whole.id,
        "published": True,
    }
    assert (second["title"], second["part_of"], second["published"]) == ("Su", None, False)
    [gathered] = program.get("/problems?scope=programme")["items"]
    assert (gathered["statements"], gathered["scope"]) == (3, "programme")
    assert program.get("/problems?scope=province:06")["items"] == []


@pytest.mark.parametrize("query", ["", "?scope=", "?scope=province:99", "?scope=event:x"])
def test_what_names_no_list_is_refused(program, query):
    assert "scope" in program.get(f"/problems{query}", 422)["errors"]


def test_lists_of_elsewhere_are_not_there(program_of):
    stranger = program_of(Role.MODERATOR, province="06")
    event = factories.event(province="19")
    elsewhere = [problems.problem(place) for place in (event, Scope(province="19"), PROGRAMME)]
    own = problems.problem(Scope(province="06"))
    db.session.commit()
    for scope in (f"event:{event.id}", "province:19", "programme", "event:999"):
        stranger.get(f"/problems?scope={scope}", 404)
    assert [item["id"] for item in stranger.get("/problems?scope=province:06")["items"]] == [own.id]
    for problem in elsewhere:
        score(stranger, problem, 404, impact=1, feasibility=1)
    score(stranger, own, impact=1, feasibility=1)


def test_three_scores_make_a_median(program, program_of):
    problem = problems.problem(PROGRAMME)
    db.session.commit()
    others = [program_of(Role.MODERATOR), program_of(Role.PROVINCIAL_ORGANIZER)]
    for moderator, impact in zip([program, *others], (2, 4, 5), strict=True):
        score(moderator, problem, impact=1, feasibility=1)
        answer = score(moderator, problem, impact=impact, feasibility=3)
    assert answer == {"problem_id": problem.id, "impact": 5, "feasibility": 3}
    [row] = program.get("/problems?scope=programme")["items"]
    assert (row["impact"], row["feasibility"]) == (4.0, 3.0)


@pytest.mark.parametrize(
    "body",
    [
        {"impact": 0, "feasibility": 1},
        {"impact": 6, "feasibility": 1},
        {"impact": 2.5, "feasibility": 1},
        {"impact": "3", "feasibility": 1},
        {"impact": True, "feasibility": 1},
        {"impact": 3},
    ],
)
def test_a_score_is_two_whole_numbers_from_1_to_5(program, body):
    problem = problems.problem(PROGRAMME)
    db.session.commit()
    score(program, problem, 422, **body)


def test_what_is_no_problem_any_more_takes_no_score(program):
    problem = problems.problem(PROGRAMME, standing=ProblemStanding.DISSOLVED)
    db.session.commit()
    score(program, problem, 404, impact=1, feasibility=1)
