"""The pages of a workshop: without a script, live, on the wall, and after it is closed."""

import pytest

from blueprints.public.workshops import rooms
from extensions import db
from models.road_maps import Action, RoadMap
from models.statements import Statement, StatementState
from operations.workshops.rounds import close_round
from operations.workshops.workshops import close_workshop
from tests.browser_of_pages import PageBrowser
from tests.factories import NOW, problems, workshops
from tests.statements import count_statements

TEXT = "Yazılarımıza yanıt gelmiyor."


@pytest.fixture
def room(app):
    return workshops.workshop()


@pytest.fixture
def phone(app, room):
    """Somebody who joined with a browser that runs no script."""
    browser = PageBrowser(app.test_client())
    address = f"/workshops/{room.code}"
    assert browser.submit(f"{address}/join", {}).location == address
    return browser


def statement_of(told):
    return db.session.get_one(Statement, int(told.answer["statement"]))


def test_the_code_is_found_however_it_is_typed(app, room):
    client = app.test_client()
    typed = f"{room.code[:3]}-{room.code[3:]}".lower()
    assert client.get(f"/workshops/{typed}").location == f"/workshops/{room.code}"
    assert client.get(f"/workshops/{typed}/screen").location == f"/workshops/{room.code}/screen"
    for page in ("", "/screen", "/live", "/join"):
        assert client.get(f"/workshops/BBBBBB{page}").status_code == 404
        assert client.get(f"/workshops/no-code{page}").status_code == 404


def test_whoever_has_not_joined_is_asked_to(browser_of_pages, room):
    page = browser_of_pages.get(f"/workshops/{room.code}")
    assert "Atölyeye katıl" in page.words()
    assert not page.all("textarea")


def test_a_sentence_by_a_plain_form_is_shown_with_its_state(phone, room):
    workshops.round_of(room, "write")
    address = f"/workshops/{room.code}"
    form = {"kind": "statement", "nonce": "w", "text": TEXT, "side": "cso"}
    for _twice in range(2):
        assert phone.client.post(f"{address}/sends", data=form).location == address
    page = phone.get(address)
    assert page.words().count(TEXT) == 1
    assert "Ulaştı" in page.words()
    [side] = [o for o in page.all("option") if "selected" in o.attributes]
    assert side.attributes["value"] == "cso"


def test_states_are_those_that_a_moderator_sees(phone, room):
    workshops.round_of(room, "write")
    address, statements = f"/workshops/{room.code}", []
    for number in range(3):
        form = {"kind": "statement", "nonce": str(number), "text": f"{TEXT} {number}"}
        phone.client.post(f"{address}/sends", data=form)
    statements = db.session.query(Statement).order_by(Statement.text).all()
    heading = problems.problem(room.event, "Yazışma")
    statements[0].state = StatementState.VISIBLE
    statements[1].state, statements[1].hidden_reason = StatementState.HIDDEN, "Kişi adı var"
    statements[2].state, statements[2].problem = StatementState.JOINED, heading
    db.session.commit()
    words = phone.get(address).words()
    for said in ("Görünür", "Gerekçe: Kişi adı var", "Birleştirildiği sorun: Yazışma"):
        assert said in words


def test_others_read_public_text_from_a_participant(phone, room):
    workshops.round_of(room, "write")
    shown = statement_of(workshops.phone(room).write())
    shown.public_text, shown.state = "[kişi adı] yanıt vermiyor.", StatementState.VISIBLE
    workshops.phone(room).write("Henüz okunmadı.")
    db.session.commit()
    words = phone.get(f"/workshops/{room.code}").words()
    assert "[kişi adı] yanıt vermiyor." in words
    assert "bir katılımcıdan" in words
    assert TEXT not in words
    assert "Henüz okunmadı" not in words


def test_a_long_text_that_is_refused_is_still_there(phone, room):
    workshops.round_of(room, "write")
    form = {"kind": "statement", "nonce": "w", "text": "ş" * 2001}
    address = f"/workshops/{room.code}"
    page = phone._read(phone.client.post(f"{address}/sends", data=form), 422)
    assert page.all("textarea")[0].text == "ş" * 2001
    assert "2.000 karakter" in page.words()


def test_dots_and_mine_too_by_plain_forms(phone, room):
    workshops.round_of(room)
    workshops.round_of(room, "mine_too")
    road = problems.problem(room.event, "Yol")
    db.session.commit()
    address = f"/workshops/{room.code}"
    dots = {"kind": "dots", "nonce": "d", "problem": road.id, "dots": 2}
    assert phone.client.post(f"{address}/sends", data=dots).location == f"{address}#d{road.id}"
    said = {"kind": "mine_too", "nonce": "m", "problem": road.id, "dots": 1}
    assert phone.client.post(f"{address}/sends", data=said).location == f"{address}#m{road.id}"
    page = phone.get(address)
    assert [e.text for e in page.all("output")] == ["3", "2"]
    assert [e.attributes["value"] for e in page.all("button", data_step="1")] == ["3"]
    assert page.all("button", aria_pressed="true")
    too_many = {**dots, "nonce": "e", "dots": 4}
    page = phone._read(phone.client.post(f"{address}/sends", data=too_many), 422)
    assert page.all("div", role="alert")


