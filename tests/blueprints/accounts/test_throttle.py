"""Guessing at the sign-in page: slow for strangers, blind to which accounts there are, and no burden
to browsers that signed in before."""

import re

import pytest
import sqlalchemy as sa
from argon2 import PasswordHasher
from werkzeug.http import parse_cookie

from blueprints.accounts import known_browsers
from extensions import db
from models.audit import AuditAction, AuditEntry
from tests import factories
from tests.browser_of_pages import PageBrowser
from tests.conftest import make_app
from tests.factories import PASSWORD
from tests.statements import count_statements


def attempt(browser, email, password="wrong", *, sender="203.0.113.1"):  # noqa: S107
    return sent(browser, "/sign-in", {"email": email, "password": password}, sender)


def try_passkey(browser, sender="203.0.113.1"):
    return sent(browser, "/sign-in/passkey", {"credential": "{}"}, sender)


def sent(browser, address, form, sender):
    headers = {"X-Forwarded-For": sender}
    page = browser.client.get("/sign-in", headers=headers)
    token = page.text.partition('name="csrf_token"')[2].partition('value="')[2].partition('"')[0]
    return browser.client.post(address, data={**form, "csrf_token": token}, headers=headers)


def statuses(answers):
    return [answer.status_code for answer in answers]


@pytest.fixture
def stranger(limited_app):
    return PageBrowser(limited_app.test_client())


@pytest.fixture
def own(limited_app):
    return PageBrowser(limited_app.test_client())


def signed_in_before(browser, user):
    assert attempt(browser, user.email, PASSWORD).status_code == 303
    assert browser.submit("/sign-out", {}, page="/account").status_code == 303


def test_strangers_who_fail_never_slow_a_browser_that_signed_in_before(own, stranger):
    """They come from the same address, such as that of an office."""
    user = factories.user()
    signed_in_before(own, user)
    # Its owner's first visit counted with them.
    assert statuses(attempt(stranger, user.email) for _ in range(10))[-2:] == [422, 429]
    assert attempt(stranger, user.email, PASSWORD).status_code == 429
    assert attempt(own, user.email, PASSWORD).status_code == 303


def test_without_its_mark_the_browser_would_be_slowed(own, stranger, monkeypatch):
    user = factories.user()
    signed_in_before(own, user)
    monkeypatch.setattr(known_browsers, "mark_for", lambda _address: None)
    for _failure in range(11):
        attempt(stranger, user.email)
    assert attempt(own, user.email, PASSWORD).status_code == 429


def test_passkeys_that_strangers_make_up_slow_no_browser_known_before(own, stranger, monkeypatch):
    signed_in_before(own, factories.user())
    assert statuses(try_passkey(stranger) for _ in range(11))[-2:] == [303, 429]
    assert try_passkey(own).status_code == 303
    monkeypatch.setattr(known_browsers, "some_mark", lambda: None)
    assert try_passkey(own).status_code == 429, "without its mark it is one of them"


def test_a_known_browser_is_counted_by_itself(own, stranger):
    user = factories.user()
    signed_in_before(own, user)
    assert statuses(attempt(own, user.email) for _ in range(11))[-2:] == [422, 429]
    assert attempt(stranger, user.email, PASSWORD).status_code == 303


def test_a_browser_is_known_for_its_own_account_alone(own, stranger):
    user, other = factories.user(), factories.user()
    signed_in_before(own, user)
    for _failure in range(10):
        attempt(stranger, other.email)
    assert attempt(own, other.email).status_code == 429


def test_a_mark_that_was_forged_makes_nobody_known(own, limited_app):
    user = factories.user()
    signed_in_before(own, user)
    name = next(name for _host, _path, name in own.client._cookies if name.startswith("known-"))
    mark = own.client.get_cookie(name).value
    for forged in (mark[:-1], mark + "x", "x", "", "\x00", "ş"):
        with limited_app.test_request_context(headers={"Cookie": f"{name}={forged}"}):
            assert known_browsers.mark_for(user.email) is None
    with limited_app.test_request_context(headers={"Cookie": f"{name}={mark}"}):
        assert known_browsers.mark_for(user.email) == mark


