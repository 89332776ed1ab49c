"""Delicate acts ask who is there once more, if the last proof is older than ten minutes."""

from datetime import UTC, datetime, timedelta

import pyotp
import pytest
import sqlalchemy as sa

from extensions import db
from lib.passwords import matches
from models.sign_ins import SignIn
from operations.accounts.recovery_codes import make_recovery_codes
from tests import factories
from tests.browser_of_pages import Document
from tests.factories import PASSWORD

PROOF = "/sign-in/second-factor"


def proved(ago: timedelta) -> None:
    db.session.execute(sa.update(SignIn).values(proved_at=datetime.now(UTC) - ago))
    db.session.commit()


@pytest.fixture
def user(app, browser_of_pages):
    made = factories.user()
    factories.sign_in(browser_of_pages.client, made)
    proved(timedelta(minutes=10))
    return made


def test_delicate_page_asks_for_a_proof_and_opens_then(browser_of_pages, user):
    seed = factories.authenticator(user)
    asked = browser_of_pages.client.get("/account/password?lang=en")
    assert (asked.status_code, asked.location) == (303, f"{PROOF}?next=/account/password?lang%3Den")
    answer = browser_of_pages.submit(asked.location, {"code": pyotp.TOTP(seed).now()})
    assert answer.location == "/account/password?lang=en"
    assert browser_of_pages.client.get(answer.location).status_code == 200


def test_proof_holds_for_ten_minutes(browser_of_pages, user):
    proved(timedelta(minutes=9, seconds=50))
    assert browser_of_pages.client.get("/account/password").status_code == 200


def test_who_has_no_factor_types_the_password(browser_of_pages, user):
    page = browser_of_pages.get(PROOF)
    assert page.all("input", name="password") and not page.all("input", name="code")
    assert browser_of_pages.submit(PROOF, {"password": "wrong"}).status_code == 422
    answer = browser_of_pages.submit(f"{PROOF}?next=/account/factors", {"password": PASSWORD})
    assert answer.location == "/account/factors"
    assert browser_of_pages.client.get("/account/factors").status_code == 200


def test_password_is_no_proof_for_who_has_a_factor(browser_of_pages, user):
    """Neither when it is typed, nor when it was typed before another browser set the factor up."""
    proved(timedelta(0))
    factories.authenticator(user)
    assert browser_of_pages.client.get("/account/factors").location.startswith(PROOF)
    assert browser_of_pages.submit(PROOF, {"password": PASSWORD}).status_code == 422
    assert browser_of_pages.client.get("/account/factors").location.startswith(PROOF)


def test_form_that_waited_too_long_changes_nothing_and_leads_back_to_its_page(
    browser_of_pages, user
):
    sent = {**browser_of_pages.get("/account").form_values(), "current": PASSWORD, "new": "y" * 20}
    for referrer, back in (("http://localhost/account/password?a=1", "/account/password?a%3D1"),):
        answer = browser_of_pages.client.post(
            "/account/password", data=sent, headers={"Referer": referrer}
        )
        assert (answer.status_code, answer.location) == (303, f"{PROOF}?next={back}")
        assert "y" * 20 not in answer.text
    db.session.refresh(user)
    assert matches(PASSWORD, user.password_hash)


def test_what_was_typed_is_held_and_sent_again_after_the_proof(browser_of_pages, user):
    """An invitation, say. No secret is held, and nothing that another site sent."""
    passkey = factories.passkey(user)
    address = f"/account/passkeys/{passkey.id}/name"
    sent = {**browser_of_pages.get("/account").form_values(), "name": "Şükran’ın telefonu"}
    sent["password"] = "gizli"
    ours = {"Sec-Fetch-Site": "same-origin", "Origin": "http://localhost"}
    answer = browser_of_pages.client.post(address, data=sent, headers=ours)
    assert (answer.status_code, "gizli" in answer.text) == (403, False)
    held = Document(answer.text)
    assert held.all("form")[-1].attributes["action"] == address
    code = make_recovery_codes(user, at=factories.NOW)[0]
    db.session.commit()
    assert browser_of_pages.submit(PROOF, {"recovery_code": code}).status_code == 303
    answer = browser_of_pages.client.post(address, data=held.form_values(), headers=ours)
    assert answer.location == "/account/factors"
    db.session.refresh(passkey)
    assert passkey.name == "Şükran’ın telefonu"


@pytest.mark.parametrize("referrer", [None, "https://example.com/x", "nothing"])
def test_form_from_nowhere_leads_back_to_the_account(browser_of_pages, user, referrer):
    sent = browser_of_pages.get("/account").form_values()
    headers = {"Referer": referrer} if referrer else {}
    answer = browser_of_pages.client.post(
        "/account/factors/recovery-codes", data=sent, headers=headers
    )
    assert answer.location == f"{PROOF}?next=/account"


def test_every_page_about_ones_keys_asks_and_so_does_every_act_on_users(app):
    """By address, so that no new one is forgotten. To look at a list is no act."""
    keys = ("/account/password", "/account/factors", "/account/passkeys", "/account/tokens")
    acts = (
        "/account/sessions",
        "/organizer/users",
        "/organizer/factor-resets",
        "/organizer/api-tokens",
    )
    silent = [
        rule.rule
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith(keys)
        or (rule.rule.startswith(acts) and "POST" in (rule.methods or set()))
        if not getattr(app.view_functions[rule.endpoint], "asks_for_proof", False)
    ]
    assert not silent
