import pytest
import sqlalchemy as sa

from blueprints.organizer.problems import problems as problems_of_organizers
from extensions import db
from models.problems import Problem
from models.sectors import Sector
from models.statements import Statement, StatementSource
from models.users import Role
from operations.problems.problems import merge
from operations.problems.statements import add_statement
from tests import factories
from tests.factories import NOW
from tests.statements import count_statements


@pytest.fixture
def event(app):
    return factories.event()


@pytest.fixture
def page(event):
    return f"/organizer/events/{event.id}/problems"


@pytest.fixture
def moderator(browser_of_pages):
    someone = factories.user(Role.MODERATOR)
    factories.sign_in(browser_of_pages.client, someone)
    yield browser_of_pages


def say(event, text="Yazılarımıza yanıt gelmiyor", side=Sector.CSO):
    made = add_statement(
        event, text=text, side=side, source=StatementSource.ORGANIZER, by=None, at=NOW
    )
    db.session.commit()
    return made


def problem(event, title="Yazışma uzun sürüyor", count=1):
    made = merge(event, [say(event) for _ in range(count)], title=title, by=None, at=NOW)
    db.session.commit()
    return made


def problems():
    db.session.remove()
    found = db.session.scalars(sa.select(Problem).order_by(Problem.id))
    return {p.title: sorted(s.text for s in p.statements) for p in found}


def test_two_statements_become_a_problem_under_the_moderators_title(moderator, event, page):
    first, second = say(event, "Bir", Sector.CSO), say(event, "İki", Sector.PUBLIC)
    say(event, "Başka")
    answer = moderator.submit(
        page, {"statement": [str(first.id), str(second.id)], "title": "İkisi de aynı şey"}
    )
    assert answer.status_code == 303
    assert problems() == {"İkisi de aynı şey": ["Bir", "İki"]}
    shown = moderator.get(page)
    assert "İkisi de aynı şey" in [heading.text for heading in shown.all("h3")]
    for side in ("cso", "public"):
        assert shown.all("span", class_=f"sector sector--{side}"), side


def test_what_was_ticked_and_typed_stays_when_the_title_is_missing(moderator, event, page):
    first, second = say(event, "Bir"), say(event, "İki")
    shown = moderator.post(page, {"statement": str(first.id), "title": "", "title_en": "Both"})
    boxes = {box.attributes["value"]: box for box in shown.all("input", name="statement")}
    assert "checked" in boxes[str(first.id)].attributes
    assert "checked" not in boxes[str(second.id)].attributes
    assert shown.all("input", name="title_en")[0].attributes["value"] == "Both"
    assert problems() == {}


def test_a_statement_joins_a_problem_that_keeps_its_title(moderator, event, page):
    grown, late = problem(event), say(event, "Geç gelen")
    moderator.submit(page, {"statement": str(late.id), "problem": str(grown.id), "title": ""})
    assert problems() == {"Yazışma uzun sürüyor": ["Geç gelen", "Yazılarımıza yanıt gelmiyor"]}


def test_two_problems_that_say_the_same_become_one(moderator, event, page):
    numbers = [str(problem(event, title).id) for title in ("Bir", "İki")]
    moderator.submit(page, {"problem": numbers, "title": "Birleşik"})
    assert {title: len(said) for title, said in problems().items()} == {"Birleşik": 2}


@pytest.mark.parametrize(
    "ticked",
    [{}, {"statement": "999999999999999999999999"}, {"statement": "x"}, {"problem": "99999999999"}],
)
def test_nothing_ticked_that_is_there_is_said_and_changes_nothing(moderator, event, page, ticked):
    say(event)
    answer = moderator.submit(page, {**ticked, "title": "Boş"})
    assert answer.status_code == 303
    assert len(moderator.get(page).all("div", class_="notice notice--danger")) == 1
    assert problems() == {}


def test_another_events_statement_cannot_be_merged_here(moderator, event, page):
    elsewhere = say(factories.event(title="Başka gün"))
    say(event)
    moderator.submit(page, {"statement": str(elsewhere.id), "title": "Olmaz"})
    assert problems() == {}


def test_a_problem_is_renamed_on_its_own_page(moderator, event):
    made = problem(event)
    edit = f"/organizer/problems/{made.id}/edit"
    assert moderator.get(edit).all("input", name="title")[0].attributes["value"] == made.title
    moderator.post(edit, {"title": ""})
    moderator.submit(edit, {"title": "Yeni başlık", "title_en": "New title"})
    assert list(problems()) == ["Yeni başlık"]


