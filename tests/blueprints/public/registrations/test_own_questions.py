"""An event's own questions in its registration form."""

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from blueprints.inputs.forms.question_editor import KINDS
from extensions import db
from models.events import Session
from models.forms import FormPurpose, QuestionKind
from models.places import Quota
from models.registrations import Registration, RegistrationStatus
from queries.forms.answers import answers_of_registration
from tests import factories
from tests.browser_of_pages import Document, refuse_carelessness
from tests.factories.forms import question
from tests.statements import count_statements

K = QuestionKind
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


def address(event, locale="en"):
    return f"/events/{event.slug}/register?lang={locale}"


def registrations():
    db.session.rollback()
    return db.session.scalars(sa.select(Registration).order_by(Registration.id)).all()


def said(registration, locale="en"):
    found = answers_of_registration(registration, locale=locale, sensitive=True)
    return {asked.id: text for asked, text in found}


def error_beside(page, name):
    return " ".join(
        e.text.strip() for e in page.elements if e.attributes.get("id") == f"{name}-error"
    )


def choice_ids(asked):
    return [str(choice.id) for choice in asked.choices]


TWO: dict[str, Any] = {"choices": {"Su": None, "Sağlık": None}}
GOOD = [
    (K.SHORT_TEXT, {}, "  Kısa  yanıt ", "Kısa yanıt"),
    (K.SHORT_TEXT, {"maximum": 4}, "dört", "dört"),
    (K.LONG_TEXT, {}, "bir\r\niki", "bir\niki"),
    (K.NUMBER, {"minimum": 1, "maximum": 5}, " 5 ", "5"),
    (K.NUMBER, {}, "-12", "-12"),
    (K.DATE, {}, "2027-03-12", "12 Mar 2027"),
    (K.DATE, {}, "12.03.2027", "12 Mar 2027"),
    (K.YES_NO, {}, "yes", "Yes"),
    (K.YES_NO, {}, "no", "No"),
    (K.RATING, {}, "4", "4"),
    (K.EMAIL, {}, "Ali@Example.org", "ali@example.org"),
    (K.PHONE, {}, "0532 123 45 67", "0532 123 45 67"),
    (K.PROVINCE, {}, "19", "Çorum"),
    (K.DISTRICT, {}, "19-01", "Alaca, Çorum"),
    (K.INSTITUTION, {}, "Çorum Valiliği", "Çorum Valiliği"),
    (K.CONSENT, {}, "y", "Yes"),
]
BAD = [
    (K.SHORT_TEXT, {"maximum": 4}, "beşli"),
    (K.SHORT_TEXT, {}, "TC 10000000146"),
    (K.LONG_TEXT, {}, "numaram 100 000 001 46"),
    (K.INSTITUTION, {}, "10000000146"),
    (K.NUMBER, {"minimum": 1, "maximum": 5}, "6"),
    (K.NUMBER, {"minimum": 1, "maximum": 5}, "0"),
    (K.NUMBER, {}, "beş"),
    (K.NUMBER, {}, "9" * 400),
    (K.NUMBER, {}, "1.5"),
    (K.NUMBER, {}, "٣"),
    (K.DATE, {}, "2027-02-30"),
    (K.DATE, {}, "0001-01-01"),
    (K.DATE, {}, "yarın"),
    (K.YES_NO, {}, "maybe"),
    (K.RATING, {}, "6"),
    (K.EMAIL, {}, "ali@"),
    (K.PHONE, {}, "yok"),
    (K.PROVINCE, {}, "99"),
    (K.DISTRICT, {}, "19-99"),
    (K.SINGLE_CHOICE, TWO, "999"),
    (K.SINGLE_CHOICE, TWO, "x"),
    (K.MULTIPLE_CHOICE, TWO, "9" * 400),
]


