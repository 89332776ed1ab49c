"""What another site sends by somebody's cookie is refused, also with a token that is right."""

import pytest

from blueprints.base import origins
from extensions import db
from models.users import Role
from tests import factories
from tests.browser_of_pages import Document
from tests.conftest import make_app
from tests.factories import workshops

HTTPS = "https://meydan.example.org"
WITHOUT_COOKIES = {
    "/check-in/<int:checkpoint_id>/readings",
    "/check-in/<int:checkpoint_id>/searches",
    "/check-in/departures",
    "/check-in/pairings",
    "/subscriptions/<token>",
}
ELSEWHERE = [
    {"Origin": "https://evil.example"},
    {"Origin": "null"},
    {"Origin": ""},
    {"Origin": "http://localhost:81"},
    {"Origin": "https://localhost"},
    {"Origin": "http://localhost.evil.example"},
    {"Origin": "http://localhost:99999"},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site", "Origin": "http://localhost"},
    {"Sec-Fetch-Site": "same-origin", "Origin": "https://evil.example"},
    {"Sec-Fetch-Site": "anything"},
]
OURS = [
    {},
    {"Origin": "http://localhost"},
    {"Origin": "http://localhost:80", "Sec-Fetch-Site": "same-origin"},
    {"Origin": "http://meydan.example.org"},
    {"Sec-Fetch-Site": "none"},
]


def token(client):
    page = Document(client.get("/account").text)
    return {"X-CSRFToken": page.form_values()["csrf_token"]}


@pytest.fixture
def staff(app):
    client = app.test_client()
    factories.sign_in(client, factories.user(Role.CENTRAL_ADMIN))
    return client


@pytest.mark.parametrize("said", ELSEWHERE, ids=str)
def test_a_form_of_another_site_signs_nobody_out(staff, said):
    answer = staff.post("/sign-out", headers={**token(staff), **said, "Accept-Language": "en"})
    assert answer.status_code == 403
    assert Document(answer.text).words("h1") == "This was sent from another site"
    assert staff.get("/account").status_code == 200


@pytest.mark.parametrize("said", OURS, ids=str)
def test_a_form_of_ours_does(staff, said):
    assert staff.post("/sign-out", headers={**token(staff), **said}).status_code == 303
    assert staff.get("/account").status_code == 302


def test_every_address_that_changes_something_asks_where_it_comes_from(app, staff, monkeypatch):
    """Except those that count no cookie; without the look at the origin none does."""
    rights = token(staff)
    values = {"token": "x", "slug": "x", "code": "x", "item": "x", "period": "x"}
    with app.test_request_context():
        urls = app.url_map.bind("")
        posts = {
            rule.rule: urls.build(
                rule.endpoint, {name: values.get(name, 1) for name in rule.arguments}, "POST"
            )
            for rule in app.url_map.iter_rules()
            if "POST" in rule.methods and not rule.rule.startswith("/api/")
        }
    evil = {**rights, "Origin": "https://evil.example"}
    db.session.commit()
    passed = {rule for rule, at in posts.items() if staff.post(at, headers=evil).status_code != 403}
    assert passed == WITHOUT_COOKIES
    monkeypatch.setattr(origins, "is_ours", lambda _origin: True)
    assert staff.post("/account/language", headers=evil).status_code != 403


def test_a_program_with_a_token_may_say_what_it_likes_and_no_site_is_let_in(app):
    for said in ELSEWHERE:
        answer = app.test_client().post("/api/v1/events", json={}, headers=said)
        assert answer.status_code == 401, "not 403: no cookie counts here"
        asked = {**said, "Access-Control-Request-Method": "POST"}
        asked_first = app.test_client().options("/api/v1/events", headers=asked)
        named = [*answer.headers.keys(), *asked_first.headers.keys()]
        assert not [name for name in named if name.startswith("Access-Control")]


def test_a_mail_programs_click_is_not_asked(app):
    data = {"List-Unsubscribe": "One-Click"}
    answer = app.test_client().post("/subscriptions/x", data=data, headers={"Origin": "null"})
    assert answer.status_code == 404, "no such link; but asked for nothing else"


@pytest.fixture
def public_site(app):
    """The same rows, as in production behind a proxy that ended HTTPS and says nothing of it."""
    site = make_app(app.config["SQLALCHEMY_DATABASE_URI"], environment="production", base_url=HTTPS)
    with site.app_context():
        yield site
        db.session.remove()
        db.engine.dispose()


def test_in_production_the_base_address_alone_is_ours(app, public_site):
    code = workshops.workshop().code
    db.session.commit()
    joins = {
        origin: public_site.test_client().post(
            f"/workshops/{code}/join",
            base_url="http://meydan.example.org",
            headers={"Origin": origin},
        )
        for origin in (HTTPS, f"{HTTPS}:443", "http://meydan.example.org", "http://localhost")
    }
    assert {origin: answer.status_code for origin, answer in joins.items()} == {
        HTTPS: 303,
        f"{HTTPS}:443": 303,
        "http://meydan.example.org": 403,
        "http://localhost": 403,
    }


def test_in_production_every_cookie_is_bound_to_the_host(app, public_site):
    code = workshops.workshop().code
    db.session.commit()
    client = public_site.test_client()
    given = [
        *client.post(f"/workshops/{code}/join", base_url=HTTPS).headers.getlist("Set-Cookie"),
        *client.get("/sign-in", base_url=HTTPS).headers.getlist("Set-Cookie"),
        *client.get("/?lang=en", base_url=HTTPS).headers.getlist("Set-Cookie"),
    ]
    assert {cookie.partition("=")[0] for cookie in given} == {
        f"__Host-seat-workshops-{code}",
        "__Host-meydan",
    }
    for cookie in given:
        parts = cookie.split("; ")
        assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(parts), cookie
        assert not [part for part in parts if part.lower().startswith("domain")]
    page = client.get(f"/workshops/{code}", base_url=HTTPS)
    assert client.get(f"/workshops/{code}/join", base_url=HTTPS).status_code == 302, page.status
