"""Who is there: numbers that many watch, and the list of who came."""

import io
from datetime import timedelta
from time import perf_counter

import pytest
import sqlalchemy as sa
import time_machine
from openpyxl import load_workbook

from blueprints.shared.check_in.counts import kept_counts
from blueprints.shared.check_in.live_figures import kept_responses, known_screens
from extensions import db
from models.audit import AuditAction, AuditEntry
from models.checkpoints import Checkpoint
from models.scans import Direction
from models.sectors import Sector
from models.users import Role
from operations.check_in.scans import check_in
from queries.check_in.attendance import arrivals_by_minute
from tests import factories
from tests.operations.check_in.doors import Door, minute, token_of
from tests.statements import count_statements


@pytest.fixture
def door(app):
    return Door()


@pytest.fixture
def browser(browser_of_pages):
    factories.sign_in(browser_of_pages.client, factories.user())
    return browser_of_pages


def _pages(door):
    return f"/organizer/events/{door.event.id}/attendance", f"/check-in/{door.checkpoint.id}/live"


def _comes(door, at, **person):
    guest = door.person(**person)
    door.reads(guest, at)
    return guest


@pytest.mark.parametrize("which", [0, 1])
def test_screen_says_how_many_are_there_by_sector_and_by_the_minute(browser, door, which):
    door.checkpoint.reentry = True
    _comes(door, 0)
    _comes(door, 2, sector=Sector.PUBLIC)
    gone = _comes(door, 2)
    door.reads(gone, 9, direction=Direction.EXIT)
    door.reads("nothing", 10)
    with time_machine.travel(minute(11)):  # refused are those of the day
        factories.sign_in(browser.client, factories.user())
        shown = browser.get(_pages(door)[which])
    words = shown.words("main")
    assert [e.text for e in shown.all("th", scope="col")][:2] == ["Taraf", "Kaç kişi"]
    numbers = [e.text for e in shown.all("span", class_="figure__number")][-5:]
    assert numbers == ["3", "3", "2", "1", "0"]
    for said in (
        "Sivil toplum kuruluşu",
        "Kamu kurumu",
        "1 Mart 2027 Pazartesi günü ilk girişler, 1 dakikada bir",
        "12.00 ile 12.03 arası",
    ):
        assert said in words, said


@pytest.mark.parametrize("which", [0, 1])
def test_figures_are_sent_once_and_again_only_when_a_number_changed(app, browser, door, which):
    _comes(door, 0)
    address = f"{_pages(door)[which]}/figures"
    first = browser.client.get(address)
    assert first.get_json()["part"].strip().startswith("<section")
    asked = {"If-None-Match": first.headers["ETag"]}
    same = browser.client.get(address, headers=asked)
    assert (same.status_code, same.data, same.headers["ETag"]) == (304, b"", first.headers["ETag"])
    assert same.headers["Cache-Control"] == "private, no-cache"
    _comes(door, 1)
    app.extensions["keeping"].clear_all()  # or they are kept for a moment
    assert browser.client.get(address, headers=asked).status_code == 200


@pytest.mark.parametrize("which", [0, 1])
def test_screen_goes_by_the_clock_that_the_event_was_given_meanwhile(browser, door, which):
    _comes(door, 0)
    assert "12.00" in browser.get(_pages(door)[which]).words("main")
    door.event.timezone = "Europe/Brussels"
    factories.commit()
    words = browser.get(_pages(door)[which]).words("main")
    assert "10.00" in words and "12.00" not in words


@pytest.mark.parametrize("doors", [1, 3])
def test_watching_counts_nothing_again_and_for_a_while_asks_nothing(
    monkeypatch, browser, door, doors
):
    for number in range(doors - 1):
        db.session.add(Checkpoint(event=door.event, name=f"Salon {number}"))
    factories.commit()
    _comes(door, 0)
    # As if counting took long; and a busy machine needs its second for itself.
    for kept in (kept_counts(), kept_responses()):
        monkeypatch.setattr(kept, "lasts", lambda _took: 60)
    address = f"{_pages(door)[0]}/figures"
    browser.client.get(address)  # the session is written anew once
    asked = {"If-None-Match": browser.client.get(address).headers["ETag"]}
    db.session.remove()
    with count_statements() as statements:
        assert browser.client.get(address, headers=asked).status_code == 304
    assert statements == []
    kept_responses().clear()  # a second later
    with count_statements() as statements:
        assert browser.client.get(address, headers=asked).status_code == 304
    assert len(statements) == 3, statements  # who asks, which event, its doors
    assert not any("attendances" in statement for statement in statements)