def test_one_account_is_guarded_against_guesses_from_everywhere(own, stranger):
    user, other = factories.user(), factories.user()
    signed_in_before(own, user)
    guesses = [
        attempt(stranger, user.email, sender=f"198.51.100.{number}") for number in range(101)
    ]
    assert statuses(guesses)[98:] == [422, 429, 429]  # its owner's own first visit counted, too
    assert attempt(stranger, other.email, PASSWORD, sender="198.51.100.1").status_code == 303
    assert attempt(own, user.email, PASSWORD).status_code == 303


def test_another_process_counts_with_it(own, limited_app):
    user = factories.user()
    other = make_app(limited_app.config["SQLALCHEMY_DATABASE_URI"], rate_limits_enabled=True)
    for _failure in range(10):
        assert attempt(own, user.email).status_code == 422
    with other.app_context():
        headers = {"REMOTE_ADDR": "203.0.113.1"}
        client = other.test_client()
        client.environ_base.update(headers)
        assert attempt(PageBrowser(client), user.email, PASSWORD).status_code == 429
        db.session.remove()
        db.engine.dispose()


def answer_to(app, email):
    """What a wrong password for this address comes to: the answer, and the statements it cost."""
    browser = PageBrowser(app.test_client())
    page = browser.get("/sign-in").form_values()
    with count_statements() as statements:
        form = {"email": email, "password": "wrong", **page}
        answer = browser.client.post("/sign-in", data=form)
    text = re.sub(r'(name="csrf_token"[^>]*value=")[^"]*', r"\1", answer.text)
    return answer, text.replace(email, ""), len(statements)


def test_known_and_unknown_address_get_the_same_bytes_for_the_same_work(app, monkeypatch):
    hashed = []
    verify = PasswordHasher.verify

    def counted(hasher, *given):
        hashed.append(1)
        return verify(hasher, *given)

    monkeypatch.setattr(PasswordHasher, "verify", counted)
    factories.user(email="bir@example.org")
    factories.user(email="iki@example.org", password_hash=None)
    factories.user(email="son@example.org", deactivated_at=factories.NOW)
    told = []
    for email in ("bir@example.org", "iki@example.org", "son@example.org", "yok@example.org"):
        answer, text, statements = answer_to(app, email)
        headers = [(name, value) for name, value in answer.headers if name != "Content-Length"]
        told.append((answer.status_code, text, headers, statements))
        assert len(hashed) == 1, email
        hashed.clear()
    assert told == [told[0]] * 4
    assert "Set-Cookie" not in dict(told[0][2])


def test_a_failure_is_recorded_without_an_address(app, browser_of_pages):
    user = factories.user()
    for email in (user.email, "nobody@example.org"):
        browser_of_pages.post("/sign-in", {"email": email, "password": "wrong"})
    rows = db.session.scalars(
        sa.select(AuditEntry)
        .where(AuditEntry.action == AuditAction.SIGN_IN_FAILED)
        .order_by(AuditEntry.id)
    ).all()
    assert [(row.user_id, row.subject_id, row.details) for row in rows] == [
        (None, user.id, {}),
        (None, None, {}),
    ]


def test_the_mark_is_bound_to_the_host_and_lasts_longer_than_a_session(app):
    user = factories.user()
    answer = PageBrowser(app.test_client()).submit(
        "/sign-in", {"email": user.email, "password": PASSWORD}
    )
    (given,) = [text for text in answer.headers.getlist("Set-Cookie") if "known-" in text]
    assert "HttpOnly" in given and "SameSite=Lax" in given and "Max-Age=15552000" in given
    assert user.email not in str(parse_cookie(given))
