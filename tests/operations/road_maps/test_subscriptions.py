"""Subscriptions, from the form to the digest and out again, through the real outbox."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from commands.sending import send_letters
from commands.work import Worker
from extensions import db
from models.letters import Letter, LetterKind
from models.outcomes import Subscription
from models.road_maps import RoadMap
from operations.road_maps.actions import change_action
from operations.road_maps.subscriptions import (
    ask_for_subscription,
    forget_unconfirmed,
    write_digests,
)
from tests import factories
from tests.browser_of_pages import PageBrowser
from tests.factories.road_maps import action, details, road_map
from tests.smtp import sending_to
from tests.turns import while_held

NOW = datetime.now(UTC)
DAY = timedelta(days=1)


@pytest.fixture
def server(app, smtp_server):
    with sending_to(app, smtp_server.host, smtp_server.port):
        yield smtp_server


@pytest.fixture
def plan(app):
    made = road_map()
    action(made)
    return made


def subscriptions():
    db.session.rollback()
    return db.session.scalars(sa.select(Subscription)).all()


def sent(server):
    server.accepted.clear()
    send_letters(Worker())
    return server.messages


def link_in(message):
    text = message.get_body(("plain",)).get_content()
    return re.search(r"http://meydan\.example\.org(/subscriptions/\S+)", text)[1]


def subscribe(browser, server, plan, email="isil@example.org"):
    browser.submit(f"/roadmaps/{plan.slug}/subscription", {"email": email})
    [message] = sent(server)
    assert "List-Unsubscribe" not in message
    browser.client.post(link_in(message), data={"act": "confirm"})


def change(plan, measured):
    row = db.session.merge(plan).actions[0]
    change_action(row, details(measured=measured), None, by=factories.user(), at=NOW)
    db.session.commit()


def test_nothing_is_sent_before_the_mailbox_confirms(browser_of_pages, server, plan):
    page = f"/roadmaps/{plan.slug}/subscription"
    answer = browser_of_pages.submit(page, {"email": "isil@example.org"})
    assert (answer.status_code, answer.location) == (303, f"{page}/sent")
    [message] = sent(server)
    browser_of_pages.get(link_in(message))
    change(plan, 20.0)
    assert write_digests(at=NOW) == 0
    [kept] = subscriptions()
    assert kept.confirmed_at is None


def test_the_form_answers_alike_whether_the_address_is_known_or_not(browser_of_pages, server, plan):
    page = f"/roadmaps/{plan.slug}/subscription"
    subscribe(browser_of_pages, server, plan)
    known = browser_of_pages.submit(page, {"email": "isil@example.org"})
    unknown = browser_of_pages.submit(page, {"email": "can@example.org"})
    assert (known.status_code, known.location) == (unknown.status_code, unknown.location)
    assert [m["To"].addresses[0].addr_spec for m in sent(server)] == ["can@example.org"]
    again = browser_of_pages.submit(page, {"email": "can@example.org"})
    assert again.location == known.location
    assert sent(server) == []


def test_a_digest_tells_what_is_new_once_a_day_at_most(browser_of_pages, server, plan):
    subscribe(browser_of_pages, server, plan)
    assert write_digests(at=NOW - DAY) == 0  # what was before is no news
    change(plan, 20.0)
    change(plan, 35.0)
    assert write_digests(at=NOW - DAY) == 1
    db.session.commit()
    [message] = sent(server)
    text = message.get_body(("plain",)).get_content()
    assert "20 → 35" in " ".join(text.split()) and "– → 20" in " ".join(text.split())
    change(plan, 40.0)
    assert write_digests(at=NOW - DAY) == 0
    assert write_digests(at=NOW) == 1
    db.session.commit()
    [message] = sent(server)
    assert "– → 20" not in message.get_body(("plain",)).get_content()
    assert write_digests(at=NOW + DAY) == 0


def test_one_click_ends_it_and_a_look_does_not(browser_of_pages, server, plan):
    subscribe(browser_of_pages, server, plan)
    change(plan, 20.0)
    write_digests(at=NOW)
    db.session.commit()
    [message] = sent(server)
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    path = message["List-Unsubscribe"].strip("<>").removeprefix("http://meydan.example.org")
    stranger = browser_of_pages.client.application.test_client()
    assert stranger.get(path).status_code == 200
    assert len(subscriptions()) == 1
    assert stranger.post(path, data={"List-Unsubscribe": "One-Click"}).status_code == 200
    assert subscriptions() == []
    browser_of_pages.get(path)
    assert stranger.post("/subscriptions/forged").status_code == 404


def test_confirming_twice_does_not_end_it(browser_of_pages, server, plan):
    browser_of_pages.submit(f"/roadmaps/{plan.slug}/subscription", {"email": "isil@example.org"})
    path = link_in(sent(server)[0])
    for _again in range(2):
        browser_of_pages.client.post(path, data={"act": "confirm"})
        [kept] = subscriptions()
        assert kept.confirmed_at is not None
    browser_of_pages.client.post(path, data={"act": "end"})
    assert subscriptions() == []


def test_who_does_not_confirm_is_forgotten(app, plan):
    ask_for_subscription(plan, "isil@example.org", locale="tr", at=NOW)
    assert forget_unconfirmed(at=NOW + 2 * DAY) == 0
    assert forget_unconfirmed(at=NOW + 4 * DAY) == 1


def test_nobody_enters_many_addresses_from_one_place(limited_app):
    page, client = f"/roadmaps/{road_map().slug}/subscription", limited_app.test_client()
    hidden = PageBrowser(client).get(page).form_values()

    def ask(number):
        return client.post(page, data={**hidden, "email": f"kimse{number}@example.org"}).status_code

    assert [ask(number) for number in range(11)] == [303] * 10 + [429]


@pytest.mark.race
def test_two_who_enter_an_address_at_once_have_it_asked_once(app, plan):
    number = plan.id

    def ask():
        road_map = db.session.get_one(RoadMap, number)
        ask_for_subscription(road_map, "isil@example.org", locale="tr", at=NOW)

    def ask_too():
        ask()
        db.session.commit()

    while_held(app, ask, ask_too)
    letters = sa.select(Letter).where(Letter.kind == LetterKind.SUBSCRIPTION_ASKED)
    assert len(list(db.session.scalars(letters))) == 1
