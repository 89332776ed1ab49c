"""Kept pages, by both ways: before Flask (no cookie) and through it (any cookie)."""

import sys
from datetime import UTC, datetime, timedelta

import pytest

from blueprints.base.page_cache import kept_pages
from extensions import db
from models.events import EventStatus, Session, Speaker
from operations.events.events import call_off, withdraw
from operations.places.quotas import take_places
from tests import factories
from tests.factories import problems
from tests.statements import count_statements


@pytest.fixture(params=["without a cookie", "with a cookie"])
def visitor(request, app):
    client = app.test_client()
    if request.param == "with a cookie":
        client.set_cookie("anything", "x")
    return client


@pytest.fixture
def event(app):
    return factories.event(capacity=5, description="Eski metin")


def page(visitor, event):
    answer = visitor.get(f"/events/{event.slug}")
    assert answer.status_code == 200
    return answer.text


def test_a_kept_page_takes_one_statement(visitor, event):
    first = page(visitor, event)
    with count_statements() as seen:
        assert page(visitor, event) == first
    assert len(seen) == 1


def a_new_title(event):
    event.title = "Yeni başlık"
    return "Yeni başlık"


def a_new_description(event):
    event.description = "Yeni metin"
    return "Yeni metin"


def a_place_taken(event):
    take_places(event)
    return "4 "


def a_session_added(event):
    event.sessions.append(
        Session(title="Yeni oturum", starts_at=event.starts_at, ends_at=event.ends_at)
    )
    return "Yeni oturum"


def a_speaker_added(event):
    a_session_added(event)
    db.session.commit()
    event.sessions[0].speakers.append(Speaker(name="Yeni Konuşmacı", position=1))
    return "Yeni Konuşmacı"


def a_problem_published(event):
    now = datetime.now(UTC)
    problems.problem(event, "Sorun", created_at=now, published_at=now)
    return f"/events/{event.slug}/problems"


def called_off(event):
    call_off(event, by=factories.user(), at=datetime.now(UTC))
    return "notice--danger"


@pytest.mark.parametrize(
    "change",
    [
        a_new_title,
        a_new_description,
        a_place_taken,
        a_session_added,
        a_speaker_added,
        a_problem_published,
        called_off,
    ],
)
def test_a_change_shows_in_the_very_next_answer(visitor, event, change):
    page(visitor, event)
    expected = change(event)
    db.session.commit()
    assert expected in page(visitor, event)


def test_a_session_taken_away_is_gone_from_the_next_answer(visitor, event):
    a_session_added(event)
    db.session.commit()
    assert "Yeni oturum" in page(visitor, event)
    event.sessions.clear()
    db.session.commit()
    assert "Yeni oturum" not in page(visitor, event)


def test_a_withdrawn_event_is_not_shown_from_what_was_kept(visitor, event):
    page(visitor, event)
    withdraw(event, by=factories.user(), at=datetime.now(UTC))
    db.session.commit()
    assert event.status is EventStatus.DRAFT
    assert visitor.get(f"/events/{event.slug}").status_code == 404


def test_a_page_is_rendered_anew_when_registration_closes(visitor, event, monkeypatch):
    event.registration_closes_at = datetime.now(UTC) + timedelta(hours=1)
    db.session.commit()
    assert "/register" in page(visitor, event)
    later = event.registration_closes_at + timedelta(seconds=1)
    for module in ("blueprints.base.page_cache", "blueprints.public.events.events"):
        monkeypatch.setattr(sys.modules[module], "utc_now", lambda: later)
    assert "/register" not in page(visitor, event)


def test_each_language_has_its_own_page(visitor, event):
    for language in ("tr", "en", "tr"):
        answer = visitor.get(f"/events/{event.slug}", headers={"Accept-Language": language})
        assert f'<html lang="{language}">' in answer.text
        assert {"Cookie", "Accept-Language"} <= set(answer.vary)


def test_an_unchanged_page_is_not_sent_again(visitor, event):
    address = f"/events/{event.slug}"
    mark = visitor.get(address).headers["ETag"]
    again = visitor.get(address, headers={"If-None-Match": f'W/{mark}, "x"'})
    assert (again.status_code, again.data) == (304, b"")
    a_new_title(event)
    db.session.commit()
    assert visitor.get(address, headers={"If-None-Match": mark}).status_code == 200


def test_a_kept_page_carries_the_sites_headers_and_no_token(app, event):
    visitor = app.test_client()
    address = f"/events/{event.slug}"
    first, second = visitor.get(address), visitor.get(address)
    assert sorted(first.headers) == sorted(second.headers)
    assert "Content-Security-Policy" in second.headers
    assert second.headers["Cache-Control"] == "private, no-cache"
    assert "csrf" not in second.text and "Set-Cookie" not in second.headers


def test_a_kept_page_has_no_body_for_head(visitor, event):
    whole = visitor.get(f"/events/{event.slug}")
    head = visitor.head(f"/events/{event.slug}")
    assert (head.status_code, head.data) == (200, b"")
    assert head.headers["Content-Length"] == str(len(whole.data))


def test_a_message_for_one_visitor_reaches_nobody_else(app, event):
    visitor, other = app.test_client(), app.test_client()
    with visitor.session_transaction() as session:
        session["_flashes"] = [("success", "Yalnız sizin için")]
    assert "Yalnız sizin için" in page(visitor, event)
    assert "Yalnız sizin için" not in page(visitor, event)
    assert "Yalnız sizin için" not in page(other, event)


def test_the_page_of_someone_signed_in_is_not_kept(app, event):
    client = app.test_client()
    factories.sign_in(client, factories.user())
    page(client, event)
    assert len(kept_pages()) == 0


def test_addresses_with_other_arguments_fill_no_cache(app, event):
    for number in range(5):
        assert app.test_client().get(f"/events/{event.slug}?x={number}").status_code == 200
    assert len(kept_pages()) == 0


def test_choosing_a_language_sets_the_cookie_though_the_page_is_kept(app, event):
    client = app.test_client()
    page(client, event)
    answer = client.get(f"/events/{event.slug}?lang=en")
    assert '<html lang="en">' in answer.text and "Set-Cookie" in answer.headers
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert '<html lang="en">' in page(client, event)
