"""The moderator's view: rounds, what comes in, and what is done with it."""

import pytest
import sqlalchemy as sa

from extensions import db
from models.problems import Act, ActKind
from models.statements import Statement, StatementState
from models.users import Role
from models.workshops import Round, Workshop
from tests import factories
from tests.browser_of_pages import PageBrowser
from tests.factories import problems, workshops

TEXT = "Yazılarımıza yanıt gelmiyor."


@pytest.fixture
def room(app):
    return workshops.workshop()


@pytest.fixture
def moderator(app):
    browser = PageBrowser(app.test_client())
    factories.sign_in(browser.client, factories.user(Role.MODERATOR, province="19"))
    return browser


def page_of(room: Workshop) -> str:
    return f"/organizer/workshops/{room.id}"


def statement_in(room: Workshop) -> Statement:
    told = workshops.phone(room).write(TEXT)
    return db.session.get_one(Statement, int(told.answer["statement"]))


def acted(moderator: PageBrowser, room: Workshop, act: str, **fields):
    answer = moderator.submit(f"{page_of(room)}/{act}", fields, page=page_of(room))
    assert (answer.status_code, answer.location) == (303, page_of(room))
    return moderator.get(page_of(room)).words()


def test_a_workshop_is_opened_on_the_page_of_its_event(moderator):
    event = factories.event()
    page = f"/organizer/events/{event.id}/workshops"
    moderator.post(page, {"title": " "}, status=422)
    answer = moderator.submit(page, {"title": "Atölye", "shows_at_once": "y"})
    [made] = db.session.scalars(sa.select(Workshop)).all()
    assert answer.location == page_of(made)
    assert (made.title, made.event_id, made.shows_at_once) == ("Atölye", event.id, True)
    assert made.code in moderator.get(f"{page_of(made)}/poster").words()
    assert "Atölye" in moderator.get("/organizer/workshops").words()


def test_rounds_are_opened_and_closed(moderator, room):
    acted(moderator, room, "writing")
    assert "Böyle bir tur zaten açık" in acted(moderator, room, "writing")
    acted(moderator, room, "dots", **{"dots-dots": "4", "dots-most": "2", "dots-hidden": "y"})
    written, dots = db.session.scalars(sa.select(Round).order_by(Round.id)).all()
    assert (dots.dots, dots.most, dots.hidden, written.hidden) == (4, 2, True, False)
    answer = moderator.submit(f"/organizer/rounds/{written.id}/closing", {}, page=page_of(room))
    assert answer.location == page_of(room)
    assert not db.session.get_one(Round, written.id, populate_existing=True).is_open


def test_more_dots_for_one_problem_than_a_phone_has_are_refused(moderator, room):
    fields = {"dots-dots": "2", "dots-most": "3"}
    answer = moderator.submit(f"{page_of(room)}/dots", fields, page=page_of(room))
    assert moderator._read(answer, 422).all("p", id="dots-most-error")


def test_a_statement_is_shown_hidden_with_a_reason_and_filed(moderator, room):
    workshops.round_of(room, "write")
    said = statement_in(room)
    number = str(said.id)
    acted(moderator, room, "showings", statement=number)
    words = acted(moderator, room, "hidings", statement=number)
    assert "Bir gerekçe yazın" in words
    acted(moderator, room, "hidings", statement=number, reason="Kişi adı var")
    db.session.expire_all()
    assert (said.state, said.hidden_reason) == (StatementState.HIDDEN, "Kişi adı var")
    acted(moderator, room, "filings", statement=number, title="Yazışma")
    db.session.expire_all()
    assert (said.state, said.problem.title) == (StatementState.JOINED, "Yazışma")
    road = problems.problem(room.event, "Yol")
    db.session.commit()
    acted(moderator, room, "filings", statement=number, into=str(road.id))
    kinds = db.session.scalars(sa.select(Act.kind).order_by(Act.id)).all()
    assert kinds == [ActKind.SHOW, ActKind.HIDE, ActKind.FILE, ActKind.FILE]


def test_nothing_ticked_and_what_is_elsewhere_changes_nothing(moderator, room):
    other = workshops.workshop()
    workshops.round_of(other, "write")
    foreign = str(statement_in(other).id)
    assert "Önce ifadeleri işaretleyin" in acted(moderator, room, "showings")
    assert "artık burada değil" in acted(moderator, room, "showings", statement=foreign)
    for act in ("showings", "hidings"):
        assert "Gelenler" in acted(moderator, room, act)
    words = acted(moderator, room, "filings", statement=foreign)
    assert "Bir sorun seçin" in words or "artık burada değil" in words
    assert db.session.scalar(sa.select(sa.func.count(Act.id))) == 0


def test_what_comes_in_is_live_and_empty_while_it_is_the_same(moderator, room):
    workshops.round_of(room, "write")
    statement_in(room)
    first = moderator.client.get(f"{page_of(room)}/incoming")
    assert TEXT in first.json["part"]
    same = moderator.client.get(
        f"{page_of(room)}/incoming", headers={"If-None-Match": first.headers["ETag"]}
    )
    assert (same.status_code, same.data) == (304, b"")


def test_closing_says_first_what_will_be_lost(moderator, room):
    workshops.phone(room)
    page = f"{page_of(room)}/closing"
    words = moderator.get(page).words()
    assert "Bu işlem geri alınamaz" in words
    assert moderator.submit(page, {}).location == page_of(room)
    assert db.session.get_one(Workshop, room.id, populate_existing=True).closed_at
    assert "Bu atölye kapandı" in moderator.get(page).words()


def test_viewers_read_what_the_public_reads(app, room):
    workshops.round_of(room, "write")
    workshops.phone(room).write("0532 111 22 33 yanıt vermiyor.")
    browser = PageBrowser(app.test_client())
    factories.sign_in(browser.client, factories.user(Role.VIEWER, province="19"))
    words = browser.get(page_of(room)).words()
    assert "[telefon] yanıt vermiyor." in words
    assert "0532" not in words


@pytest.mark.parametrize(
    "act", ["writing", "mine-too", "dots", "showings", "hidings", "filings", "closing"]
)
def test_viewers_do_nothing_and_other_provinces_are_not_there(app, room, act):
    for role, province, status in ((Role.VIEWER, "19", 403), (Role.MODERATOR, "06", 404)):
        browser = PageBrowser(app.test_client())
        factories.sign_in(browser.client, factories.user(role, province=province))
        fields = browser.get("/account").form_values()
        answer = browser.client.post(f"{page_of(room)}/{act}", data=fields)
        assert answer.status_code == status
