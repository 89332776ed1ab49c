"""A form whose cookie or time is gone is shown again as it was filled in; nothing was done."""

from io import BytesIO

import pytest
import sqlalchemy as sa

from extensions import db
from letters.compose import registration_token
from models.answers import Upload
from models.events import Event
from models.forms import QuestionKind
from models.participants import Note
from models.registrations import Registration
from tests import factories
from tests.blueprints.public.registrations.test_online import FILLED
from tests.browser_of_pages import Document, refuse_carelessness
from tests.factories.forms import question

OURS = {"Sec-Fetch-Site": "same-origin"}
LONG = "one two three four five six seven eight nine"


def sent_without_session(browser, address, data, headers=OURS, **options):
    """Fill in the form, lose the cookie, and send it."""
    hidden = browser.get(address).form_values()
    browser.client.delete_cookie("meydan")
    headers = {**headers, "Accept-Language": "en"}
    return browser.client.post(address, data={**hidden, **data}, headers=headers, **options)


def read(answer, status):
    assert answer.status_code == status
    page = Document(answer.text)
    refuse_carelessness(page)
    return page


def rows(kind):
    return db.session.scalar(sa.select(sa.func.count()).select_from(kind))


def test_what_was_typed_stands_in_the_form_and_can_be_sent_at_once(browser_of_pages):
    event = factories.event()
    address = f"/events/{event.slug}/register"
    page = read(sent_without_session(browser_of_pages, address, FILLED), 422)
    assert "had expired" in page.words("main")
    assert page.all("input", name="given_name")[0].attributes["value"] == "Işıl"
    assert "checked" in page.all("input", name="sector", value="cso")[0].attributes
    assert rows(Registration) == 0
    again = browser_of_pages.client.post(address, data={**page.form_values(), **FILLED})
    assert again.status_code == 303 and rows(Registration) == 1


def test_a_browser_that_says_only_the_origin_is_believed_too(browser_of_pages):
    address = f"/events/{factories.event().slug}/register"
    ours = {"Origin": "http://localhost"}
    assert "Işıl" in sent_without_session(browser_of_pages, address, FILLED, headers=ours).text


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site", "Origin": "http://localhost"},
        {"Origin": "http://evil.example.org"},
        {"Origin": "null"},
        {},
    ],
)
def test_what_another_site_sent_is_not_shown(browser_of_pages, headers):
    address = f"/events/{factories.event().slug}/register"
    answer = sent_without_session(
        browser_of_pages, address, {**FILLED, "institution": LONG}, headers=headers
    )
    assert answer.status_code == 400
    assert "Işıl" not in answer.text and LONG not in answer.text and rows(Registration) == 0


def test_answers_with_a_file_are_shown_again_and_the_file_is_chosen_once_more(browser_of_pages):
    event = factories.event()
    asked = question(event, QuestionKind.FILE)
    file = {f"q{asked.id}": (BytesIO(b"%PDF-1.7"), "cv.pdf")}
    answer = sent_without_session(
        browser_of_pages, f"/events/{event.slug}/register", {**FILLED, **file}
    )
    assert read(answer, 422).all("input", name="given_name")[0].attributes["value"] == "Işıl"
    assert rows(Upload) == 0


@pytest.mark.parametrize("below", ["consents", "letters", "revocation"])
def test_a_button_does_nothing_until_it_is_pressed_with_a_token(browser_of_pages, below):
    person = factories.registration(factories.event())
    address = f"/registrations/{registration_token(person)}/{below}"
    before = rows(sa.text("letters"))
    sent = {"purpose": "photos", "reason": LONG, "csrf_token": "old"}
    page = read(browser_of_pages.client.post(address, data=sent, headers=OURS), 400)
    assert rows(sa.text("letters")) == before and rows(sa.text("consents")) == 0
    db.session.expire_all()
    assert person.is_confirmed
    (form,) = [e for e in page.all("form") if e.attributes["method"] == "post"]
    assert form.attributes["action"] == address
    assert page.form_values()["purpose"] == "photos" and LONG in page.words("main")
    pressed = browser_of_pages.client.post(address, data=page.form_values())
    assert pressed.status_code in (303, 410)  # the last one ends this very link


