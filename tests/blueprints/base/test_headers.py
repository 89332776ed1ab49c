"""Every answer carries the headers that keep other sites and other people out."""

import pytest
from werkzeug.test import run_wsgi_app

from blueprints.base.headers import SECURITY_HEADERS, HeadersOnAll
from letters.compose import registration_token
from models.users import Role
from tests import factories
from tests.browser_of_pages import Document
from tests.conftest import make_app

VALUES = {"token": "x", "slug": "x", "code": "x", "item": "x", "period": "x", "filename": "x"}
POLICY = "Content-Security-Policy"
POLLED = {
    "/check-in/<int:checkpoint_id>/live/figures",
    "/check-in/<int:checkpoint_id>/status",
    "/organizer/events/<int:event_id>/attendance/figures",
}
"""Numbers without people, which open pages ask for every few seconds, by ETag."""


@pytest.fixture
def client(app):
    return app.test_client()


def addresses(app, *, below=("/",), **known):
    """An example of every address of the site, with its rule."""
    known = {**VALUES, **known}
    with app.test_request_context():
        urls = app.url_map.bind("")
        for rule in app.url_map.iter_rules():
            if "GET" in rule.methods and rule.rule.startswith(below):
                values = {name: known.get(name, 1) for name in rule.arguments}
                yield rule.rule, urls.build(rule.endpoint, values)


def kept_how(client, address, **headers):
    answer = client.get(address, headers=headers)
    answer.close()
    return answer.headers["Cache-Control"]


def refuse_bare(answer, where):
    headers = answer.headers
    for name, value in SECURITY_HEADERS.items():
        sent = headers.getlist(name)
        assert len(sent) == 1, (where, name, sent)
        assert name == POLICY or sent == [value], (where, name)
    assert "default-src 'none'" in headers[POLICY], where
    assert "unsafe" not in headers[POLICY].replace("'wasm-unsafe-eval'", ""), where
    assert not [name for name in headers.keys() if name.startswith("Access-Control")], where  # noqa: SIM118
    assert "Server" not in headers and "X-Powered-By" not in headers, where
    answer.close()


def test_every_address_carries_them_whatever_it_answers(app, client):
    event = factories.event()
    factories.sign_in(client, factories.user(Role.CENTRAL_ADMIN))
    person = registration_token(factories.registration(event))
    seen = set()
    for rule, address in addresses(app, token=person, slug=event.slug):
        for method in ("GET", "HEAD", "OPTIONS", "POST", "PATCH", "TRACE"):
            answer = client.open(address, method=method)
            seen.add(answer.status_code)
            refuse_bare(answer, (method, rule))
    assert {200, 302, 400, 401, 404, 405} <= seen, seen


@pytest.mark.parametrize(
    ("path", "headers", "status"),
    [
        ("/nothing", {}, 404),
        ("/static/nothing.js", {}, 404),
        ("/static/../app.py", {}, 404),
        ("/static/js/page.js", {"Range": "bytes=0-9"}, 206),
        ("/static/js/page.js", {"Range": "bytes=9999999-"}, 416),
        ("/static/js", {}, 404),
        ("/privacy", {"Host": "evil.example.org"}, 421),
        ("/privacy", {"Host": "a..b"}, 400),
        ("/api/v1/events", {}, 401),
        ("/check-in", {}, 308),
    ],
)
def test_errors_files_and_redirects_carry_them(client, path, headers, status):
    answer = client.get(path, headers=headers)
    assert answer.status_code == status
    refuse_bare(answer, path)


def test_a_failure_of_ours_carries_them(app, client, monkeypatch):
    def fail():
        raise RuntimeError

    endpoint = app.url_map.bind("").match("/privacy")[0]
    monkeypatch.setitem(app.view_functions, endpoint, fail)
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)
    monkeypatch.setitem(app.config, "TESTING", False)
    answer = client.get("/privacy")
    assert answer.status_code == 500
    refuse_bare(answer, "/privacy")


@pytest.mark.parametrize("path", ["/static/js/page.js", "/static/css/site.css", "/events/{}"])
def test_what_the_browser_has_already_keeps_its_policy(client, path):
    """A 304 puts its headers in place of the kept ones: the scanner's must not be lost."""
    path = path.format(factories.event().slug)
    first = client.get(path)
    again = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    assert again.headers[POLICY] == first.headers[POLICY]
    assert ("wasm-unsafe-eval" in again.headers[POLICY]) == path.endswith(".js")
    refuse_bare(first, path)
    refuse_bare(again, path)


def test_a_kept_page_carries_them(app):
    path = f"/events/{factories.event().slug}"
    for _ in range(2):
        refuse_bare(app.test_client(use_cookies=False).get(path), path)


def test_a_view_may_have_a_policy_of_its_own_and_no_header_comes_twice():
    def view(_environ, start_response):
        start_response("200 OK", [("content-security-policy", "none of the others")])
        return [b""]

    around = HeadersOnAll(view, [(POLICY, "the site's"), ("X-Content-Type-Options", "nosniff")])
    _body, _status, headers = run_wsgi_app(around, {})
    assert headers.to_wsgi_list() == [
        ("content-security-policy", "none of the others"),
        ("X-Content-Type-Options", "nosniff"),
    ]


def test_in_production_browsers_ask_by_https_alone_for_a_year(tmp_path):
    public = {"environment": "production", "base_url": "https://meydan.example.org"}
    site = make_app(f"sqlite:///{tmp_path / 'empty.sqlite'}", **public).test_client()
    for path in ("/privacy", "/static/js/page.js", "/nothing", "/check-in"):
        answer = site.get(path, base_url="https://meydan.example.org")
        assert answer.headers["Strict-Transport-Security"] == "max-age=31536000", path
        answer.close()


def test_no_page_of_somebody_is_kept_by_a_browser(app, client):
    token = registration_token(factories.registration(factories.event()))
    for rule, address in addresses(app, token=token):
        if "<token>" in rule:
            assert "no-store" in kept_how(client, address), rule
    factories.sign_in(client, factories.user(Role.CENTRAL_ADMIN))
    for rule, address in addresses(app, below=("/organizer", "/account", "/check-in/<")):
        assert "no-store" in kept_how(client, address) or rule in POLLED, rule


def test_no_answer_to_a_program_is_kept(app):
    for rule, address in addresses(app, below=("/api/v1/",)):
        assert "no-store" in kept_how(app.test_client(), address, Authorization="Bearer x"), rule


def test_pages_name_no_version_of_any_program(client):
    for path in ("/", "/sign-in", "/nothing", "/api/v1/docs", "/healthz", "/readyz"):
        page = client.get(path)
        assert not Document(page.text).all("meta", name="generator"), path
        for name in ("Flask", "Werkzeug", "gunicorn", "waitress", "Python/"):
            assert name.lower() not in page.text.lower(), (path, name)
