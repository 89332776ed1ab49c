"""What a table says of people beside their names: sessions, tags, languages, answers."""

from datetime import timedelta
from time import perf_counter
from typing import Any

import pytest
import sqlalchemy as sa

from extensions import db
from lib.clock import utc_now
from models.answers import RegistrationAnswer
from models.audit import AuditAction, AuditEntry
from models.events import Event, Session
from models.forms import Choice, Form, FormPurpose, Question, QuestionKind
from models.letters import Letter
from models.registrations import Gender, Registration
from operations.base.details import Wishes
from operations.events.agenda import SessionDetails, add_session
from operations.registrations.corrections import change_wishes
from operations.registrations.tags import tag_registration
from queries.registrations.tags import tags_on
from tests import factories
from tests.browser_of_pages import Document
from tests.factories.delegations import table, xlsx
from tests.factories.forms import question
from tests.turns import while_held

HEADINGS = ["Ad", "Soyad", "Taraf"]
ROW = ["Işıl", "Çağlar", "STK"]


@pytest.fixture
def browser(browser_of_pages):
    factories.sign_in(browser_of_pages.client, factories.user())
    return browser_of_pages


def send(browser, event: Event, content: bytes, *, name: str = "liste.xlsx", **more: str):
    return browser.submit(
        f"/organizer/events/{event.id}/imports/new", {**table(content, name), **more}
    )


def people(event: Event) -> list[Registration]:
    rows = sa.select(Registration).where(Registration.event_id == event.id)
    return list(db.session.scalars(rows.order_by(Registration.sort_key)))


def with_sessions(event: Event) -> list[Session]:
    """Two with the same title, one with a comma in its own."""
    titles = [("Atölye", "Workshop"), ("Gençlik, spor ve oyun", ""), ("Atölye", "Workshop")]
    made = []
    for number, (title, title_en) in enumerate(titles):
        begins = event.starts_at + timedelta(hours=number)
        details = SessionDetails(
            title=title,
            title_en=title_en,
            starts_at=begins,
            ends_at=begins + timedelta(hours=1),
            chosen=True,
            capacity=10,
        )
        made.append(add_session(event, details, by=None, at=utc_now()))
    db.session.commit()
    return made


def told(event: Event) -> list[tuple[Any, ...]]:
    """What stands of each person, whichever event it is."""
    tags = tags_on([person.id for person in people(event)])
    return [
        (
            person.name,
            person.locale,
            person.gender,
            [(s.title, s.starts_at - event.starts_at) for s in person.chosen_sessions],
            [tag.name for tag in tags.get(person.id, [])],
        )
        for person in people(event)
    ]


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
@pytest.mark.parametrize("language", ["tr", "en"])
def test_sessions_tags_language_and_gender_come_back_from_a_file(browser, ending, language):
    there, here = (factories.event(asks_gender=True) for _ in range(2))
    sessions, _ = with_sessions(there), with_sessions(here)
    organizer = factories.user()
    one = factories.registration(there, locale="en", gender=Gender.WOMAN)
    factories.registration(there)
    change_wishes(one, Wishes(sessions=sessions[1:]), by=organizer, at=utc_now())
    for tag in ("Basın", "=VIP", "ığdır / öğle"):
        tag_registration(one, tag, by=organizer, at=utc_now())
    db.session.commit()
    browser.get(f"/organizer/?lang={language}")
    exported = browser.client.get(f"/organizer/events/{there.id}/registrations.{ending}").data
    answer = send(browser, here, exported, name=f"liste.{ending}")
    assert answer.status_code == 303, answer.text
    assert told(here) == told(there)
    assert sorted(str(row[1:3]) for row in told(here)) == [
        str(("en", Gender.WOMAN)),
        str(("tr", None)),
    ]
    second, third = here.sessions[1:]
    assert [s.places.taken for s in (second, third) if s.places] == [1, 1]
    tagged = sa.select(AuditEntry.details).where(
        AuditEntry.action == AuditAction.REGISTRATION_TAGGED, AuditEntry.event_id == here.id
    )
    assert [entry["added"] for entry in db.session.scalars(tagged)] == [1, 1, 1]


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("Kapanış", "“Kapanış”"),
        ("Atölye", "“Atölye”"),  # either of two
        ("Gençlik, spor ve oyun; Panel", "“Panel”"),
    ],
)
def test_sessions_that_cannot_be_told_are_refused_and_nobody_is_added(browser, cell, said):
    event = factories.event()
    with_sessions(event)
    answer = send(browser, event, xlsx([*HEADINGS, "Oturumlar"], [*ROW, cell]))
    assert answer.status_code == 422
    assert said in Document(answer.text).words() and people(event) == []


