from datetime import UTC, datetime, timedelta
from io import BytesIO
from urllib.parse import quote

import icalendar
import pytest
import sqlalchemy as sa
import zxingcpp
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from extensions import db, keys
from lib.turkish import sort_key
from models.letters import Letter
from models.registrations import Gender, Registration, RegistrationStatus
from operations.base.tickets import qr_text
from operations.events.events import call_off
from tests import factories
from tests.browser_of_pages import Document, refuse_carelessness

FILLED = {
    "given_name": "Işıl",
    "family_name": "Çağlar",
    "email": "isil@example.org",
    "phone": "",
    "sector": "cso",
    "institution": "Iğdır Gençlik Derneği",
    "institution_role": "",
    "province": "76",
}
PHONE = "+905320000001"
anything = st.text(st.characters(exclude_categories=[]), max_size=300)


def register(browser, event, **changes):
    return browser.submit(f"/events/{event.slug}/register", {**FILLED, **changes})


def registrations():
    return db.session.scalars(sa.select(Registration).order_by(Registration.id)).all()


def token_of(registration):
    return keys.links.sign("registration", registration.id, registration.link_version)


def error_beside(page, name):
    return " ".join(
        e.text.strip() for e in page.elements if e.attributes.get("id") == f"{name}-error"
    )


def test_an_address_that_looks_mistyped_is_asked_about_once(browser_of_pages):
    event = factories.event()
    address = f"/events/{event.slug}/register"
    asked = browser_of_pages.post(address, {**FILLED, "email": "Isil@Gmial.com"})
    assert "isil@gmail.com" in error_beside(asked, "email")
    assert registrations() == []
    other = browser_of_pages.post(
        address, {**FILLED, "email": "isil@hotmail.con", "email_as_typed": "isil@gmial.com"}
    )
    assert "isil@hotmail.com" in error_beside(other, "email")
    mark = asked.form_values()["email_as_typed"]
    sent = browser_of_pages.submit(
        address, {**FILLED, "email": "isil@gmial.com", "email_as_typed": mark}, page=address
    )
    assert sent.status_code == 303
    assert registrations()[-1].email == "isil@gmial.com"


def test_the_address_that_was_meant_is_taken(browser_of_pages):
    event = factories.event()
    address = f"/events/{event.slug}/register"
    asked = browser_of_pages.post(address, {**FILLED, "email": "isil@gmial.com"})
    mark = asked.form_values()["email_as_typed"]
    data = {**FILLED, "email": "isil@gmail.com", "email_as_typed": mark}
    assert browser_of_pages.submit(address, data, page=address).status_code == 303
    assert [person.email for person in registrations()] == ["isil@gmail.com"]


@pytest.mark.parametrize(
    "name",
    [
        "Şükrü İğneli",
        "محمد عبد الله",
        "Ιωάννης",
        "田中さん",
        "Đặng",
        "O'Brien-Łukasz",
        "👩‍🏫",
        "<b>&amp;\"'",
    ],
)
def test_a_name_of_any_script_registers_and_is_shown_as_written(browser_of_pages, name):
    answer = register(browser_of_pages, factories.event(), given_name=name)
    assert answer.status_code == 303
    assert name in browser_of_pages.get(answer.location).words()
    assert registrations()[0].given_name == name


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("given_name", "x" * 10_000),
        ("family_name", "ğ" * 101),
        ("email", "x" * 10_000 + "@example.org"),
        ("email", "isil"),
        ("email", "isil@"),
        ("email", "ışıl@@example.org"),
        ("phone", "yok"),
        ("phone", "1" * 10_000),
        ("institution", "k" * 10_000),
        ("institution_role", "r" * 10_000),
        ("given_name", ""),
        ("given_name", " \t "),
        ("given_name", "\0"),
        ("family_name", "\u200b\0"[1:]),
        ("sector", ""),
        ("sector", "aliens"),
        ("province", ""),
        ("province", "99"),
        ("province", "x" * 10_000),
    ],
)
def test_what_cannot_be_taken_is_said_beside_the_field_and_nothing_is_lost(
    browser_of_pages, field, text
):
    event = factories.event()
    page = browser_of_pages.post(f"/events/{event.slug}/register", {**FILLED, field: text})
    assert error_beside(page, field)
    assert registrations() == []
    kept = {e.attributes.get("name"): e.attributes.get("value") for e in page.all("input")}
    for name in {"given_name", "family_name", "email", "institution"} - {field}:
        assert kept[name] == FILLED[name]


def send(browser, address, values):
    """Send bytes that no browser would: a lone surrogate as if it were a letter."""
    body = "&".join(
        f"{name}={quote(value.encode('utf-8', 'surrogatepass'))}"
        for name, value in {**browser.get(address).form_values(), **values}.items()
    )
    return browser.client.post(address, data=body, content_type="application/x-www-form-urlencoded")