@pytest.mark.parametrize("locale", ["tr", "en"])
@pytest.mark.parametrize("case", GOOD, ids=lambda case: f"{case[0]}-{case[3]}")
def test_an_answer_of_every_kind_is_kept(browser_of_pages, locale, case):
    kind, limits, sent, kept = case
    event = factories.event()
    asked = question(event, kind, **limits)
    answer = browser_of_pages.submit(address(event, locale), {**FILLED, f"q{asked.id}": sent})
    assert answer.status_code == 303
    [registration] = registrations()
    assert said(registration) == {asked.id: kept}


@pytest.mark.parametrize("locale", ["tr", "en"])
@pytest.mark.parametrize(("kind", "limits", "sent"), BAD)
def test_what_is_no_answer_is_said_at_the_question(browser_of_pages, kind, limits, sent, locale):
    event = factories.event()
    asked = question(event, kind, **limits)
    page = browser_of_pages.post(address(event, locale), {**FILLED, f"q{asked.id}": sent})
    assert error_beside(page, f"q{asked.id}")
    assert page.all("input", name="given_name")[0].attributes["value"] == "Işıl"
    assert registrations() == []


@pytest.mark.parametrize(
    "kind", [k for k in KINDS[FormPurpose.REGISTRATION] if k not in (K.CONSENT, K.HEADING, K.FILE)]
)
def test_what_is_required_must_be_answered_and_what_is_not_may_stay_empty(browser_of_pages, kind):
    event = factories.event()
    picked = kind in (K.SINGLE_CHOICE, K.MULTIPLE_CHOICE)
    more: dict[str, Any] = TWO if picked else {}
    needed = question(event, kind, required=True, **more)
    optional = question(event, kind, **more)
    page = browser_of_pages.post(address(event), FILLED)
    assert error_beside(page, f"q{needed.id}") and not error_beside(page, f"q{optional.id}")


def test_choices_are_kept_in_order_and_counted(browser_of_pages):
    event = factories.event()
    many = question(
        event, K.MULTIPLE_CHOICE, choices={"A": None, "B": None, "C": None}, minimum=1, maximum=2
    )
    a, b, c = choice_ids(many)
    name = f"q{many.id}"
    page = browser_of_pages.post(address(event), {**FILLED, name: [a, b, c]})
    assert error_beside(page, name) == "Error: Choose at most 2."
    assert browser_of_pages.submit(address(event), {**FILLED, name: [a, c, a]}).status_code == 303
    [registration] = registrations()
    assert said(registration) == {many.id: "A, C"}


def test_seven_choices_are_buttons_and_eight_are_a_list(browser_of_pages):
    event = factories.event()
    seven = question(event, K.SINGLE_CHOICE, choices={f"S{n}": None for n in range(7)})
    eight = question(event, K.SINGLE_CHOICE, choices={f"L{n}": None for n in range(8)})
    page = browser_of_pages.get(address(event))
    assert len(page.all("input", type="radio", name=f"q{seven.id}")) == 7
    assert page.all("select", name=f"q{eight.id}")
    sent = {f"q{seven.id}": choice_ids(seven)[6], f"q{eight.id}": choice_ids(eight)[7]}
    assert browser_of_pages.submit(address(event), {**FILLED, **sent}).status_code == 303
    assert said(registrations()[0]) == {seven.id: "S6", eight.id: "L7"}


def test_consents_and_sensitive_questions_can_be_refused(browser_of_pages):
    event = factories.event()
    consent = question(event, K.CONSENT)
    diet = question(event, required=True, sensitive=True)
    page = browser_of_pages.get(address(event))
    assert "checked" not in page.all("input", name=f"q{consent.id}")[0].attributes
    assert browser_of_pages.submit(address(event), FILLED).status_code == 303
    [registration] = registrations()
    assert said(registration) == {consent.id: "No"}
    browser_of_pages.submit(
        address(event), {**FILLED, "email": "a@example.org", f"q{diet.id}": "Çölyak"}
    )
    sensitive = registrations()[1]
    assert said(sensitive)[diet.id] == "Çölyak"
    seen_by_others = answers_of_registration(sensitive, locale="en", sensitive=False)
    assert diet.id not in {asked.id for asked, _ in seen_by_others}