def test_a_cancellation_is_shown_with_its_reason(browser_of_pages):
    person = factories.registration(factories.event())
    address = f"/registrations/{registration_token(person)}/cancellation"
    sent = {"reason": LONG, "csrf_token": "old"}
    page = read(browser_of_pages.client.post(address, data=sent, headers=OURS), 422)
    assert LONG in page.words("main")
    db.session.expire_all()
    assert person.is_confirmed


def test_signing_in_and_out_need_a_token(browser_of_pages):
    someone = factories.user()
    sign_in = {"email": someone.email, "password": "x" * 20}
    answer = sent_without_session(browser_of_pages, "/sign-in", sign_in)
    page = read(answer, 422)
    assert page.all("input", name="email")[0].attributes["value"] == someone.email
    assert "x" * 20 not in answer.text
    factories.sign_in(browser_of_pages.client, someone)
    out = browser_of_pages.client.post("/sign-out", data={"csrf_token": "old"}, headers=OURS)
    assert out.status_code == 400
    assert browser_of_pages.client.get("/account").status_code == 200
    assert "had expired" not in browser_of_pages.client.get("/account").text


def test_who_was_signed_out_signs_in_in_another_tab_and_loses_nothing(browser_of_pages):
    someone, client = factories.user(), browser_of_pages.client
    factories.sign_in(client, someone)
    typed = {"title": "Gün", "description": LONG, "venue": "Salon"}
    page = read(sent_without_session(browser_of_pages, "/organizer/events/new", typed), 400)
    assert page.form_values()["venue"] == "Salon"
    factories.sign_in(client, someone)  # the session begins anew, so the page's token is old
    again = client.post("/organizer/events/new", data=page.form_values(), headers=OURS)
    filled = read(again, 422)
    assert filled.all("input", name="venue")[0].attributes["value"] == "Salon"
    assert LONG in filled.words("main") and rows(Event) == 0


def test_a_form_that_answers_on_another_page_gives_back_what_was_typed(browser_of_pages):
    person = factories.registration(factories.event())
    factories.sign_in(browser_of_pages.client, factories.user())
    sent = {"text": LONG, "csrf_token": "old"}
    address = f"/organizer/registrations/{person.id}/notes"
    page = read(browser_of_pages.client.post(address, data=sent, headers=OURS), 400)
    assert LONG in page.words("main") and rows(Note) == 0
    assert page.form_values()["text"] == LONG


@pytest.mark.parametrize("app", ["sqlite"], indirect=True)
def test_no_view_does_anything_without_a_token(app, browser_of_pages):
    """All addresses that take a form, of an event that has one of most things."""
    event = factories.event()
    person = factories.registration(event)
    factories.sign_in(browser_of_pages.client, factories.user())
    names = {
        "slug": event.slug,
        "token": registration_token(person),
        "event_id": event.id,
        "registration_id": person.id,
        "other_id": person.id,
    }
    # A form that is shown again may show people, and who looked is written.
    tables = sorted({*db.metadata.tables} - {"accesses"})
    before = [rows(sa.text(name)) for name in tables]
    for rule in app.url_map.iter_rules():
        if "POST" in (rule.methods or ()) and not rule.rule.startswith("/api"):
            values = {name: names.get(name, 1) for name in rule.arguments}
            address = app.url_map.bind("").build(rule.endpoint, values)
            sent = {"csrf_token": "old", "status": "cancelled", "reason": LONG}
            answer = browser_of_pages.client.post(address, data=sent, headers=OURS)
            said = (rule, answer.status_code)
            assert answer.status_code < 500 and not 300 <= answer.status_code < 400, said
    db.session.rollback()
    assert dict(zip(tables, [rows(sa.text(name)) for name in tables], strict=True)) == dict(
        zip(tables, before, strict=True)
    )
