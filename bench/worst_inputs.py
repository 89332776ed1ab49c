"""Every input of the public site with the worst megabyte that we know: how long it takes.

python -m bench.worst_inputs [--only sqlite|postgres]

A megabyte of each kind goes to every address that anybody may send something to, as a form, as a
form in parts and as JSON, with a valid token; and as far as it fits, in addresses and headers. What
is refused for its size costs next to nothing; the table shows the slowest for each kind.
"""

import re
from collections.abc import Callable, Iterator
from secrets import token_urlsafe
from time import perf_counter
from urllib.parse import quote, urlencode

import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from flask_migrate import upgrade
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from bench.databases import ROOT, each_database, options_of
from blueprints.inputs.base.submissions import new_submission_key
from demo.programme import load_programme
from extensions import db
from letters.compose import registration_token
from lib.clock import utc_now
from models.events import Event
from models.registrations import Registration, RegistrationStatus
from tests.browser_of_pages import Document
from tests.conftest import make_app

MEGABYTE = 1024 * 1024
TEXTS = {
    "marks in disorder": "\u0301\u0316",
    "marks that come apart": "\u0f73\u0f71",
    "ligatures that come apart": "\ufdfa",
    "voiced sounds": "\uff9e\u093c",
    "digits": "9",
    "spaces": " \u00a0",
    "zero-width": "\u200b",
    "sigmas": "\u03a3\u0345",
    "dots and at": "a.@",
    "quotes": "'\"<>&",
    "emoji": "\U0001f9d1\u200d",
}
FIELDS = (
    *("given_name", "family_name", "email", "phone", "institution", "institution_role", "province"),
    *("sector", "reason", "code", "password", "current_password", "q", "name", "text", "signature"),
    *("size", "submission_key", "purpose"),
)
_TOKEN = re.compile(r"[\w-]{6,}\.[\w-]{20,}")
Sending = Callable[[FlaskClient, str], TestResponse]


def sendings(token: str) -> Iterator[tuple[str, Sending]]:
    """The ways to send a megabyte, each with its name."""
    for name, piece in TEXTS.items():
        for most in (MEGABYTE - 4096, 60 * 1024):
            text = piece * (most // len(quote(piece)))
            for field in FIELDS if most < MEGABYTE // 2 else FIELDS[:1]:
                sent = {"csrf_token": token, "submission_key": new_submission_key(), field: text}
                yield f"{name}, {most // 1024} KB", _form(urlencode(sent))
        half = piece * (MEGABYTE // 2 // len(piece.encode()) - 2048)
        yield f"{name}, in parts", _parts({"csrf_token": token, "given_name": half, "name": half})
        yield f"{name}, in the address", _query(quote(piece * 200)[:1900])
    many = f"csrf_token={token}&" + "a&" * (MEGABYTE // 2 - 100)
    yield "half a million fields", _form(many)
    yield "32,000 fields", _form(many[: 60 * 1024])
    yield "nested JSON", _json("[" * (MEGABYTE - 10))
    yield "a long number in JSON", _json('{"readings": [' + "9" * (MEGABYTE - 100) + "]}")
    yield "headers", _headers


def _form(sent: str) -> Sending:
    kind = "application/x-www-form-urlencoded"
    return lambda client, to: client.post(to, data=sent, content_type=kind)


def _parts(sent: dict[str, str]) -> Sending:
    return lambda client, to: client.post(to, data=sent, content_type="multipart/form-data")


def _json(sent: str) -> Sending:
    return lambda client, to: client.post(to, data=sent, content_type="application/json")


def _query(text: str) -> Sending:
    """As long as a request line may be."""
    return lambda client, to: client.get(f"{to}?q={text}&after={text}")


def _headers(client: FlaskClient, to: str) -> TestResponse:
    return client.get(
        to,
        headers={
            "Accept-Language": "tr;q=0.1," * 800,
            "Cookie": "a=b;" * 1900,
            "If-None-Match": '"x",' * 1900,
            "Accept": "text/*;q=0.1," * 600,
            "Range": "bytes=0-1," * 800,
        },
    )


def addresses(app: Flask) -> list[str]:
    """All addresses that are open to all, with a real event and a real person in them."""
    event, person = _of_the_demonstration()
    values = {"slug": event.slug, "token": registration_token(person), "filename": "css/base.css"}
    rules = [rule for rule in app.url_map.iter_rules() if _is_open(app, rule)]
    with app.test_request_context():
        return sorted(
            {
                app.url_map.bind("").build(
                    rule.endpoint, {n: values.get(n, 1) for n in rule.arguments}
                )
                for rule in rules
            }
        )


def _is_open(app: Flask, rule: Rule) -> bool:
    return getattr(app.view_functions[rule.endpoint], "access", None) == "all"


def _of_the_demonstration() -> tuple[Event, Registration]:
    found = db.session.execute(
        sa.select(Event, Registration)
        .join(Registration.event)
        .where(Event.starts_at > utc_now())
        # Some are cancelled by what was sent before.
        .order_by(Registration.status != RegistrationStatus.CONFIRMED, Registration.id)
        .limit(1)
    ).one()
    return found[0], found[1]


def measure(app: Flask) -> list[tuple[float, str, str, int]]:
    """The slowest answer to each sending: seconds, what was sent, where to, and the status."""
    client = app.test_client()
    form = f"/events/{_of_the_demonstration()[0].slug}/register"
    token = Document(client.get(form).text).form_values()["csrf_token"]
    cookie = client.get_cookie("meydan")
    assert cookie
    slowest: dict[str, tuple[float, str, str, int]] = {}
    for name, send in sendings(token):
        for address in addresses(app):  # some of what was sent before ended a link
            client = app.test_client()
            client.set_cookie("meydan", cookie.value)
            begun = perf_counter()
            answer = send(client, address)
            took = perf_counter() - begun
            answer.close()
            row = (took, name, _TOKEN.sub("…", address), answer.status_code)
            slowest[name] = max(slowest.get(name, row), row)
    return sorted(slowest.values(), reverse=True)


def main() -> None:
    for name, url, _folder in each_database(options_of(__doc__).parse_args().only):
        app = make_app(url, base_url="http://localhost")
        with app.app_context():
            upgrade(str(ROOT / "migrations"))
            load_programme(token_urlsafe(), at=utc_now())
            db.session.commit()
            rows = measure(app)
            db.session.remove()
            db.engine.dispose()
        print(f"\n| {name}: what is sent | slowest at | answer | takes |\n|---|---|---|---:|")
        for took, sent, address, status in rows:
            print(f"| {sent} | {address} | {status} | {took * 1000:,.0f} ms |")


if __name__ == "__main__":
    main()
