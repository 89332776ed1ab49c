"""One's own API tokens on a page."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from extensions import db
from lib.bearer_tokens import fingerprint
from lib.clock import utc_now
from models.sign_ins import SignIn
from models.users import ApiToken, Role, User
from operations.accounts.tokens import create_api_token
from policy import permissions_of
from tests import factories

TOKENS = "/account/tokens"


@pytest.fixture
def user(app, browser_of_pages) -> User:
    made = factories.user(Role.MODERATOR, province="19")
    factories.sign_in(browser_of_pages.client, made)
    return made


def only_token() -> ApiToken:
    return db.session.scalars(sa.select(ApiToken)).one()


def test_a_token_is_shown_once_and_works(app, browser_of_pages, user):
    chosen = {"name": "Gösterge  panosu", "permissions": ["see_results"]}
    page = browser_of_pages.post(TOKENS, chosen, status=200)
    text = page.all("code")[0].text
    token = only_token()
    assert (token.name, token.permissions) == ("Gösterge panosu", ["see_results"])
    assert token.token_hash == fingerprint(text)
    assert token.expires_at - token.created_at == timedelta(days=365)
    assert text not in browser_of_pages.client.get(TOKENS).text
    headers = {"Authorization": f"Bearer {text}"}
    assert app.test_client().get("/api/v1/surveys", headers=headers).status_code == 200
    assert "Gösterge panosu" in browser_of_pages.get(TOKENS).words()


def test_only_permissions_of_the_own_role_are_offered(browser_of_pages, user):
    page = browser_of_pages.get(TOKENS)
    offered = [e.attributes["value"] for e in page.all("input", name="permissions")]
    assert offered == [each.value for each in permissions_of(Role.MODERATOR)]
    refused = browser_of_pages.post(TOKENS, {"name": "x", "permissions": ["manage_users"]})
    assert refused.all("p", id="permissions-error")
    assert db.session.scalars(sa.select(ApiToken)).all() == []


def test_a_token_without_a_choice_may_do_all_that_its_owner_may(browser_of_pages, user):
    browser_of_pages.post(TOKENS, {"name": "x"}, status=200)
    assert only_token().permissions == []


@pytest.mark.parametrize("name", ["", "  ", "x" * 101, "\x00"])
def test_a_token_says_what_it_is_for(browser_of_pages, user, name):
    assert browser_of_pages.post(TOKENS, {"name": name}).all("p", id="name-error")


def test_a_token_is_revoked_by_its_owner_alone(app, browser_of_pages, user):
    own, _text = create_api_token(user, name="x", at=utc_now())
    foreign, _text = create_api_token(factories.user(), name="y", at=utc_now())
    db.session.commit()
    answer = browser_of_pages.submit(f"{TOKENS}/{foreign.id}/revocation", {}, page=TOKENS)
    assert answer.status_code == 404
    answer = browser_of_pages.submit(f"{TOKENS}/{own.id}/revocation", {}, page=TOKENS)
    assert answer.status_code == 303
    db.session.expire_all()
    assert own.revoked_at is not None and foreign.revoked_at is None


def test_the_page_asks_for_a_fresh_proof(browser_of_pages, user):
    token = browser_of_pages.get(TOKENS).form_values()["csrf_token"]
    db.session.execute(sa.update(SignIn).values(proved_at=utc_now() - timedelta(minutes=11)))
    db.session.commit()
    client = browser_of_pages.client
    for answer in (
        client.get(TOKENS),
        client.post(TOKENS, data={"csrf_token": token, "name": "x"}),
        client.post(f"{TOKENS}/1/revocation", data={"csrf_token": token}),
    ):
        assert answer.location.startswith("/sign-in/second-factor")
    assert db.session.scalars(sa.select(ApiToken)).all() == []


def test_strangers_are_asked_to_sign_in(app):
    assert app.test_client().get(TOKENS).location.startswith("/sign-in?")
