"""The list of browsers in which one is signed in, and how long a sign-in lasts."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
import time_machine

from extensions import db
from lib.clock import utc_now
from models.audit import AuditAction, AuditEntry
from models.sign_ins import SignIn
from models.users import Role
from tests import factories
from tests.browser_of_pages import PageBrowser
from tests.factories import NOW, PASSWORD
from tests.statements import count_statements

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


@pytest.fixture
def user(app):
    return factories.user()


@pytest.fixture
def here(app, user):
    browser = PageBrowser(app.test_client())
    factories.sign_in(browser.client, user)
    return browser


def elsewhere(app, user):
    client = app.test_client()
    factories.sign_in(client, user)
    return client


def is_signed_in(client):
    return client.get("/account").status_code == 200


def endings(page):
    return [
        e.attributes["action"]
        for e in page.all("form")
        if e.attributes.get("action", "").endswith("/ending")
    ]


def test_every_browser_is_listed_with_its_last_use_and_this_one_named(app, here, user):
    elsewhere(app, user)
    elsewhere(app, factories.user())
    page = here.get("/account/sessions?lang=en")
    rows = [row.text for row in page.all("tr")[1:]]
    assert len(rows) == 2
    assert [row.count("Firefox, Linux") for row in rows] == [1, 1]
    assert sorted(row.count("this one") for row in rows) == [0, 1]
    assert len(endings(page)) == 1
    links = {e.attributes["href"] for e in here.get("/account").all("a")}
    assert "/account/sessions" in links


def test_one_other_browser_is_signed_out(app, here, user):
    other, third = elsewhere(app, user), elsewhere(app, user)
    first, _second = endings(here.get("/account/sessions"))
    assert here.submit(first, {}, page="/account/sessions").location == "/account/sessions"
    assert sorted(map(is_signed_in, (other, third))) == [False, True]
    assert is_signed_in(here.client)
    actions = db.session.scalars(sa.select(AuditEntry.action)).all()
    assert actions.count(AuditAction.SIGN_IN_REVOKED) == 1


def test_all_other_browsers_are_signed_out(app, here, user):
    others = [elsewhere(app, user) for _ in range(2)]
    stranger = elsewhere(app, factories.user())
    here.submit("/account/sessions/endings", {}, page="/account/sessions")
    assert [is_signed_in(client) for client in (*others, here.client, stranger)] == [
        False,
        False,
        True,
        True,
    ]


def test_nobody_ends_what_is_not_theirs_nor_this_one(app, here, user):
    elsewhere(app, factories.user())
    for sign_in_id in db.session.scalars(sa.select(SignIn.id)).all():
        address = f"/account/sessions/{sign_in_id}/ending"
        assert here.submit(address, {}, page="/account").status_code == 404
    assert db.session.scalar(sa.select(sa.func.count()).select_from(SignIn)) == 2


def test_what_has_run_out_or_waits_for_its_second_step_is_not_listed(app, here, user):
    for at in (utc_now() - 31 * MINUTE, utc_now() - HOUR):
        factories.signed_in(user, at=at)
    factories.signed_in(user)
    db.session.scalars(sa.select(SignIn).order_by(SignIn.began_at.desc())).first().passed_at = None
    db.session.commit()
    assert len(here.get("/account/sessions").all("tr")) == 2


def test_a_replayed_cookie_opens_nothing_after_signing_out(app, here):
    kept = here.client.get_cookie("meydan").value
    assert here.submit("/sign-out", {}, page="/account").status_code == 303
    thief = app.test_client()
    thief.set_cookie("meydan", kept)
    assert not is_signed_in(thief)


@pytest.mark.parametrize(
    ("role", "idle", "longest"),
    [(Role.VIEWER, 30 * MINUTE, 12 * HOUR), (Role.CHECK_IN_STAFF, 4 * HOUR, 16 * HOUR)],
)
def test_a_sign_in_ends_when_it_is_idle_and_at_the_latest_after_its_day(app, role, idle, longest):
    user, client = factories.user(role), app.test_client()
    second = timedelta(seconds=1)
    with time_machine.travel(NOW, tick=False) as clock:
        factories.sign_in(client, user)
        clock.move_to(NOW + idle - second)
        assert is_signed_in(client)
        clock.move_to(NOW + 2 * (idle - second) + second)
        assert not is_signed_in(client)
    with time_machine.travel(NOW, tick=False) as clock:
        factories.sign_in(client, user)
        assert is_signed_in(client)  # the cookie is written for the last time here
        now = NOW
        while now + idle < NOW + longest:
            now += idle - second
            clock.move_to(now)
            assert is_signed_in(client), now
        clock.move_to(NOW + longest - second)
        assert is_signed_in(client)
        clock.move_to(NOW + longest)
        assert not is_signed_in(client)


def test_the_last_use_is_written_at_most_every_five_minutes(app, user):
    client = app.test_client()
    with time_machine.travel(NOW, tick=False) as clock:
        factories.sign_in(client, user)
        for minutes, written in ((1, False), (4, False), (5, True), (9, False), (10, True)):
            clock.move_to(NOW + minutes * MINUTE)
            with count_statements() as statements:
                assert is_signed_in(client)
            writes = [text for text in statements if text.startswith("UPDATE sign_ins")]
            assert bool(writes) is written, minutes


def test_a_clock_that_steps_back_ends_no_sign_in(app, user):
    client = app.test_client()
    with time_machine.travel(NOW, tick=False) as clock:
        factories.sign_in(client, user)
        clock.move_to(NOW - 24 * HOUR)
        assert is_signed_in(client)
        clock.move_to(NOW + MINUTE)
        assert is_signed_in(client)


def test_the_cookie_dies_with_the_browsers_day(app, user):
    answer = PageBrowser(app.test_client()).submit(
        "/sign-in", {"email": user.email, "password": PASSWORD}
    )
    (session,) = [t for t in answer.headers.getlist("Set-Cookie") if t.startswith("meydan=")]
    assert "Expires=" in session and "HttpOnly" in session


def test_what_an_open_page_asks_for_by_itself_is_no_use(app):
    event = factories.event(at=NOW)
    user, client = factories.user(), app.test_client()
    address = f"/organizer/events/{event.id}/attendance/figures"
    with time_machine.travel(NOW, tick=False) as clock:
        factories.sign_in(client, user)
        for minutes in (10, 20, 29):
            clock.move_to(NOW + minutes * MINUTE)
            assert client.get(address).status_code == 200
        clock.move_to(NOW + 30 * MINUTE)
        assert not is_signed_in(client)