def test_nul_and_lone_surrogates_are_left_out(browser_of_pages):
    address = f"/events/{factories.event().slug}/register"
    answer = send(browser_of_pages, address, {**FILLED, "given_name": "I\0ş\ud800ıl"})
    assert answer.status_code == 303
    name = registrations()[0].given_name
    assert "\0" not in name and name.encode()


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60
)
@given(
    values=st.dictionaries(
        st.sampled_from([*FILLED, "submission_key", "future_events", "photos", "unknown"]), anything
    )
)
def test_whatever_is_sent_registers_or_is_refused_with_a_reason(app, browser_of_pages, values):
    event = factories.event()
    address = f"/events/{event.slug}/register"
    answer = send(browser_of_pages, address, {**FILLED, **values})
    assert answer.status_code in (303, 409, 422), answer.status_code
    if answer.status_code == 422:
        page = Document(answer.text)
        refuse_carelessness(page)
        assert any(e.attributes.get("class") == "error" for e in page.all("p"))


def test_a_double_click_gives_one_row_one_letter_and_the_same_page(browser_of_pages):
    address = f"/events/{factories.event().slug}/register"
    hidden = browser_of_pages.get(address).form_values()
    answers = [browser_of_pages.client.post(address, data={**hidden, **FILLED}) for _ in range(2)]
    assert {answer.status_code for answer in answers} == {303}
    assert answers[0].location == answers[1].location
    assert len(registrations()) == 1
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Letter)) == 1


@pytest.mark.parametrize("key", ["", "1", "a key", "x" * 65, "\0" * 30, "ğ" * 30])
def test_a_key_that_can_be_guessed_leads_to_nobody(browser_of_pages, key):
    address = f"/events/{factories.event().slug}/register"
    first = browser_of_pages.submit(address, {**FILLED, "submission_key": key})
    other = {**FILLED, "submission_key": key, "email": "baska@example.org", "given_name": "Başka"}
    second = browser_of_pages.submit(address, other)
    assert first.status_code == second.status_code == 303
    assert first.location != second.location
    assert len(registrations()) == 2


@pytest.mark.parametrize(
    "details",
    [
        {"capacity": 0},
        {"registration_opens_at": datetime.now(UTC) + timedelta(days=1)},
        {"registration_closes_at": datetime.now(UTC) - timedelta(days=1)},
        {"over": True},
    ],
)
def test_an_event_that_takes_nobody_says_why_and_takes_nobody(browser_of_pages, details):
    event = factories.event(**details)
    address = f"/events/{event.slug}/register"
    form = browser_of_pages.get(address)
    assert not form.all("form", method="post") and form.all("div", class_="notice notice--info") + (
        form.all("div", class_="notice notice--warning")
    )
    other = factories.event()
    hidden = browser_of_pages.get(f"/events/{other.slug}/register").form_values()
    answer = browser_of_pages.client.post(address, data={**hidden, **FILLED})
    assert answer.status_code == 409
    assert registrations() == []


def test_an_event_that_was_called_off_takes_nobody(browser_of_pages):
    event = factories.event()
    hidden = browser_of_pages.get(f"/events/{event.slug}/register").form_values()
    call_off(event, by=factories.user(), at=datetime.now(UTC))
    db.session.commit()
    answer = browser_of_pages.client.post(
        f"/events/{event.slug}/register", data={**hidden, **FILLED}
    )
    assert answer.status_code == 409 and registrations() == []


def test_an_event_that_filled_up_meanwhile_offers_its_waiting_list(browser_of_pages):
    event = factories.event(capacity=0, waitlist=True)
    answer = register(browser_of_pages, event)
    assert answer.status_code == 303
    assert registrations()[0].status is RegistrationStatus.WAITLISTED


BELOW = ["", "/ticket.png", "/ticket.svg", "/ticket.pdf", "/calendar.ics", "/details"]


@pytest.mark.parametrize("below", BELOW)
@pytest.mark.parametrize("token", ["x", "WzEsMV0.x", "%00", "%ED%A0%80", "a" * 3000, "İ"])
def test_a_token_that_is_not_ours_leads_nowhere(browser_of_pages, token, below):
    browser_of_pages.get(f"/registrations/{token}{below}", status=404)


@pytest.mark.parametrize("below", BELOW)
def test_a_token_of_another_purpose_leads_nowhere(browser_of_pages, below):
    registration = factories.registration(factories.event())
    token = keys.links.sign("feedback", registration.id, registration.link_version)
    browser_of_pages.get(f"/registrations/{token}{below}", status=404)


@pytest.mark.parametrize("below", BELOW)
def test_a_revoked_link_says_that_it_is_gone(browser_of_pages, below):
    registration = factories.registration(factories.event())
    token = token_of(registration)
    assert browser_of_pages.client.get(f"/registrations/{token}{below}").status_code == 200
    registration.link_version += 1
    db.session.commit()
    browser_of_pages.get(f"/registrations/{token}{below}", status=410)


def test_someone_who_waits_has_no_ticket_to_download(browser_of_pages):
    waiting = factories.registration(factories.event(capacity=0, waitlist=True))
    for kind in ("png", "svg", "pdf"):
        browser_of_pages.get(f"/registrations/{token_of(waiting)}/ticket.{kind}", status=404)