def test_screens_of_others_are_looked_up_for_themselves(app, browser, door):
    """What is kept for those who may see it is given to nobody else."""
    for page in _pages(door):
        assert browser.client.get(f"{page}/figures").status_code == 200
        assert app.test_client().get(f"{page}/figures").status_code == 302
    client = app.test_client()
    factories.sign_in(client, factories.user(Role.PROVINCIAL_ORGANIZER, province="06"))
    for page in _pages(door):
        assert client.get(f"{page}/figures").status_code == 404


def test_screen_of_somebody_who_was_sent_away_is_dark_ten_seconds_later(
    app, browser, door, monkeypatch
):
    staff = factories.user(Role.CHECK_IN_STAFF)
    client, address = app.test_client(), f"{_pages(door)[1]}/figures"
    factories.sign_in(client, staff)
    assert [client.get(address).status_code for _ in range(2)] == [200, 200]
    staff.role = Role.EVALUATOR
    factories.commit()
    monkeypatch.setattr(known_screens(), "clock", lambda: perf_counter() + 10)
    assert client.get(address).status_code == 403


def test_words_of_the_figures_are_in_the_language_of_the_page(browser, door):
    address = f"{_pages(door)[1]}/figures"
    told = [
        browser.client.get(f"{address}?lang={code}").get_json()["part"] for code in ("tr", "en")
    ]
    assert ["Beklenen" in told[0], "Expected" in told[1]] == [True, True]


def test_screen_of_a_door_at_which_nobody_was_says_so(browser, door):
    assert "henüz kimse girmedi" in browser.get(_pages(door)[1]).words("main")


def test_pages_refresh_without_javascript_too(browser, door):
    for page in _pages(door):
        assert browser.get(page).all("meta", http_equiv_="refresh") or (
            '<meta http-equiv="refresh"' in browser.client.get(page).text
        )


def test_viewers_see_numbers_and_no_way_to_names_or_conflicts(browser_of_pages, door):
    door.reads(door.person(given_name="Gizem"), 5, arriving=60)
    factories.sign_in(browser_of_pages.client, factories.user(Role.VIEWER))
    page = browser_of_pages.get(_pages(door)[0])
    assert "Gizem" not in page.words()
    links = [a.attributes["href"] for a in page.all("a")]
    assert not [link for link in links if "conflicts" in link or "people" in link]
    assert not [link for link in links if link.startswith("/check-in/")]


def test_arrivals_are_those_of_the_last_day_by_the_clock_of_the_event(door):
    before_midnight = 11 * 60 + 59.5  # 20:59:30 UTC is 23:59:30 in Çorum
    _comes(door, before_midnight)
    assert arrivals_by_minute(door.checkpoint) == {minute(11 * 60 + 59): 1}
    _comes(door, before_midnight + 1)
    _comes(door, before_midnight + 1)
    assert arrivals_by_minute(door.checkpoint) == {minute(12 * 60): 2}


def test_list_says_who_came_where_first_and_left_last(browser, door):
    door.checkpoint.reentry = True
    guest = _comes(door, 0, given_name="Şükrü", institution="Valilik")
    door.reads(guest, 30, direction=Direction.EXIT)
    door.reads(guest, 40)
    door.reads(guest, 50, direction=Direction.EXIT)
    people = f"{_pages(door)[0]}/people"
    words = browser.get(f"{people}?checkpoint={door.checkpoint.id}").words("table")
    for said in ("Şükrü", "Valilik", "Salon", "12.00", "12.50", "hayır"):
        assert said in words, said
    assert "12.30" not in words


def test_list_of_people_has_each_who_came_once_and_nobody_from_beside_the_programme(browser, door):
    lunch = Checkpoint(event=door.event, name="Yemek", beside_programme=True)
    hall = Checkpoint(event=door.event, name="Büyük salon")
    db.session.add_all([lunch, hall])
    twice, eats = _comes(door, 5, given_name="Gizem"), door.person(given_name="Yalnızca")
    for where, who, at in ((hall, twice, 1), (lunch, twice, 2), (lunch, eats, 3)):
        came_at, code, nonce = minute(at), token_of(who), f"{at}"
        check_in(where, code=code, nonce=nonce, scanned_at=came_at, at=minute(60), by=door.staff)
    factories.commit()
    page = browser.get(f"{_pages(door)[0]}/people")
    assert len(page.all("th", scope="row")) == 1
    words = page.words("main")
    for said in ("1 kişi katıldı", "Gizem", "12.01", "Büyük salon, Salon"):
        assert said in words, said
    assert "Yalnızca" not in words and "12.05" not in words


