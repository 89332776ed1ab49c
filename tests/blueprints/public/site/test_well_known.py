from datetime import UTC, datetime, timedelta

from lib.clock import utc_now
from tests.factories.contacts import shared_contact


def fields(client):
    answer = client.get("/.well-known/security.txt")
    assert (answer.status_code, answer.content_type) == (200, "text/plain; charset=utf-8")
    return dict(line.split(": ", 1) for line in answer.text.splitlines())


def test_password_managers_are_led_to_the_change_of_the_password(app):
    answer = app.test_client().get("/.well-known/change-password")
    assert (answer.status_code, answer.location) == (302, "/account/password")


def test_security_text_names_whom_to_tell(app):
    client = app.test_client()
    told = fields(client)
    assert told["Contact"] == "http://meydan.example.org/privacy"
    shared_contact(email="guvenlik@example.org")
    told = fields(client)
    assert told["Contact"] == "mailto:guvenlik@example.org"
    assert told["Canonical"] == "http://meydan.example.org/.well-known/security.txt"
    assert told["Preferred-Languages"] == "tr, en"
    expires = datetime.strptime(told["Expires"], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    assert utc_now() < expires < utc_now() + timedelta(days=365)
