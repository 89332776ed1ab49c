"""The pages of invitations and forgotten passwords."""

import re

import pytest
import sqlalchemy as sa

from extensions import db
from lib.clock import utc_now
from lib.passwords import matches
from models.account_links import ResetRequest
from models.letters import Letter
from models.users import Role
from operations.accounts.account_links import answer_reset_requests, ask_for_reset
from operations.accounts.users import create_invited_user
from tests import factories
from tests.browser_of_pages import PageBrowser
from tests.factories import PASSWORD

NEW = "mavi kapının ardında yağmur"


def path_of_reset(user):
    ask_for_reset(user.email, at=utc_now())
    answer_reset_requests(at=utc_now())
    db.session.commit()
    text = db.session.scalars(sa.select(Letter.text).order_by(Letter.id.desc())).first()
    return re.findall(r"/sign-in/password/[\w-]+", text)[0]


def invited(role=Role.CHECK_IN_STAFF):
    user, link = create_invited_user(
        "yeni@example.org", name="Yeni", role=role, province=None, at=utc_now(), by=None
    )
    db.session.commit()
    return user, link.removeprefix("http://meydan.example.org")


def test_the_sign_in_page_leads_to_the_forgotten_password(browser_of_pages):
    links = {e.attributes["href"] for e in browser_of_pages.get("/sign-in").all("a")}
    assert "/sign-in/forgotten" in links


def test_every_address_gets_the_same_answer(app):
    answers = []
    for email in (factories.user().email, "nobody@example.org"):
        browser = PageBrowser(app.test_client())
        answer = browser.submit("/sign-in/forgotten", {"email": email})
        answers.append((answer.status_code, answer.data, list(answer.headers)))
    assert answers[0] == answers[1]
    assert answers[0][0] == 303
    assert db.session.scalar(sa.select(sa.func.count()).select_from(ResetRequest)) == 2
    assert "thirty minutes" in browser.get("/sign-in/forgotten/sent?lang=en").words()


@pytest.mark.parametrize("odd", ["", "no address", "\x00", "x" * 400])
def test_what_is_no_address_is_refused_beside_the_field(browser_of_pages, odd):
    page = browser_of_pages.post("/sign-in/forgotten", {"email": odd})
    assert page.all("p", id="email-error")
    assert db.session.scalar(sa.select(sa.func.count()).select_from(ResetRequest)) == 0


def test_a_forgotten_password_is_set_by_the_link_once(browser_of_pages):
    user = factories.user()
    path = path_of_reset(user)
    for _look in range(2):  # also a scanner that opens links
        assert user.email in browser_of_pages.get(path).words()
    answer = browser_of_pages.submit(path, {"new": NEW})
    assert (answer.status_code, answer.location) == (303, "/sign-in")
    db.session.refresh(user)
    assert matches(NEW, user.password_hash)
    assert browser_of_pages.client.get("/account").location.startswith("/sign-in")
    browser_of_pages.get(path, status=410)
    token = browser_of_pages.get("/sign-in").form_values()
    assert browser_of_pages.client.post(path, data={**token, "new": NEW}).status_code == 410


def test_whoever_was_signed_in_with_the_old_password_is_signed_out(app, browser_of_pages):
    user, elsewhere = factories.user(), app.test_client()
    factories.sign_in(elsewhere, user)
    browser_of_pages.submit(path_of_reset(user), {"new": NEW})
    assert elsewhere.get("/account").location.startswith("/sign-in")


@pytest.mark.parametrize("new", ["", "kısa", "x" * 10_000, "Parola2026!!", "user1.example.org"])
def test_a_refused_password_leaves_the_link_as_it_is(browser_of_pages, new):
    user = factories.user()
    path = path_of_reset(user)
    page = browser_of_pages.post(path, {"new": new})
    assert page.all("p", id="new-error")
    assert browser_of_pages.submit(path, {"new": NEW}).status_code == 303


@pytest.mark.parametrize("token", ["x", "%00", "ş" * 300])
def test_a_link_that_is_none_of_ours_opens_nothing(browser_of_pages, token):
    browser_of_pages.get(f"/sign-in/password/{token}", status=410)


def test_who_was_invited_is_signed_in_with_the_first_password(browser_of_pages):
    user, path = invited()
    assert browser_of_pages.get(path).words()
    answer = browser_of_pages.submit(path, {"new": NEW})
    assert (answer.status_code, answer.location) == (303, "/check-in/")
    words = browser_of_pages.get("/account").words()
    assert "Yeni" in words and "Şifreniz belirlendi." in words
    assert matches(NEW, user.password_hash)


def test_nobody_signs_in_to_an_account_before_its_invitation_was_used(browser_of_pages):
    user, _path = invited()
    for password in ("", PASSWORD, "None"):
        form = {"email": user.email, "password": password}
        assert browser_of_pages.submit("/sign-in", form).status_code == 422
