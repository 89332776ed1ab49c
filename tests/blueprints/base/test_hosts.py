"""The site answers to its own names, and to nobody else's with more than a page that says so."""

import pytest
from werkzeug.exceptions import BadRequest

from blueprints.base.hosts import answered_hosts
from settings import Settings
from tests import factories
from tests.conftest import SETTINGS, make_app

PUBLIC = {"environment": "production", "base_url": "https://meydan.example.org"}


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """Makes a client of an app with these settings; its database stays empty."""
    folder = tmp_path_factory.mktemp("hosts")

    def make(**changes):
        return make_app(f"sqlite:///{folder / 'empty.sqlite'}", **changes).test_client(
            use_cookies=False
        )

    return make


def asked(client, host, path="/privacy"):
    answer = client.get(path, headers={"Host": host})
    answer.close()
    return answer.status_code


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("meydan.example.org", 200),
        ("MEYDAN.example.org:443", 200),
        ("meydan.example.org:8000", 421),
        ("localhost", 421),
        ("127.0.0.1:8000", 421),
        ("evil.example.org", 421),
        ("meydan.example.org.", 400),
        ("a..b", 400),
        ("", 400),
        ("x" * 64, 400),
        ("a b", 400),
        ("a:99999", 400),
        ("[::1", 400),
        ("evil.example.org/x?", 400),
        ("user@meydan.example.org", 400),
    ],
)
def test_in_production_the_host_of_the_base_address_alone_is_answered(site, host, status):
    assert asked(site(**PUBLIC), host) == status


@pytest.mark.parametrize("host", ["xn--" + "9" * 30, "[1:2]", "[::1]x", "\xe7orum.org", "a" * 300])
def test_what_no_name_can_be_is_unreadable(host):
    """The test client itself could not send them."""
    for changes in (PUBLIC, {"host": "192.168.1.5"}):
        settings = Settings(**{**SETTINGS, "database_url": "sqlite://", **changes})
        assert answered_hosts(settings)(host) is BadRequest


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("localhost:8000", 200),
        ("127.0.0.1:1", 200),
        ("127.8.0.1", 200),
        ("[::1]:8000", 200),
        ("door.localhost", 200),
        ("meydan.example.org:8000", 200),
        ("evil.example.org", 421),
        ("192.168.1.5:8000", 421),
        ("a..b", 400),
    ],
)
def test_in_development_the_names_of_this_machine_are_answered_at_any_port(site, host, status):
    assert asked(site(), host) == status


@pytest.mark.parametrize("listens", ["0.0.0.0", "::", "192.168.1.5"])  # noqa: S104 - a setting
def test_in_development_every_name_is_answered_where_others_may_reach_the_site(site, listens):
    client = site(host=listens)
    assert asked(client, "phone-of-ayse.local:8000") == 200
    assert asked(client, "a..b") == 400


@pytest.mark.parametrize("host", ["10.0.0.7:8000", "a..b", ""])
def test_monitors_are_answered_by_whatever_name_they_ask(site, host):
    client = site(**PUBLIC)
    assert asked(client, host, "/healthz") == 200
    assert asked(client, host, "/readyz") == 503  # the database is empty


@pytest.mark.parametrize(("host", "status"), [("evil.example.org", 421), ("a..b", 400)])
def test_every_address_is_refused_also_those_that_are_answered_first(app, host, status):
    event = factories.event()
    client = app.test_client(use_cookies=False)
    paths = ["/", f"/events/{event.slug}", "/static/css/site.css", "/check-in", "/nothing"]
    for path in paths:
        client.get(path).close()  # now its page is kept
        assert asked(client, host, path) == status, path
    assert client.post("/sign-in", headers={"Host": host}).status_code == status
    answer = client.get("/api/v1/events", headers={"Host": host})
    assert (answer.status_code, answer.mimetype) == (status, "application/problem+json")


def test_the_page_leads_to_the_site_and_does_not_repeat_the_name(site):
    answer = site(**PUBLIC).get("/privacy?lang=en", headers={"Host": "evil.example.org"})
    assert "https://meydan.example.org" in answer.text and "evil" not in answer.text
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_a_missing_slash_is_added_without_naming_a_host(app):
    answer = app.test_client().get("/check-in?x=1")
    assert (answer.status_code, answer.location) == (308, "/check-in/?x=1")