def test_a_heading_is_shown_and_asks_nothing(browser_of_pages):
    event = factories.event()
    question(event, K.HEADING, label="Yolculuk", help="Otobüs 08.00'de kalkar.")
    page = browser_of_pages.get(address(event))
    assert "Yolculuk" in page.words() and "Otobüs 08.00'de" in page.words()
    assert browser_of_pages.submit(address(event), FILLED).status_code == 303


def conditional():
    """Bus? → which stop? → a word to the driver, each only if the one before was answered."""
    event = factories.event()
    bus = question(event, K.YES_NO, label="Otobüs?")
    stop = question(
        event, K.SINGLE_CHOICE, required=True, shown_if=(bus, "yes"), choices={"A": None, "B": None}
    )
    word = question(event, required=True, shown_if=(stop, choice_ids(stop)[0]))
    return event, bus, stop, word


def test_a_question_that_is_not_asked_is_neither_required_nor_kept(browser_of_pages):
    event, bus, stop, word = conditional()
    sent = {f"q{bus.id}": "no", f"q{stop.id}": choice_ids(stop)[0], f"q{word.id}": "kaybolsun"}
    assert browser_of_pages.submit(address(event), {**FILLED, **sent}).status_code == 303
    assert said(registrations()[0]) == {bus.id: "No"}


def test_a_question_that_is_asked_through_others_is_required(browser_of_pages):
    event, bus, stop, word = conditional()
    sent = {f"q{bus.id}": "yes", f"q{stop.id}": choice_ids(stop)[0]}
    page = browser_of_pages.post(address(event), {**FILLED, **sent})
    assert error_beside(page, f"q{word.id}") and not error_beside(page, f"q{stop.id}")
    sent[f"q{stop.id}"] = choice_ids(stop)[1]
    assert browser_of_pages.submit(address(event), {**FILLED, **sent}).status_code == 303


def test_without_a_script_the_page_says_who_answers_what(browser_of_pages):
    event, *_ = conditional()
    page = browser_of_pages.get(address(event))
    hints = [e.text for e in page.all("p", class_="hint") if "data-condition" in e.attributes]
    assert hints == [
        "Only if your answer to “Otobüs?” is: Yes",
        "Only if your answer to “Soru single_choice” is: A",
    ]


def test_the_last_place_of_a_choice_goes_and_nothing_typed_is_lost(browser_of_pages):
    event = factories.event()
    bus = question(event, K.SINGLE_CHOICE, choices={"Otobüs": 1, "Kendim": None})
    cv = question(event, K.FILE)
    page = browser_of_pages.get(address(event))
    assert "(1 place left)" in page.words()
    sent = {**FILLED, **page.form_values(), f"q{bus.id}": choice_ids(bus)[0]}
    quota = db.session.scalars(sa.select(Quota).where(Quota.choice_id == bus.choices[0].id)).one()
    db.session.execute(sa.update(Quota).where(Quota.id == quota.id).values(taken=1))
    db.session.commit()
    answer = browser_of_pages.client.post(
        address(event), data={**sent, f"q{cv.id}": (BytesIO(b"%PDF-1.7\n"), "özgeçmiş.pdf")}
    )
    assert answer.status_code == 409
    shown = Document(answer.text)
    refuse_carelessness(shown)
    assert "has just gone" in error_beside(shown, f"q{bus.id}")
    assert shown.all("input", name="given_name")[0].attributes["value"] == "Işıl"
    assert "“özgeçmiş.pdf” has arrived" in shown.words()
    assert registrations() == []
    closed = browser_of_pages.get(address(event)).all("input", value=choice_ids(bus)[0])
    assert ["disabled" in box.attributes for box in closed] == [True]


def test_a_full_choice_can_be_waited_for(browser_of_pages):
    event = factories.event(waitlist=True)
    bus = question(event, K.SINGLE_CHOICE, choices={"Otobüs": 0, "Kendim": None})
    page = browser_of_pages.get(address(event))
    assert "(full – you would wait)" in page.words()
    answer = browser_of_pages.submit(address(event), {**FILLED, f"q{bus.id}": choice_ids(bus)[0]})
    assert answer.status_code == 303
    assert registrations()[0].status is RegistrationStatus.WAITLISTED


