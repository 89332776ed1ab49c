"""A phone in the room, by keyboard: it writes and votes, waits without connection, and is counted
once; the moderator sees the same states; without a script the same forms do."""

import pytest
import sqlalchemy as sa
from playwright.sync_api import expect

from extensions import db
from models.statements import Statement, StatementState
from models.users import Role
from models.workshops import Vote
from operations.workshops.workshops import close_workshop
from tests import factories
from tests.browser.live import sign_in
from tests.browser.test_accessibility import violations_by_day_and_night
from tests.factories import NOW, problems, workshops


@pytest.fixture
def room(app, live_server):
    made = workshops.workshop()
    for kind in ("write", "mine_too", "dots"):
        workshops.round_of(made, kind)
    problems.problem(made.event, "Yazılara geç yanıt veriliyor")
    db.session.commit()
    return made


def join(page, live_server, room):
    page.goto(f"{live_server}/workshops/{room.code}")
    button = page.get_by_role("button", name="Atölyeye katıl")
    button.focus()
    with page.expect_response("**/live"):  # its script has begun to listen
        page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="İfadenizi yazın")).to_be_visible()


def type_and_send(page, text):
    page.get_by_label("Birlikte çalışmayı zorlaştıran nedir?").focus()
    page.keyboard.type(text)
    page.keyboard.press("Control+Enter")


def statements() -> list[Statement]:
    db.session.rollback()
    found = list(db.session.scalars(sa.select(Statement).order_by(Statement.text)))
    db.session.rollback()
    return found


def test_a_phone_writes_and_votes_and_what_waits_counts_once(app, live_server, open_browser, room):
    page = open_browser(phone=True)
    join(page, live_server, room)
    type_and_send(page, "Bize haber verilmiyor.")
    own = page.get_by_role("region", name="İfadeleriniz")
    expect(own).to_contain_text("Ulaştı")
    more = page.get_by_role("button", name="Nokta ver")
    more.focus()
    page.keyboard.press("Enter")
    expect(page.locator("[data-left]")).to_have_text("4")
    expect(more).to_be_focused()
    assert violations_by_day_and_night(page) == []

    page.context.set_offline(True)
    type_and_send(page, "Bağlantı yokken yazıldı.")
    more.focus()
    page.keyboard.press("Enter")
    waiting = page.get_by_role("region", name="Bu telefonda bekleyenler")
    expect(waiting).to_contain_text("Bağlantı yokken yazıldı.")
    expect(page.locator("[data-trouble]")).to_be_visible()
    expect(page.locator("[data-left]")).to_have_text("3")
    page.context.set_offline(False)
    expect(waiting).to_be_hidden()
    expect(own).to_contain_text("Bağlantı yokken yazıldı.")
    assert len(statements()) == 2
    assert db.session.scalars(sa.select(Vote.dots)).all() == [2]
    db.session.rollback()

    shown = statements()[0]
    shown.state, shown.hidden_reason = StatementState.HIDDEN, "Kişi adı var"
    close_workshop_later = room.id
    db.session.commit()
    expect(own).to_contain_text("Gerekçe: Kişi adı var")
    close_workshop(db.session.get_one(type(room), close_workshop_later), by=None, at=NOW)
    db.session.commit()
    expect(page.get_by_text("Bu atölye kapandı.")).to_be_visible()


def test_a_moderator_shows_a_statement_by_keyboard(app, live_server, open_browser, room):
    page = open_browser()
    sign_in(page.context, app, live_server, factories.user(Role.MODERATOR))
    page.goto(f"{live_server}/organizer/workshops/{room.id}")
    workshops.phone(room).write("Bize haber verilmiyor.")
    box = page.get_by_role("checkbox", name="Bize haber verilmiyor.")
    expect(box).to_be_visible()  # without reloading
    box.focus()
    page.keyboard.press("Space")
    workshops.phone(room).write("Toplantı saatleri uygun değil.")
    expect(page.get_by_role("checkbox", name="Toplantı saatleri")).to_be_visible()
    expect(box).to_be_checked()  # although the list was drawn anew
    assert violations_by_day_and_night(page) == []
    page.get_by_role("button", name="Diğerlerine göster").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("1 ifade değişti.")).to_be_visible()
    assert [s.state for s in statements()] == [StatementState.VISIBLE, StatementState.RECEIVED]

    screen = open_browser()
    screen.goto(f"{live_server}/workshops/{room.code}/screen")
    assert violations_by_day_and_night(screen) == []
