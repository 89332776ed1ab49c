"""Moderators answer what is marked, mark by mark, and mask what was not found."""

import pytest
import sqlalchemy as sa

from extensions import db
from models.scopes import PROGRAMME
from models.sectors import Sector
from models.statements import MarkKind, Statement, StatementSource
from models.users import Role
from operations.problems.lists import list_of
from operations.problems.masks import add_mask
from operations.problems.statements import add_statement
from tests import factories
from tests.factories import NOW
from tests.statements import count_statements

TEXT = "Ahmet Yılmaz, 0532 123 45 67: aradık"


@pytest.fixture
def event(app):
    return factories.event()


@pytest.fixture
def page(event):
    return f"/organizer/events/{event.id}/problems/marks"


@pytest.fixture
def moderator(browser_of_pages):
    factories.sign_in(browser_of_pages.client, factories.user(Role.MODERATOR))
    return browser_of_pages


def say(event, text=TEXT):
    made = add_statement(
        event, text=text, side=Sector.CSO, source=StatementSource.API, by=None, at=NOW
    )
    db.session.commit()
    return made.id


def public_text(number):
    db.session.remove()
    return db.session.scalar(sa.select(Statement.public_text).where(Statement.id == number))


def marks_in(shown):
    return [mark.text for mark in shown.all("mark")]


def test_each_mark_stands_with_its_sentence_until_it_is_answered(moderator, event, page):
    number = say(event)
    say(event, "Yol bozuk")
    shown = moderator.get(page)
    assert marks_in(shown) == ["Ahmet Yılmaz", "0532 123 45 67"]
    moderator.submit(f"/organizer/statements/{number}/marks", {"mask": "1"})
    assert public_text(number) == "Ahmet Yılmaz, [telefon]: aradık"
    assert marks_in(moderator.get(page)) == []
    assert marks_in(moderator.get(f"{page}?answered=")) == ["Ahmet Yılmaz", "0532 123 45 67"]


def test_marks_that_somebody_else_changed_are_shown_again(moderator, event, page):
    number = say(event)
    add_mask(db.session.get_one(Statement, number), "aradık", MarkKind.INSULT, by=None, at=NOW)
    db.session.commit()
    path = f"/organizer/statements/{number}/marks"
    moderator.submit(path, {"seen": "0-12 14-28"}, page=path)
    assert public_text(number) == "[kişi adı], [telefon]: […]"


def test_words_that_were_not_found_are_masked_by_typing_them(moderator, event):
    number = say(event, "Kırmızı evdeki komşu")
    path = f"/organizer/statements/{number}/marks"
    sent = {"words": "kırmızı evdeki", "kind": "address"}
    masks = path.replace("/marks", "/masks")
    assert moderator.submit(masks, sent, page=path).status_code == 303
    assert public_text(number) == "[adres] komşu"
    moderator.submit(masks, {**sent, "words": "mavi"}, page=path)
    assert public_text(number) == "[adres] komşu"
    assert moderator.submit(masks, {**sent, "words": " "}, page=path).status_code == 422


def test_a_list_of_the_programme_has_the_page_too(moderator):
    list_of(PROGRAMME)
    db.session.commit()
    for code in ("programme", "19"):
        assert moderator.get(f"/organizer/problems/lists/{code}/marks").all("h1")
    assert moderator.client.get("/organizer/problems/lists/99/marks").status_code == 404


def test_other_provinces_are_not_there(browser_of_pages, event, page):
    number = say(event)
    stranger = factories.user(Role.PROVINCIAL_ORGANIZER, province="06")
    factories.sign_in(browser_of_pages.client, stranger)
    paths = [page, f"/organizer/statements/{number}/marks"]
    paths += [f"/organizer/problems/lists/{code}/marks" for code in ("19", "programme")]
    assert [browser_of_pages.client.get(path).status_code for path in paths] == [404] * 4


def test_the_page_asks_the_same_for_one_statement_and_for_three(moderator, event, page):
    say(event)
    moderator.get(page)
    with count_statements() as one:
        moderator.get(page)
    say(event)
    say(event)
    with count_statements() as three:
        moderator.get(page)
    assert len(one) == len(three)
