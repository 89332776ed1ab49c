"""Whatever a request holds, it gets an answer below 500, and so does the next one."""

import gzip
from io import BytesIO

import pytest

from blueprints.base.request_bodies import MOST_FIELDS
from extensions import db
from letters.compose import registration_token
from models.users import Role
from tests import factories
from tests.blueprints.base.test_origins import token
from tests.factories import workshops

NAMES = [
    "email",
    "password",
    "given_name",
    "family_name",
    "institution",
    "province",
    "sector",
    "title",
    "name",
    "text",
    "q",
    "code",
    "reason",
    "lines",
    "lang",
    "kind",
    "statement",
    "problem",
    "dots",
    "nonce",
    "side",
    "note",
    "starts_at",
    "ends_at",
    "capacity",
    "slug",
    "page",
    "phone",
    "address",
    "message",
    "subject",
    "body",
    "act",
    "period",
    "day",
    "status",
    "tag",
    "choice",
    "number",
    "registrations",
    "selected",
]
ENDING = ("/sign-", "/account", "/organizer/users")
"""These may end the sign-in, so they come last."""
FORM = "application/x-www-form-urlencoded"
NESTED = b"[" * 15_000 + b"]" * 15_000
ODD = ["a%00b", "%ED%A0%80%C2%B2" + "9" * 900]
PACKED = gzip.compress(b"a" * 1_000_000)
OF_JSON = {
    "nested without end": NESTED,
    "no object": b"1e999",
    "long digits": b'{"text":' + b"9" * 10_000 + b"}",
    "half a pair": b'{"text":"\\ud800\\u0000","nonce":"\\ud800","code":"\\ud800"}',
}


@pytest.fixture
def signed_in(app):
    client = app.test_client()
    factories.sign_in(client, factories.user(Role.CENTRAL_ADMIN))
    return client


@pytest.fixture
def posts(app):
    """An example of every address that takes a POST of a page."""
    event = factories.event()
    known = {
        "slug": event.slug,
        "token": registration_token(factories.registration(event)),
        "code": workshops.workshop(event).code,
        "item": "x",
        "period": "2026-1",
    }
    db.session.commit()
    with app.test_request_context():
        urls = app.url_map.bind("")
        found = [
            urls.build(rule.endpoint, {name: known.get(name, 1) for name in rule.arguments}, "POST")
            for rule in app.url_map.iter_rules()
            if "POST" in rule.methods and not rule.rule.startswith("/api/")
        ]
    return sorted(found, key=lambda at: at.startswith(ENDING))


@pytest.mark.parametrize("text", ODD)
def test_every_form_of_the_site_answers_whatever_its_fields_hold(signed_in, posts, text):
    headers, sent = token(signed_in), "&".join(f"{name}={text}" for name in NAMES)
    for address in posts:
        answer = signed_in.post(address, data=sent, content_type=FORM, headers=headers)
        assert answer.status_code < 500, (address, answer.status_code)
        answer.close()
    assert signed_in.get("/privacy").status_code == 200


@pytest.mark.parametrize("sent", OF_JSON.values(), ids=OF_JSON)
def test_json_of_any_kind_is_answered_also_where_a_form_is_meant(signed_in, posts, sent):
    headers = token(signed_in)
    for address in [*posts[::10], "/check-in/pairings", *(at for at in posts if "/sends" in at)]:
        answer = signed_in.post(
            address, data=sent, content_type="application/json", headers=headers
        )
        assert answer.status_code < 500, (address, answer.status_code)
        answer.close()


def test_a_form_of_thousands_of_fields_and_a_packed_body_are_refused(app):
    client = app.test_client()
    many = b"&".join([b"a=1"] * (MOST_FIELDS + 1))
    assert client.post("/sign-in", data=many, content_type=FORM).status_code == 413
    for packing in ("gzip", "GZIP", "deflate", "br", "identity, gzip"):
        answer = client.post("/sign-in", data=PACKED, headers={"Content-Encoding": packing})
        assert answer.status_code == 415, packing
        answer = client.post("/api/v1/events", data=PACKED, headers={"Content-Encoding": packing})
        assert answer.status_code == 415 and answer.mimetype == "application/problem+json"


def test_a_file_may_have_any_name_and_a_form_no_more_parts_than_pages_have(app):
    address = f"/events/{factories.event().slug}/register"
    client = app.test_client()
    for name in ("a\0b.pdf", "../../a.pdf", "\u202e.pdf", "a" * 5000 + ".pdf", "CON", '"\r\n.pdf'):
        file = (BytesIO(b"%PDF-1.7"), name)
        answer = client.post(address, data={"file": file}, content_type="multipart/form-data")
        assert answer.status_code < 500, name
    part = "--x\r\nContent-Disposition: form-data; name=a\r\n\r\n\r\n"
    answer = client.post(
        address,
        data=part * (MOST_FIELDS + 1) + "--x--",
        content_type="multipart/form-data; boundary=x",
    )
    assert answer.status_code == 413


@pytest.mark.parametrize("text", ["%00", "9" * 500 + "%ED%A0%80", "%D9%A3%0d%0a"])
def test_every_address_answers_whatever_stands_in_it(app, signed_in, text):
    with app.test_request_context():
        urls = app.url_map.bind("")
        rules = [rule for rule in app.url_map.iter_rules() if "GET" in rule.methods]
        pages = {urls.build(r.endpoint, dict.fromkeys(r.arguments, 1)) for r in rules}
    query = "&".join(f"{name}={text}" for name in [*NAMES, "after", "limit", "waves", "by", "next"])
    headers = {"Authorization": "Bearer x"}
    for page in pages - {"/readyz"}:
        answer = signed_in.get(f"{page}?{query}", headers=headers)
        assert answer.status_code < 500, page
        answer.close()
        answer = signed_in.get(f"{page.rstrip('/')}/{text}")
        assert answer.status_code < 500, page
        answer.close()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Authorization", "Basic \xff"),
        ("Authorization", "Bearer \x00"),
        ("Authorization", "Digest " + "a=b," * 3000),
        ("Range", "bytes=" + "9" * 10_000 + "-"),
        ("Range", "bytes=0-0," * 1500),
        ("If-None-Match", '"' * 9000),
        ("If-Modified-Since", "Thu, 99 Jan 99999 00:00:00 GMT"),
        ("Accept-Language", "tr;q=" + "9" * 9000),
        ("Content-Length", "9" * 9000),
        ("Content-Type", "multipart/form-data; boundary=\xff"),
        ("X-CSRFToken", "\xff\x00"),
        ("Cookie", "meydan=\x00; seat=\xed\xa0\x80; =;=" + "a=" * 4000),
    ],
)
def test_any_header_gets_an_answer(app, name, value):
    event = factories.event()
    client = app.test_client(use_cookies=False)
    paths = ["/", f"/events/{event.slug}", "/static/js/page.js", "/api/v1/events", "/sign-in"]
    for path in [*paths, "/check-in/1/status", "/check-in/1/pack"]:
        for method in ("GET", "POST"):
            answer = client.open(path, method=method, headers={name: value})
            assert answer.status_code < 500, (method, path)
            answer.close()
    assert client.get("/privacy").status_code == 200
