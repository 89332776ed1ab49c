import pytest

from blueprints.organizer.feedback import results as organizers
from models.sectors import Sector
from models.users import Role
from tests import factories
from tests.factories.feedback import answer, close, count, questions, right
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


def test_invited_and_answered_are_counted_at_once_and_shown_when_several_are(viewer, event, page):
    for _ in range(9):
        answer(event, side=Sector.CSO, rating=5, text="İyi <oldu>", problem="Süreç uzun")
    right(event)
    shown = viewer.get(page)
    assert figures(shown) == ["10", "9", "%90", "9"]  # invited, answered, share, not counted yet
    assert "İyi <oldu>" not in shown.words()
    answer(event, side=Sector.CSO, rating=5, text="İyi <oldu>")
    count()
    shown = viewer.get(page)
    assert figures(shown) == ["11", "10", "%91", "5"]
    assert shown.words().count("İyi <oldu>") == 5 * 2  # of two questions
    assert "Süreç uzun" not in shown.words()  # it is a statement, and on the list of problems


def test_sides_are_shown_once_the_wave_is_closed(viewer, event, page):
    for _ in range(10):
        answer(event, side=Sector.CSO, text="İyi")
    count()
    assert not viewer.get(page).all("span", class_="sector sector--cso")
    close(event)
    assert viewer.get(page).all("span", class_="sector sector--cso")


def test_a_small_side_is_not_shown_by_itself(viewer, event, page):
    for _ in range(6):
        answer(event, side=Sector.CSO)
    for _ in range(4):
        answer(event, side=None)
    answer(event, side=Sector.PUBLIC, text="Tek kişiyim")
    close(event)
    shown = viewer.get(page)
    assert shown.all("span", class_="sector sector--cso")
    assert not shown.all("span", class_="sector sector--public")
    assert "Tek kişiyim" not in shown.words()  # it would be the only one


def test_below_five_answers_only_their_number_is_shown(viewer, event, page):
    for _ in range(4):
        answer(event, side=Sector.CSO, text="Dört kişiyiz")
    close(event)
    shown = viewer.get(page)
    assert figures(shown) == ["4", "4", "%100"]
    assert not shown.all("section")
    assert "Dört kişiyiz" not in shown.words()


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
    for number in (10, 10):
        for _ in range(number):
            answer(event, side=Sector.CSO, text="Uzun")
        count()
        with count_statements() as counted:
            viewer.get(page)
        counts.append(len(counted))
    assert counts == [11, 11]


def test_many_written_answers_have_pages_of_their_own(viewer, event, page, monkeypatch):
    monkeypatch.setattr(organizers, "PAGE", 4)
    for number in range(6):
        answer(event, side=Sector.CSO if number else Sector.PUBLIC, text=f"Yanıt {number}.")
    for _ in range(4):
        answer(event, side=None)
    close(event)
    asked = questions(event)[4]
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


def test_another_events_question_is_not_found_here(viewer, event, page):
    answer(event)
    other = questions(factories.event())[6]
    viewer.get(f"{page}/questions/{other.id}", status=404)
    viewer.get(f"{page}/questions/{2**40}", status=404)
