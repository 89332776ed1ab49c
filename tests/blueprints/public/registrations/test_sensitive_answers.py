"""What people write in sensitive questions, from the form to every page that shows it."""

import json
from datetime import timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest

from extensions import db
from letters.compose import registration_token
from lib import sqlite
from lib.clock import utc_now
from models.forms import QuestionKind
from operations.accounts.tokens import create_api_token
from settings import new_field_key
from tests import factories
from tests.blueprints.public.registrations.test_own_questions import (
    FILLED,
    address,
    registrations,
    said,
)
from tests.databases import everything_in
from tests.factories.forms import question
from tests.factories.sensitive import IN_WORDS, answered, told, use_field_keys

K = QuestionKind
FILE = b"%PDF-1.7\ndoktorun teshisi"


@pytest.fixture
def lose_key(app):
    made = app.extensions["meydan_keys"]
    yield lambda: use_field_keys(app, new_field_key())
    app.extensions["meydan_keys"] = made


def test_what_is_typed_into_the_form_is_read_by_people_and_not_in_the_database(browser_of_pages):
    """Also not the file of a form that was refused, nor what was there before a correction."""
    assert sqlite.wipe_log(db.engine)
    event = factories.event()
    diet, report = question(event, sensitive=True), question(event, K.FILE, sensitive=True)
    sent = {
        f"q{diet.id}": "Çok nadir bir alerji",
        f"q{report.id}": (BytesIO(FILE), "rapor-çölyak.pdf"),
    }
    page = browser_of_pages.post(address(event), {**FILLED, "email": "", **sent})
    assert "“rapor-çölyak.pdf” has arrived" in page.words()
    again = {**FILLED, f"q{diet.id}": sent[f"q{diet.id}"], **page.form_values()}
    assert browser_of_pages.client.post(address(event), data=again).status_code == 303
    [person] = registrations()
    assert said(person) == {diet.id: "Çok nadir bir alerji", report.id: "rapor-çölyak.pdf"}
    own = f"/registrations/{registration_token(person)}"
    shown = browser_of_pages.get(f"{own}/answers?lang=en")
    assert shown.all("input", id=f"q{diet.id}")[0].attributes["value"] == "Çok nadir bir alerji"
    browser_of_pages.submit(f"{own}/answers?lang=en", {f"q{diet.id}": "Glutensiz beslenme"})
    assert "Glutensiz beslenme" in browser_of_pages.get(f"{own}?lang=en").words()
    with ZipFile(BytesIO(browser_of_pages.client.get(f"{own}/data.zip").data)) as archive:
        assert archive.read("files/rapor-çölyak.pdf") == FILE
        assert "Glutensiz beslenme" in json.loads(archive.read("data.json"))["answers"][0].values()
    db.session.rollback()
    copy = everything_in(db.engine)
    for word in ("nadir bir alerji", "Glutensiz", "çölyak", "doktorun"):
        assert word.encode() not in copy


def test_without_its_key_every_page_says_that_it_cannot_be_read(browser_of_pages, lose_key):
    event = factories.event()
    person, _questions = answered(event)
    user = factories.user()
    _token, text = create_api_token(user, name="Pano", at=utc_now() - timedelta(days=1))
    db.session.commit()
    own = f"/registrations/{registration_token(person)}"
    lose_key()
    assert "Cannot be read" in browser_of_pages.get(f"{own}?lang=en").words()
    fields = browser_of_pages.get(f"{own}/answers?lang=en").form_values()
    answer = browser_of_pages.client.get(f"{own}/data.json?lang=en").get_json(force=True)
    assert {each["answer"] for each in answer["answers"]} == {"Cannot be read"}
    assert browser_of_pages.client.get(f"{own}/data.zip").status_code == 200
    factories.sign_in(browser_of_pages.client, user)
    there = f"/organizer/registrations/{person.id}"
    assert "Cannot be read" in browser_of_pages.get(f"{there}?lang=en").words()
    browser_of_pages.get(f"{there}/answers?lang=en")
    table = browser_of_pages.client.get(f"/organizer/events/{event.id}/registrations.csv?lang=en")
    assert "Cannot be read" in table.text and IN_WORDS[0] not in table.text
    bearer = {"Authorization": f"Bearer {text}"}
    found = browser_of_pages.client.get(f"/api/v1/registrations/{person.id}", headers=bearer)
    assert list(found.get_json()["answers"].values()).count(None) == 5  # all but the file's name
    # Sending the form as it was shown takes nothing away.
    sent = browser_of_pages.client.post(f"{own}/answers?lang=en", data=fields)
    assert sent.status_code == 303
    assert told(person) == ["Okunamıyor"] * len(IN_WORDS)