def test_nobody_is_put_into_two_rooms_at_once(browser):
    event = factories.event()
    for title in ("Açılış", "Panel"):
        details = SessionDetails(
            title=title, starts_at=event.starts_at, ends_at=event.ends_at, chosen=True
        )
        add_session(event, details, by=None, at=utc_now())
    db.session.commit()
    answer = send(browser, event, xlsx([*HEADINGS, "Oturumlar"], [*ROW, "Açılış, Panel"]))
    assert answer.status_code == 422 and people(event) == []


@pytest.mark.parametrize("cell", ["ş" * 51, ",".join(map(str, range(21)))])
def test_a_column_that_holds_no_tags_is_not_taken_for_one(browser, cell):
    event = factories.event()
    answer = send(browser, event, xlsx([*HEADINGS, "Etiketler"], [*ROW, cell]))
    assert answer.status_code == 422 and people(event) == []


def test_a_tag_that_the_event_has_is_the_same_tag_however_it_is_typed(browser):
    event = factories.event()
    tag_registration(factories.registration(event), "Basın", by=factories.user(), at=factories.NOW)
    db.session.commit()
    send(browser, event, xlsx([*HEADINGS, "Etiketler"], [*ROW, "BASIN, Basın!,, basın"]))
    [person] = [person for person in people(event) if person.source == "import"]
    assert [tag.name for tag in tags_on([person.id])[person.id]] == ["Basın", "Basın!"]


def test_gender_is_not_taken_where_the_event_does_not_ask_for_it(browser):
    event = factories.event()
    content = xlsx([*HEADINGS, "Cinsiyet"], [*ROW, "Kadın"])
    answer = send(browser, event, content)
    assert [person.gender for person in people(event)] == [None]
    assert "Cinsiyet" in browser.get(answer.location).words()


@pytest.mark.parametrize(("chosen", "locale"), [({}, "tr"), ({"locale": "en"}, "en")])
def test_letters_are_in_turkish_unless_one_says_otherwise_whatever_the_page_is_in(
    browser, chosen, locale
):
    event = factories.event()
    browser.get("/organizer/?lang=en")
    rows = [[*ROW, "a@example.org"], ["Ali", "Can", "STK", "b@example.org"]]
    send(browser, event, xlsx([*HEADINGS, "E-posta"], *rows), letters="y", **chosen)
    assert {letter.locale for letter in db.session.scalars(sa.select(Letter))} == {locale}


def with_question(event: Event, kind: QuestionKind, label: str, *choices: str) -> Question:
    question = Question(
        kind=kind,
        label=label,
        position=1,
        choices=[Choice(label=text, position=n) for n, text in enumerate(choices)],
    )
    db.session.add(Form(event=event, purpose=FormPurpose.REGISTRATION, questions=[question]))
    db.session.commit()
    return question


@pytest.mark.parametrize(("cell", "label"), [("A-", "A-"), ("a +", None), ("A", None), ("0", "0")])
def test_choices_that_signs_alone_tell_apart_are_told_apart(browser, cell, label):
    event = factories.event()
    with_question(event, QuestionKind.SINGLE_CHOICE, "Kan grubu", "A+", "A-", "0")
    answer = send(browser, event, xlsx([*HEADINGS, "Kan grubu"], [*ROW, cell]))
    assert answer.status_code == (303 if label else 422)
    picked = sa.select(Choice.label).join(RegistrationAnswer.choice)
    assert list(db.session.scalars(picked)) == ([label] if label else [])