def test_the_live_part_is_empty_while_nothing_changes(app, phone, room):
    workshops.round_of(room)
    road = problems.problem(room.event, "Yol")
    db.session.commit()
    address = f"/workshops/{room.code}"
    first = phone.client.get(f"{address}/live")
    assert first.json["left"] == 5 and "Yol" in first.json["room"]
    same = phone.client.get(f"{address}/live", headers={"If-None-Match": first.headers["ETag"]})
    assert (same.status_code, same.data) == (304, b"")
    dots = {"kind": "dots", "nonce": "d", "problem": road.id, "dots": 2}
    phone.client.post(f"{address}/sends", json=dots)
    changed = phone.client.get(f"{address}/live")
    assert (changed.json["left"], changed.json["dots"]) == (3, {str(road.id): 2})
    other = app.test_client().get(f"{address}/live").json
    assert (other["left"], other["dots"]) == (5, {})
    close_workshop(room, by=None, at=NOW)
    db.session.commit()
    assert phone.client.get(f"{address}/live").json["closed"]


def test_hidden_results_are_shown_once_the_round_is_closed(app, browser_of_pages, room):
    opened = workshops.round_of(room, hidden=True)
    road = problems.problem(room.event, "Yol")
    db.session.commit()
    workshops.phone(room).dots(road.id, 3)
    address = f"/workshops/{room.code}"
    for page in (address, f"{address}/screen"):
        assert not browser_of_pages.get(page).all("figure"), page
    assert "1 kişi oy verdi" in browser_of_pages.get(f"{address}/screen").words()
    close_round(opened, by=None, at=NOW)
    db.session.commit()
    assert browser_of_pages.get(f"{address}/screen").all("figure")


def test_the_screen_has_a_mark_and_is_empty_while_it_is_the_same(app, room):
    workshops.round_of(room, "write")
    client, address = app.test_client(), f"/workshops/{room.code}/screen"
    first = client.get(address)
    assert first.status_code == 200
    assert f"http://meydan.example.org/workshops/{room.code}" in first.text
    same = client.get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert (same.status_code, same.data) == (304, b"")
    shown = statement_of(workshops.phone(room).write())
    shown.state = StatementState.VISIBLE
    db.session.commit()
    changed = client.get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert changed.status_code == 200 and TEXT in changed.text


def test_after_closing_the_page_says_what_was_found_and_what_is_done(browser_of_pages, room):
    workshops.round_of(room, "write")
    workshops.round_of(room)
    road = problems.problem(room.event, "Yol")
    wide = problems.problem(title="Yollar")
    road.part_of_id = wide.id
    problems.problem(room.event, "Burada söylenmeyen")
    db.session.commit()
    workshops.phone(room).dots(road.id, 2)
    said = statement_of(workshops.phone(room).write())
    said.state, said.problem = StatementState.JOINED, road
    road_map = RoadMap(slug="yol", title="Yol haritası", period="2026-2028", created_at=NOW)
    road_map.published_at = NOW
    planned = Action(
        road_map=road_map,
        number="1",
        title="Yollar onarılacak",
        institution="Valilik",
        starts_on=NOW.date(),
        ends_on=NOW.date(),
        problems=[wide],
    )
    db.session.add(planned)
    close_workshop(room, by=None, at=NOW)
    db.session.commit()
    with count_statements() as seen:
        words = browser_of_pages.get(f"/workshops/{room.code}").words()
    assert len(seen) <= 13
    for shown in ("Yol ", TEXT, "2 nokta", "Yollar onarılacak", "Valilik"):
        assert shown in words
    assert "Burada söylenmeyen" not in words


def test_where_many_have_joined_all_are_answered_from_one_look(app, room, monkeypatch):
    monkeypatch.setattr(rooms, "_FEW", 1)
    clients = [app.test_client() for _ in range(3)]
    for client in clients:
        client.post(f"/workshops/{room.code}/join")
        client.get(f"/workshops/{room.code}/live")
    kept = rooms.seen_room(room.code)
    rooms._rooms().keep(room.code, kept, took=1)
    with count_statements() as seen:
        for client in clients:
            assert client.get(f"/workshops/{room.code}/live").json["open"] == []
            assert client.get(f"/workshops/{room.code}/screen").status_code == 200
    assert seen == []
