import pytest

from extensions import db
from models.problems import PriorityWeights, Problem, ProblemScore
from models.scopes import PROGRAMME, Scope
from models.sectors import Sector
from models.users import Role
from operations.problems.lists import list_of
from operations.problems.scores import score_problem
from policy import Permission, may
from tests import factories
from tests.factories import NOW, problems, said
from tests.statements import count_statements


@pytest.fixture
def event(app):
    return factories.event(province="19", title="Çorum Günü")


@pytest.fixture
def moderator(browser_of_pages):
    factories.sign_in(browser_of_pages.client, factories.user(Role.MODERATOR, province="19"))
    return browser_of_pages


@pytest.fixture
def admin(browser_of_pages):
    factories.sign_in(browser_of_pages.client, factories.user())
    return browser_of_pages


def problem(about, title="Yol", **values):
    made = problems.problem(about, title, **values)
    db.session.commit()
    return made


def addresses(event, problem):
    row = f"/organizer/problems/{problem.id}"
    return {
        "/organizer/problems": Permission.SEE_RESULTS,
        f"/organizer/events/{event.id}/problems/priorities": Permission.SEE_RESULTS,
        "/organizer/problems/lists/19/priorities": Permission.SEE_RESULTS,
        f"{row}/score": Permission.MODERATE_PROBLEMS,
        f"{row}/details": Permission.MODERATE_PROBLEMS,
    }


@pytest.mark.parametrize("role", list(Role))
def test_pages_open_for_those_who_may_and_only_in_their_province(browser_of_pages, event, role):
    made, client = problem(event), browser_of_pages.client
    there = factories.event(province="06")
    elsewhere = addresses(there, problem(there))
    factories.sign_in(client, factories.user(role, province="19"))
    for address, permission in addresses(event, made).items():
        allowed = may(factories.user(role), permission)
        assert client.get(address).status_code == (200 if allowed else 403), address
    for address, permission in elsewhere.items():
        if "19" not in address and address != "/organizer/problems":
            expected = 404 if may(factories.user(role), permission) else 403
            assert client.get(address).status_code == expected, address
    for code in ("06", "programme", "99", "x"):
        answer = client.get(f"/organizer/problems/lists/{code}/priorities")
        assert answer.status_code == (
            404 if may(factories.user(role), Permission.SEE_RESULTS) else 403
        )


def test_all_lists_stand_on_one_page_with_how_far_each_has_come(admin, event):
    own = problem(event)
    said.statements(own, Sector.CSO)
    said.statement(None, event=event, unanswered=True)
    said.statement(None, event=None, province="06")
    list_of(Scope(event_id=event.id)).published_at = NOW
    list_of(Scope(event_id=event.id)).closed_at = NOW
    list_of(Scope(event_id=factories.event().id))  # nothing is on it
    db.session.commit()
    rows = admin.get("/organizer/problems?lang=en").all("tr")[1:]
    words = [" ".join(row.text.split()) for row in rows]
    assert [text.split(" 0 ")[0] for text in words[:1]] == ["Whole programme"]
    assert words[1].startswith("Ankara list of the province 1 1 0 0 Not public")
    assert words[2].startswith("Çorum Günü Çorum 2 1 1 1 Public Closed")
    assert len(words) == 3


def test_who_sees_one_province_sees_its_lists_alone(moderator, event):
    problem(event)
    problem(factories.event(province="06", title="Ankara Günü"))
    problem(PROGRAMME)
    words = moderator.get("/organizer/problems").words("main")
    assert "Çorum Günü" in words and "Ankara" not in words and "programme" not in words.lower()


def test_a_moderator_scores_a_problem_and_changes_the_score(moderator, event):
    made = problem(event)
    address = f"/organizer/problems/{made.id}/score"
    for impact in ("5", "2"):
        answer = moderator.submit(address, {"impact": impact, "feasibility": "4"})
        assert answer.status_code == 303
    [score] = db.session.query(ProblemScore).all()
    assert (score.impact, score.feasibility) == (2, 4)
    checked = [
        box.attributes["value"]
        for box in moderator.get(address).all("input", type="radio")
        if "checked" in box.attributes
    ]
    assert checked == ["2", "4"]
    page = moderator.get(f"/organizer/events/{event.id}/problems/priorities?lang=en")
    assert "Change my score (2, 4)" in page.words("main")
    moderator.post(address, {"impact": "6", "feasibility": ""}, status=422)


def test_three_scores_put_a_problem_into_the_matrix(admin, event):
    high, low = problem(event, "Yol"), problem(event, "Su")
    for impact in (3, 4, 5):
        someone = factories.user()
        for made, given in ((high, impact), (low, impact - 2)):
            score_problem(made, impact=given, feasibility=4, by=someone, at=NOW)
    problem(event, "Yalnız")
    db.session.commit()
    page = admin.get(f"/organizer/events/{event.id}/problems/priorities?lang=en")
    assert page.all("svg", role="img") and page.all("title") and page.all("desc")
    words = page.words("main")
    assert "Of 2 problems with a median, 1 have a high impact" in words
    fields = [cell.text for cell in page.all("td", data_label="Field")]
    assert fields == ["Low impact, feasible", "High impact, feasible"]
    assert "Scored by 0 moderators" in words


def test_details_are_kept_and_shown(moderator, event):
    made = problem(event, published_at=NOW)
    details = {"summary": "Yol kapalı.", "topic": "Ulaşım", "not_taken_up": "Yetkimiz dışında"}
    answer = moderator.submit(f"/organizer/problems/{made.id}/details", details)
    assert answer.status_code == 303
    db.session.expire_all()
    kept = db.session.get_one(Problem, made.id)
    assert {name: getattr(kept, name) for name in details} == details
    words = moderator.get(f"/problems/{made.id}-yol").words("main")
    assert all(text in words for text in details.values())
    moderator.post(f"/organizer/problems/{made.id}/details", {"topic": "x" * 101}, status=422)


WEIGHTS = {"both_sides": "40", "provinces": "20", "harm": "20", "votes": "10", "count": "10"}


def test_weights_are_changed_by_those_who_see_all_provinces(admin):
    address = "/organizer/problems/weights"
    admin.post(address, {**WEIGHTS, "count": "11"}, status=422)
    admin.post(address, {**WEIGHTS, "count": "-1"}, status=422)
    assert admin.submit(address, WEIGHTS).status_code == 303
    assert [row.version for row in db.session.query(PriorityWeights)] == [1, 2]
    [box] = admin.get(address).all("input", name="both_sides")
    assert box.attributes["value"] == "40"


def test_weights_are_not_there_for_those_of_one_province(moderator):
    address = "/organizer/problems/weights"
    moderator.get(address, status=404)
    fields = moderator.get("/account").form_values()
    answer = moderator.client.post(address, data={**WEIGHTS, "csrf_token": fields["csrf_token"]})
    assert answer.status_code == 404
    assert db.session.query(PriorityWeights).count() == 0


@pytest.mark.parametrize("count", [1, 3])
def test_the_pages_take_a_fixed_number_of_statements(admin, event, count):
    for number in range(count):
        said.statements(problem(event, f"Sorun {number}"), Sector.CSO)
        said.statements(problem(factories.event()), Sector.CSO)
    for address, most in (
        ("/organizer/problems", 4),
        (f"/organizer/events/{event.id}/problems/priorities", 13),
    ):
        db.session.expunge_all()
        with count_statements() as seen:
            admin.get(address)
        assert len(seen) == most, address