def test_list_is_narrowed_to_one_door_and_goes_on_page_by_page(browser, door):
    main = db.session.scalars(sa.select(Checkpoint).where(Checkpoint.name == "Giriş")).one()
    for at in range(51):
        _comes(door, at)
    people = f"{_pages(door)[0]}/people"
    page = browser.get(f"{people}?checkpoint={door.checkpoint.id}")
    assert len(page.all("th", scope="row")) == 50
    (after,) = [a.attributes["href"] for a in page.all("a", rel="next")]
    assert len(browser.get(after).all("th", scope="row")) == 1
    assert not browser.get(f"{people}?checkpoint={main.id}").all("table")
    assert browser.get(f"{people}?checkpoint=&after=x").all("table")


@pytest.mark.parametrize("people", [1, 3])
def test_list_takes_the_same_statements_for_any_number(browser, door, people):
    for at in range(people):
        _comes(door, at)
    address = f"{_pages(door)[0]}/people"
    db.session.remove()
    with count_statements() as statements:
        browser.get(address)
    assert len(statements) == 7, statements


def _sheet(browser, address):
    answer = browser.client.get(address)
    assert answer.status_code == 200
    return list(load_workbook(io.BytesIO(answer.data)).active.values)


def test_workbook_holds_who_came_and_typed_formulas_stay_text(browser, door):
    door.checkpoint.name = "=1+1"
    guest = _comes(door, 0, given_name="=HYPERLINK(1)", institution="@SUM(1)")
    rows = _sheet(browser, f"{_pages(door)[0]}.xlsx")
    assert rows[0][:3] == ("Ad", "Soyad", "E-posta")
    assert rows[1] == (
        "=HYPERLINK(1)",
        guest.family_name,
        guest.email,
        "Sivil toplum kuruluşu",
        "@SUM(1)",
        "Iğdır",
        "=1+1",
        None,
        "2027-03-01 12:00",
        None,
        "evet",
    )
    lines = browser.client.get(f"{_pages(door)[0]}.csv").data.decode("utf-8-sig").splitlines()
    assert lines[1].startswith("'=HYPERLINK(1);")
    assert ";'=1+1;" in lines[1]


def test_whoever_takes_the_list_is_written_down(browser, door):
    _comes(door, 0)
    _comes(door, 1)
    browser.client.get(f"{_pages(door)[0]}.csv?checkpoint={door.checkpoint.id}")
    entry = db.session.scalars(sa.select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert (entry.action, entry.details) == (
        AuditAction.REGISTRATIONS_EXPORTED,
        {"kind": "attendance.csv", "people": 2, "checkpoint": door.checkpoint.id},
    )


def test_many_rows_keep_their_exits_over_all_batches(browser, door):
    door.checkpoint.reentry = True
    guests = [_comes(door, at / 10) for at in range(3)]
    door.reads(guests[2], 50, direction=Direction.EXIT)
    rows = _sheet(browser, f"{_pages(door)[0]}.xlsx?checkpoint={door.checkpoint.id}")
    assert [row[9] for row in rows[1:]] == [None, None, "2027-03-01 12:50"]


def test_overview_tells_of_scans_before_the_day_until_they_are_forgotten(browser):
    event = factories.event()
    door = db.session.scalars(sa.select(Checkpoint).where(Checkpoint.event_id == event.id)).one()
    code, at = token_of(factories.registration(event)), event.starts_at - timedelta(days=3)
    for nonce in ("first", "again"):
        check_in(door, code=code, nonce=nonce, scanned_at=at, at=at, by=factories.user())
    factories.commit()
    overview = f"/organizer/events/{event.id}"
    assert "Etkinlik gününden önce 2 okutma" in browser.get(overview).words("main")
    browser.submit(f"{overview}/rehearsal/annulment", {}, page=overview)
    assert "yapılan 2 okutma artık sayılmıyor" in browser.get(overview).words()
    assert "Etkinlik gününden önce" not in browser.get(overview).words("main")