def test_the_picture_of_the_ticket_reads_as_its_token(app):
    registration = factories.registration(factories.event())
    assert registration.ticket
    answer = app.test_client().get(f"/registrations/{token_of(registration)}/ticket.png")
    (read,) = zxingcpp.read_barcodes(Image.open(BytesIO(answer.data)).convert("L"))
    assert read.text == qr_text(registration, registration.ticket)


def test_the_ticket_as_a_pdf(app):
    registration = factories.registration(factories.event(), given_name="Şükrü İğneli")
    answer = app.test_client().get(f"/registrations/{token_of(registration)}/ticket.pdf")
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    assert answer.data.startswith(b"%PDF-")


def test_the_calendar_entry_leads_to_the_events_page(app):
    registration = factories.registration(factories.event())
    token = token_of(registration)
    answer = app.test_client().get(f"/registrations/{token}/calendar.ics")
    assert answer.mimetype == "text/calendar"
    (entry,) = icalendar.Calendar.from_ical(answer.data).walk("VEVENT")
    assert str(entry["url"]) == f"http://meydan.example.org/events/{registration.event.slug}"


def test_people_correct_their_details_and_keep_their_ticket(browser_of_pages):
    registration = factories.registration(factories.event())
    ticket = registration.ticket
    address = f"/registrations/{token_of(registration)}/details"
    page = browser_of_pages.get(address)
    shown = {e.attributes.get("name"): e.attributes.get("value") for e in page.all("input")}
    assert shown["email"] == registration.email and shown["given_name"] == "Işıl"
    assert [
        e.attributes["value"] for e in page.all("input", name="sector") if "checked" in e.attributes
    ] == ["cso"]
    changed = {**FILLED, "given_name": "Işıl Su", "institution": "Çağ Derneği"}
    answer = browser_of_pages.submit(address, changed)
    assert answer.status_code == 303
    db.session.refresh(registration)
    assert (registration.given_name, registration.institution) == ("Işıl Su", "Çağ Derneği")
    assert registration.ticket is ticket and "cag dernegi" in registration.search_key
    assert browser_of_pages.get(answer.location).all("div", class_="notice notice--success")


def test_a_refused_correction_keeps_what_was_typed_and_changes_nothing(browser_of_pages):
    registration = factories.registration(factories.event())
    address = f"/registrations/{token_of(registration)}/details"
    page = browser_of_pages.post(address, {**FILLED, "given_name": "Yeni", "email": "olmadı"})
    assert error_beside(page, "email")
    assert page.all("input", name="given_name")[0].attributes["value"] == "Yeni"
    db.session.refresh(registration)
    assert registration.given_name == "Işıl"


def test_who_has_no_address_corrects_their_details_without_one(browser_of_pages):
    registration = factories.registration(factories.event(), email=None)
    address = f"/registrations/{token_of(registration)}/details"
    answer = browser_of_pages.submit(address, {**FILLED, "given_name": "Işıl Su", "email": " "})
    assert answer.status_code == 303
    db.session.refresh(registration)
    assert (registration.given_name, registration.email) == ("Işıl Su", None)


def test_a_correction_keeps_the_gender_where_the_event_asks_no_more(browser_of_pages):
    event = factories.event(approval=True, asks_gender=True)
    registration = factories.registration(event, gender=Gender.WOMAN)
    event.asks_gender = False
    db.session.commit()
    address = f"/registrations/{token_of(registration)}/details"
    assert browser_of_pages.submit(address, FILLED).status_code == 303
    db.session.refresh(registration)
    assert registration.gender is Gender.WOMAN


@pytest.mark.parametrize("family_name", ["", "-", " — "])
def test_one_name_alone_registers(browser_of_pages, family_name):
    one = {"given_name": "Suharto", "family_name": family_name}
    answer = register(browser_of_pages, factories.event(), **one)
    assert answer.status_code == 303
    [made] = registrations()
    assert (made.name, made.family_name, made.sort_key) == ("Suharto", "", sort_key("Suharto"))
    assert "Suharto" in browser_of_pages.get(answer.location).words()


def test_a_dash_is_no_given_name(browser_of_pages):
    page = browser_of_pages.post(
        f"/events/{factories.event().slug}/register", {**FILLED, "given_name": "-"}
    )
    assert error_beside(page, "given_name")


def test_who_is_on_the_list_with_another_address_is_told_whom_to_ask(browser_of_pages):
    """The letter goes to the address that is on the list, which may be mistyped."""
    event = factories.event()
    known = factories.registration(event, given_name="Isil", family_name="Caglar", phone=PHONE)
    answer = register(browser_of_pages, event, phone=PHONE)
    assert answer.location == "/my-registrations/sent"
    page = browser_of_pages.get(answer.location)
    assert page.all("a", href="mailto:meydan@example.org")
    assert known.email not in page.words()
    assert len(registrations()) == 1
