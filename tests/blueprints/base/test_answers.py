"""What every answer says of itself, and what pages with passwords let browsers do."""

import re

from letters.compose import registration_token
from models.users import Role
from tests import factories
from tests.blueprints.base.test_headers import addresses
from tests.house.source import ROOT

PASSWORDS = re.compile(r"<input[^>]*password[^>]*>")


def test_every_text_names_its_letters(app):
    """Nobody has to guess by which table bytes become letters."""
    event, client = factories.event(), app.test_client()
    factories.sign_in(client, factories.user(Role.CENTRAL_ADMIN))
    person = registration_token(factories.registration(event))
    kinds = set()
    for rule, address in addresses(app, token=person, slug=event.slug):
        answer = client.get(address)
        if not answer.data:
            continue
        kinds.add(answer.mimetype)
        assert answer.mimetype != "application/octet-stream", rule
        if answer.mimetype.startswith("text/"):
            assert answer.mimetype_params["charset"].lower() == "utf-8", rule
        answer.close()
    assert {"text/html", "text/calendar", "application/json"} <= kinds, kinds


def test_no_address_repeats_a_request_to_its_sender(app):
    """TRACE would show scripts what a browser sends beside them."""
    client = app.test_client()
    for rule, address in addresses(app):
        answer = client.open(address, method="TRACE", headers={"X-Mine": "only mine"})
        assert answer.status_code >= 400, rule
        assert b"only mine" not in answer.data, rule


def test_passwords_are_masked_and_managers_of_passwords_welcome(app):
    page = app.test_client().get("/sign-in").text
    [field] = [field for field in PASSWORDS.findall(page) if 'name="password"' in field]
    assert 'type="password"' in field
    assert 'autocomplete="current-password"' in field
    assert "pattern=" not in field
    scripts = (ROOT / "static/js").rglob("*.js")
    assert [
        str(path) for path in scripts if re.search("[\"']paste|onpaste", path.read_text())
    ] == []


def test_the_sessions_cookie_is_signed_with_256_bits(app):
    client = app.test_client()
    factories.sign_in(client, factories.user())
    cookie = client.get_cookie(app.config["SESSION_COOKIE_NAME"])
    assert len(cookie.value.rpartition(".")[2]) == 43  # of six bits each
