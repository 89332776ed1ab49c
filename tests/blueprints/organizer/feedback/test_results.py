import pytest

from blueprints.organizer.feedback import results as organizers
from models.sectors import Sector
from models.users import Role
from tests import factories
from tests.factories.feedback import answer, invitation, questions
from tests.statements import count_statements


@pytest.fixture
def event(app):
    return factories.event(over=True)


@pytest.fixture
def page(event):
    return f"/organizer/events/{event.id}/feedback"


@pytest.fixture
def viewer(browser_of_pages):
    someone = factories.user(Role.VIEWER)
    factories.sign_in(browser_of_pages.client, someone)
    yield browser_of_pages


def figures(shown):
    return [e.text for e in shown.all("span", class_="figure__number")]


def test_before_anyone_is_invited_the_page_says_what_will_happen(viewer, page):
    shown = viewer.get(page)
    assert figures(shown) == ["0", "0"]
    assert shown.all("div", class_="empty")


def test_invited_and_answered_are_counted_and_texts_listed(viewer, event, page):
    for _ in range(3):
        answer(event, side=Sector.CSO, rating=5, problem="İzin süreci <uzun>", signature="Işıl Ö.")
    invitation(event)
    shown = viewer.get(page)
    assert figures(shown)[:2] == ["4", "3"]
    assert shown.words().count("İzin süreci <uzun>") == 3
    assert "Işıl Ö." in shown.words()


def test_a_small_side_is_not_shown_by_itself(viewer, event, page):
    for _ in range(4):
        answer(event, side=Sector.CSO)
    for _ in range(3):
        answer(event, side=None)
    answer(event, side=Sector.PUBLIC, problem="Tek kişiyim")
    shown = viewer.get(page)
    assert shown.all("span", class_="sector sector--cso")
    assert not shown.all("span", class_="sector sector--public")
    assert "Tek kişiyim" in shown.words()


@pytest.mark.parametrize("role", [Role.EVALUATOR, Role.CHECK_IN_STAFF])
def test_who_may_not_see_results_does_not(browser_of_pages, page, role):
    factories.sign_in(browser_of_pages.client, factories.user(role))
    browser_of_pages.get(page, status=403)


def test_another_provinces_feedback_is_not_found(browser_of_pages, page):
    user = factories.user(Role.PROVINCIAL_ORGANIZER, province="06")
    factories.sign_in(browser_of_pages.client, user)
    browser_of_pages.get(page, status=404)


def test_more_answers_need_no_more_questions_to_the_database(viewer, event, page):
    counts = []
    for _ in range(2):
        for _ in range(3):
            answer(event, side=Sector.CSO, problem="Uzun")
        with count_statements() as counted:
            viewer.get(page)
        counts.append(len(counted))
    assert counts[0] == counts[1] <= 7, counts


def test_many_written_answers_have_pages_of_their_own(viewer, event, page, monkeypatch):
    monkeypatch.setattr(organizers, "PAGE", 4)
    for number in range(6):
        answer(event, side=Sector.CSO if number else Sector.PUBLIC, problem=f"Sorun {number}.")
    for _ in range(2):
        answer(event, side=None)
    [asked] = [question for question in questions(event) if question.feeds_problem_list]
    own = f"{page}/questions/{asked.id}"
    [link] = viewer.get(page).all("a", href=own)
    assert "6" in link.text
    first = viewer.get(own)
    [further] = first.all("a", rel="next")
    second = viewer.get(further.attributes["href"])
    cards = [len(shown.all("li", class_="card")) for shown in (first, second)]
    assert cards == [4, 2]
    assert not first.all("span", class_="sector sector--public")  # one alone is not told apart
    assert not second.all("span", class_="sector sector--public")
    viewer.get(f"{own}?after=nonsense", status=400)


def test_another_events_question_is_not_found_here(viewer, page):
    other = questions(factories.event())[6]
    viewer.get(f"{page}/questions/{other.id}", status=404)
    viewer.get(f"{page}/questions/{2**40}", status=404)