@pytest.mark.parametrize("text", ["10000000146", "TC: 100 000 001 46"])
def test_identity_numbers_are_not_taken_from_a_table_either(browser, text):
    event = factories.event()
    with_question(event, QuestionKind.SHORT_TEXT, "Not")
    answer = send(browser, event, xlsx([*HEADINGS, "Not"], [*ROW, text]))
    assert answer.status_code == 422 and people(event) == []


def test_a_cell_of_nothing_but_separators_is_read_at_once(browser):
    event = factories.event()
    with_question(event, QuestionKind.MULTIPLE_CHOICE, "İlgi", "Çevre, su", "Spor")
    begun = perf_counter()
    cells = ["x," * 4_900, "," * 9_000 + "Spor"]
    rows = [[*ROW[:1], f"Can {n}", "STK", cell] for n, cell in enumerate(cells)]
    answer = send(browser, event, xlsx([*HEADINGS, "İlgi"], *rows))
    assert answer.status_code == 422
    assert perf_counter() - begun < 3


def test_a_question_may_be_called_as_one_of_our_columns_is(browser):
    there, here = factories.event(), factories.event()
    asked = with_question(there, QuestionKind.SHORT_TEXT, "Telefon")
    with_question(here, QuestionKind.SHORT_TEXT, "Telefon")
    person = factories.registration(there)
    wishes = Wishes(questions=[asked], answers={asked.id: "sabahları"})
    change_wishes(person, wishes, by=factories.user(), at=utc_now())
    db.session.commit()
    exported = browser.client.get(f"/organizer/events/{there.id}/registrations.xlsx").data
    assert send(browser, here, exported).status_code == 303
    assert list(db.session.scalars(sa.select(RegistrationAnswer.text))) == ["sabahları"] * 2
    assert people(here)[0].phone == person.phone


@pytest.mark.race
def test_a_choice_that_goes_in_the_moment_of_sending_is_said_at_its_row(app, browser):
    event = factories.event()
    asked = question(event, QuestionKind.SINGLE_CHOICE, choices={"A": None, "B": None})
    gone = sa.delete(Choice).filter_by(id=asked.choices[1].id)
    content = xlsx([*HEADINGS, asked.label], [*ROW, "A"], ["Can", "Şen", "STK", "B"])
    page = f"/organizer/events/{event.id}/imports/new"
    sent = {**browser.get(page).form_values(), **table(content, "liste.xlsx"), "locale": "tr"}
    answer = while_held(
        app, lambda: db.session.execute(gone), lambda: browser.client.post(page, data=sent)
    )
    refused = Document(answer.text).all("td", class_="cell--refused")
    assert len(refused) == 1 and not people(event)
    on_postgres = db.engine.dialect.name == "postgresql"  # on SQLite it may come too late for that
    assert answer.status_code in ([409] if on_postgres else [409, 422])


@pytest.mark.parametrize("heading", ["Role there", "Role in the organisation", "Kurumdaki görevi"])
def test_heading_of_a_table_that_was_exported_before_is_read_as_well(browser, heading):
    event = factories.event()
    send(browser, event, xlsx([*HEADINGS, heading], [*ROW, "Başkan"]))
    assert [person.institution_role for person in people(event)] == ["Başkan"]


def test_tables_with_the_headings_of_earlier_exports_are_read(browser):
    event = factories.event()
    rows = [
        [*HEADINGS, "E-mail", "Language of letters"],
        [*ROW, "isil@example.org", "English"],
    ]
    assert send(browser, event, xlsx(*rows)).status_code == 303
    [person] = people(event)
    assert (person.email, person.locale) == ("isil@example.org", "en")