def test_dissolving_and_detaching_give_the_statements_back(moderator, event, page):
    made = problem(event, count=2)
    [first, *_] = made.statements
    moderator.submit(f"/organizer/statements/{first.id}/detachment", {}, page=page)
    assert {title: len(said) for title, said in problems().items()} == {made.title: 1}
    moderator.submit(f"/organizer/problems/{made.id}/dissolution", {}, page=page)
    assert problems() == {}
    assert len(moderator.get(page).all("input", name="statement")) == 2


def test_a_published_list_is_on_the_public_page_until_it_is_withdrawn(moderator, event, page):
    problem(event)
    public = f"/events/{event.slug}/problems"
    assert "Yazışma uzun sürüyor" not in moderator.get(public).words()
    moderator.submit(f"{page}/publication", {}, page=page)
    assert "Yazışma uzun sürüyor" in moderator.get(public).words()
    moderator.submit(f"{page}/withdrawal", {}, page=page)
    assert "Yazışma uzun sürüyor" not in moderator.get(public).words()


def test_a_statement_from_the_flip_chart_is_added_with_its_side(moderator, event, page):
    address = f"/organizer/events/{event.id}/statements"
    answer = moderator.submit(address, {"text": "Salon küçük", "side": "academia"}, page=page)
    assert answer.status_code == 303
    [said] = db.session.scalars(sa.select(Statement))
    assert (said.text, said.side, said.source) == (
        "Salon küçük",
        Sector.ACADEMIA,
        StatementSource.ORGANIZER,
    )
    moderator.submit(address, {"text": "Kim dedi belli değil", "side": ""}, page=page)
    assert db.session.scalar(sa.select(Statement).where(~Statement.said_by.has()))


@pytest.mark.parametrize(
    "sent",
    [{"text": ""}, {"text": "x" * 2001}, {"text": "a", "side": "martian"}, {"text": "\x00 \x00"}],
)
def test_a_refused_statement_is_said_beside_its_field(moderator, event, page, sent):
    address = f"/organizer/events/{event.id}/statements"
    answer = moderator.submit(address, sent, page=page)
    assert answer.status_code == 422
    assert "error-summary" in answer.text
    assert db.session.scalar(sa.select(sa.func.count(Statement.id))) == 0


def test_texts_in_any_script_and_of_any_kind_are_shown_as_they_were_written(moderator, event, page):
    for text in ("<script>alert(1)</script>", "مشكلة", "çğıöşü İ", "x" * 10_000):
        say(event, text)
    assert "<script>alert(1)</script>" in moderator.get(page).words()


def test_viewers_look_and_change_nothing(browser_of_pages, event, page):
    problem(event)
    say(event)
    factories.sign_in(browser_of_pages.client, factories.user(Role.VIEWER))
    shown = browser_of_pages.get(page)
    assert "Yazışma uzun sürüyor" in shown.words()
    assert not shown.all("input", name="statement")
    assert browser_of_pages.submit(page, {"title": "x"}, page="/account").status_code == 403


def test_another_provinces_list_is_not_found(browser_of_pages, event, page):
    made = problem(event)
    user = factories.user(Role.PROVINCIAL_ORGANIZER, province="06")
    factories.sign_in(browser_of_pages.client, user)
    browser_of_pages.get(page, status=404)
    browser_of_pages.get(f"/organizer/problems/{made.id}/edit", status=404)


def test_longer_lists_need_no_more_questions_to_the_database(moderator, event, page):
    counts = []
    for _ in range(2):
        problem(event)
        say(event)
        with count_statements() as counted:
            moderator.get(page)
        counts.append(len(counted))
        for _ in range(2):
            problem(event, count=2)
            say(event)
    assert counts[0] == counts[1] <= 6, counts


def test_more_statements_than_a_page_holds_are_paged(moderator, event, page, monkeypatch):
    monkeypatch.setattr(problems_of_organizers, "PAGE", 2)
    for number in range(3):
        say(event, str(number))
    first = moderator.get(page)
    [next_page] = first.all("a", rel="next")
    second = moderator.get(next_page.attributes["href"])
    boxes = [len(shown.all("input", name="statement")) for shown in (first, second)]
    assert boxes == [2, 1]
    moderator.get(f"{page}?after=nonsense", status=400)