def session(event, title, hour):
    starts_at = event.starts_at + timedelta(hours=hour)
    made = Session(
        event=event,
        title=title,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=1),
        chosen=True,
    )
    db.session.add(made)
    db.session.commit()
    return made


def test_sessions_are_chosen_but_not_two_at_once(browser_of_pages):
    event = factories.event()
    first, same, later = (
        session(event, title, hour) for title, hour in (("A", 0), ("B", 0), ("C", 1))
    )
    sent = {**FILLED, "sessions": [str(first.id), str(same.id)]}
    page = browser_of_pages.post(address(event), sent)
    assert "“A” and “B” take place at the same time" in error_beside(page, "sessions")
    sent["sessions"] = [str(later.id), str(first.id)]
    assert browser_of_pages.submit(address(event), sent).status_code == 303
    [registration] = registrations()
    assert {s.title for s in registration.chosen_sessions} == {"A", "C"}


@pytest.mark.parametrize("sent", ["x", "999", "9" * 400, "\0"])
def test_a_session_that_is_none_is_refused(browser_of_pages, sent):
    event = factories.event()
    session(event, "A", 0)
    page = browser_of_pages.post(address(event), {**FILLED, "sessions": [sent]})
    assert error_beside(page, "sessions")


def test_gender_is_asked_only_where_the_event_asks(browser_of_pages):
    plain, asking = factories.event(), factories.event(approval=True, asks_gender=True)
    assert not browser_of_pages.get(address(plain)).all("input", name="gender")
    assert (
        browser_of_pages.submit(address(asking), {**FILLED, "gender": "woman"}).status_code == 303
    )
    assert registrations()[0].gender == "woman"


anything = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=40
)
@given(data=st.data())
def test_whatever_is_answered_registers_or_is_refused_with_a_reason(app, browser_of_pages, data):
    event = factories.event()
    asked = []
    for kind in data.draw(
        st.lists(st.sampled_from(KINDS[FormPurpose.REGISTRATION]), max_size=5, unique=True)
    ):
        picked = kind in (K.SINGLE_CHOICE, K.MULTIPLE_CHOICE)
        asked.append(question(event, kind, **(TWO if picked else {})))
    values = {
        f"q{one.id}{ending}": data.draw(anything | st.lists(anything, max_size=3))
        for one in asked
        for ending in ("", "-kept", "-removed")
    }
    answer = browser_of_pages.submit(address(event), {**FILLED, **values})
    assert answer.status_code in (303, 409, 422)
    if answer.status_code == 422:
        refuse_carelessness(Document(answer.text))


def test_a_plain_events_form_costs_no_look_for_questions(app, browser_of_pages):
    event = factories.event()
    hidden = browser_of_pages.get(address(event)).form_values()
    client = browser_of_pages.client
    client.post(address(event), data={**hidden, **FILLED, "email": "first@example.org"})
    with count_statements() as statements:
        answer = client.post(address(event), data={**hidden, **FILLED})
    assert answer.status_code == 303
    assert not [s for s in statements if "FROM questions" in s or "FROM sessions" in s]
    # The event, the same form, the same person; three rows, the place, and the savepoint around them.
    holds_the_name = db.engine.dialect.name == "postgresql"
    assert len(statements) == 9 + holds_the_name
    question(event, required=True)
    assert client.post(address(event), data={**hidden, **FILLED}).status_code == 422


@pytest.mark.parametrize("how_many", [1, 3])
def test_questions_are_read_at_once_however_many_there_are(app, browser_of_pages, how_many):
    event = factories.event()
    for _ in range(how_many):
        question(event, K.SINGLE_CHOICE, choices={"A": 5, "B": None})
    hidden = browser_of_pages.get(address(event)).form_values()
    with count_statements() as statements:
        browser_of_pages.client.post(address(event), data={**hidden, **FILLED, "email": ""})
    # the event, its questions, their choices, and the sessions
    assert len(statements) == 4
