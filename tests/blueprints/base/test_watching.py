"""One line an answer: by its route, with a number that the answer carries, too."""

import json
import logging
import re

import pytest

from extensions import db
from lib import log_lines
from tests import factories
from tests.conftest import make_app

SECRET = "a-secret-token"


@pytest.fixture
def written(capsys):
    """Begins anew, and gives the lines since."""
    root = logging.getLogger()
    before = [*root.handlers]

    def read():
        return [json.loads(line) for line in capsys.readouterr().err.splitlines()]

    yield read
    root.handlers[:] = before


@pytest.fixture
def site(app, written):
    """The site as in production, on the same database."""
    event = factories.event(title="Buluşma")
    db.session.commit()
    url = app.config["SQLALCHEMY_DATABASE_URI"]
    made = make_app(url, environment="production", base_url="http://localhost")
    made.config.update(TESTING=False, PROPAGATE_EXCEPTIONS=False)

    @made.get("/failures/<token>")
    def fail(token: str) -> str:
        raise ValueError(f"isil@example.org and {token}")

    with made.app_context():
        made.config["EVENT"] = event.slug
        yield made
        db.session.remove()
        db.engine.dispose()


def told(lines):
    return [(line["route"], line["method"], line["status"]) for line in lines if "route" in line]


def test_every_answer_is_a_line_that_names_its_route_alone(site, written):
    client = site.test_client()
    mark, page = site.config["STATIC_MARK"], f"/events/{site.config['EVENT']}"
    written()
    for _twice in range(2):  # the second one is a kept page
        client.get(page, headers={"Cookie": ""})
    client.head(page)
    client.get(f"/registrations/{SECRET}?email=isil@example.org", headers={"Referer": SECRET})
    client.get(f"/nothing/{SECRET}")
    client.get(f"/static/{mark}/css/site.css").close()
    client.post("/sign-in", data={"email": "isil@example.org", "password": SECRET})
    client.get("/healthz", headers={"Host": "elsewhere.example.org"})
    client.get("/events", headers={"Host": "elsewhere.example.org"})
    lines = written()
    assert told(lines) == [
        ("/events/<slug>", "GET", 200),
        ("/events/<slug>", "GET", 200),
        ("/events/<slug>", "HEAD", 200),
        ("/registrations/<token>", "GET", 404),
        ("unknown", "GET", 404),
        ("/static/<path:filename>", "GET", 200),
        ("/sign-in", "POST", 400),
        ("/healthz", "GET", 200),
        ("/events", "GET", 421),
    ]
    for line in lines:
        assert list(line) == ["at", "level", "request", "route", "method", "status", "ms"]
        assert line["level"] == "info" and line["ms"] >= 0
    for personal in (SECRET, "isil", "127.0.0.1", "elsewhere", site.config["EVENT"]):
        assert personal not in json.dumps(lines)


def test_an_error_carries_the_number_that_its_answer_carries(site, written):
    written()
    answer = site.test_client().get(f"/failures/{SECRET}")
    error, line = written()
    number = answer.headers["X-Request-Id"]
    assert re.fullmatch("[0-9a-f]{16}", number)
    assert (error["request"], error["level"]) == (number, "error")
    assert error["message"].startswith("GET /failures/<token> failed: ValueError\n")
    assert (line["request"], line["level"], line["status"]) == (number, "error", 500)
    assert SECRET not in json.dumps([error, line])


def test_a_number_is_taken_from_a_trusted_proxy_alone(site, app):
    url, production = app.config["SQLALCHEMY_DATABASE_URI"], {"environment": "production"}
    behind = make_app(url, base_url="http://localhost", trusted_proxies=1, **production)

    def number(of, given):
        return of.test_client().get("/healthz", headers={"X-Request-Id": given}).headers

    assert number(site, "given-by-a-stranger")["X-Request-Id"] != "given-by-a-stranger"
    assert number(behind, "given-by-the-proxy")["X-Request-Id"] == "given-by-the-proxy"
    for odd in ("short", "x" * 65, "with space here", "ı" * 10):
        assert number(behind, odd)["X-Request-Id"] != odd


def test_an_answer_in_pieces_is_noted_when_it_is_through(site, written):
    @site.get("/pieces")
    def pieces():
        yield from ("one", "two")

    written()
    answer = site.test_client().get("/pieces")
    assert written() == []
    answer.close()
    assert told(written()) == [("/pieces", "GET", 200)]


def test_development_writes_no_lines(app, written):
    written()
    answer = app.test_client().get("/healthz")
    assert (written(), answer.headers.get("X-Request-Id")) == ([], None)


def test_a_logged_error_is_told_without_its_message(written):
    log_lines.begin()
    try:
        raise KeyError("Işıl Çağ")
    except KeyError:
        logging.getLogger("elsewhere").exception("it broke")
    [line] = written()
    assert line["message"].startswith("it broke: KeyError\n")
    assert "Işıl" not in json.dumps(line, ensure_ascii=False)
