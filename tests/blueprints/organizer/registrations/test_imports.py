"""Participants from a table, and the round trip of a list through a file."""

import random
from datetime import date
from itertools import product
from typing import Any

import pytest
import sqlalchemy as sa

from demo.names import FAMILY_NAMES, GIVEN_NAMES
from extensions import db
from lib.clock import utc_now
from lib.provinces import PROVINCES
from models.answers import RegistrationAnswer
from models.audit import AuditAction, AuditEntry
from models.events import Event
from models.forms import Choice, Form, FormPurpose, Question, QuestionKind
from models.letters import Letter
from models.places import Quota
from models.registrations import Registration, RegistrationSource
from models.sectors import Sector
from operations.base.details import PersonDetails, Wishes
from operations.registrations.imports import import_participants
from operations.registrations.many import Newcomer
from tests import factories
from tests.browser_of_pages import Document
from tests.factories.delegations import table, xlsx

HEADINGS = ["Ad", "Soyad", "E-posta", "Telefon", "Taraf", "Kurum veya kuruluş", "İl"]
ROW = ["Işıl", "Çağlar", "isil@example.org", 5321234567, "STK", "Iğdır Gençlik Derneği", "ığdır"]


@pytest.fixture
def browser(browser_of_pages):
    factories.sign_in(browser_of_pages.client, factories.user())
    return browser_of_pages


def send(browser, event: Event, content: bytes, *, name: str = "liste.xlsx", **more: str):
    return browser.submit(
        f"/organizer/events/{event.id}/imports/new", {**table(content, name), **more}
    )


def said(html: str) -> list[str]:
    """What an answer finds wrong."""
    return [e.text for e in Document(html).all("li") if "cell-" in e.text or ":" in e.text]


def people(event: Event) -> list[Registration]:
    rows = sa.select(Registration).where(Registration.event_id == event.id)
    return list(db.session.scalars(rows.order_by(Registration.id)))


@pytest.mark.parametrize(("letters", "written"), [({}, 0), ({"letters": "y"}, 1)])
def test_people_of_a_table_are_put_on_the_list_with_or_without_letters(browser, letters, written):
    event = factories.event()
    answer = send(browser, event, xlsx(HEADINGS, ROW, ["Ümit", "Öz", "", "", "public"]), **letters)
    assert answer.location == f"/organizer/events/{event.id}/registrations"
    first, second = people(event)
    assert (first.source, first.status, first.awaits_completion) == (
        RegistrationSource.IMPORT,
        "confirmed",
        False,
    )
    assert (first.phone, first.sector, first.province) == ("+905321234567", Sector.CSO, "76")
    assert (second.sector, second.email) == (Sector.PUBLIC, None)
    assert second.access_code and first.access_code is None
    assert len(list(db.session.scalars(sa.select(Letter)))) == written
    entry = db.session.scalars(
        sa.select(AuditEntry).where(AuditEntry.action == AuditAction.REGISTRATIONS_IMPORTED)
    ).one()
    assert entry.details == {"count": 2, "letters": written}


@pytest.mark.parametrize(
    ("language", "message"), [("tr", "81 il"), ("en", "This is not one of the 81 provinces.")]
)
def test_every_wrong_cell_is_named_and_nobody_is_added(browser, language, message):
    event = factories.event()
    browser.get(f"/organizer/?lang={language}")
    content = xlsx(HEADINGS, ROW, [*ROW[:2], "başka@", "", "Başka", "", "Paris"])
    answer = send(browser, event, content)
    assert answer.status_code == 422 and people(event) == []
    for column in ("email", "sector", "province"):
        assert f'id="cell-3-{column}"' in answer.text
    if language == "en":
        assert message in answer.text


def test_a_table_larger_than_the_places_is_added_as_a_whole_or_not_at_all(browser):
    event = factories.event(capacity=1)
    content = xlsx(HEADINGS, ROW, ["Ümit", "Öz", "", "", "public"])
    assert send(browser, event, content).status_code == 409
    assert people(event) == []
    assert db.session.scalar(sa.select(Quota.taken).where(Quota.event_id == event.id)) == 0


def test_who_shares_an_address_gets_a_code_and_no_letter_that_shows_anothers_link(app):
    event = factories.event()
    both = [Newcomer(factories.person(email="ortak@example.org")) for _ in range(2)]
    import_participants(event, both, letters=True, by=factories.user(), at=utc_now())
    db.session.commit()
    assert [bool(p.access_code) for p in people(event)] == [True, True]
    assert list(db.session.scalars(sa.select(Letter))) == []


KINDS = {
    QuestionKind.SHORT_TEXT: ("Diyet", "=Vejetaryen; fıstıksız"),
    QuestionKind.NUMBER: ("Kaç kişi", 3),
    QuestionKind.DATE: ("Varış", date(2027, 3, 11)),
    QuestionKind.YES_NO: ("Otobüs", True),
    QuestionKind.RATING: ("İlgi", 5),
    QuestionKind.PROVINCE: ("Nereden", "34"),
}


def with_questions(event: Event) -> dict[QuestionKind, Question]:
    form = Form(event=event, purpose=FormPurpose.REGISTRATION)
    made = {
        kind: Question(form=form, kind=kind, label=label, position=position)
        for position, (kind, (label, _)) in enumerate(KINDS.items())
    }
    for kind in (QuestionKind.SINGLE_CHOICE, QuestionKind.MULTIPLE_CHOICE):
        labels = ["Gençlik, spor", "Çevre", "Sağlık"]
        choices = [Choice(label=text, position=n) for n, text in enumerate(labels)]
        made[kind] = Question(form=form, kind=kind, label=str(kind), position=9, choices=choices)
    db.session.add(form)
    db.session.commit()
    return made


def answers(event: Event) -> list[tuple[Any, ...]]:
    rows = db.session.execute(
        sa.select(
            Registration.name_key,
            Question.label,
            RegistrationAnswer.number,
            RegistrationAnswer.text,
            Choice.label,
        )
        .join(RegistrationAnswer.registration)
        .join(RegistrationAnswer.question)
        .outerjoin(RegistrationAnswer.choice)
        .where(Registration.event_id == event.id)
    )
    return sorted(map(tuple, rows), key=str)


def turkish_people(count: int) -> list[PersonDetails]:
    """Of every sector and province, with names that tables and spreadsheets like to spoil."""
    chance = random.Random(3)  # noqa: S311 - the same every time
    odd = ["=", "+", "-", "@", "'", "İ", "ı", "â", "Ş'"]
    made = []
    for number in range(count):
        given = f"{chance.choice(GIVEN_NAMES)} {number:04d}"
        person = factories.person(
            given_name=f"{odd[number % len(odd)]}{given}" if number % 3 == 0 else given,
            family_name=chance.choice(FAMILY_NAMES),
            email=f"kisi{number}@example.org" if number % 5 else None,
            phone=[None, "+905321234567", "+49301234567"][number % 3],
            sector=list(Sector)[number % 5],
            institution="“Iğdır”; Gençlik, 'Spor' Derneği" if number % 2 else "",
            institution_role="-Başkan" if number % 7 == 0 else "Üye",
            province=list(PROVINCES)[number % 81],
        )
        made.append(person)
    return made


COLUMNS = (
    "given_name",
    "family_name",
    "email",
    "phone",
    "sector",
    "institution",
    "institution_role",
    "province",
    "status",
    "sort_key",
    "search_key",
)


AS_IN_OFFICES: list[list[Any]] = [
    ["ÇORUM VALİLİĞİ SİVİL TOPLUM GÜNÜ"],
    [],
    ["Sıra", "ADI SOYADI", "E-Posta", "Telefon", "Taraf", "Kurum", "Görevi", "İli"],
    [1, "Ayşe Nur YILMAZ KAYA", "Ayşe <ayse@example.org>", "-", "STK", "Derneği", "yok", "Afyon"],
    [2, "mehmet öz", "yok", "", "KAMU", "-", "—", "K.Maraş"],
    [3, "Suharto", "", "'+90 532 123 45 67", "diğer", "YOK", "", "Ş.URFA"],
    [4, "IŞIL İNCE", "mail@example.org", "", "stk", "Vakıf", "Uzman", "İçel"],
    [5, "Can Er", "can@example.org", "", "stk", "Vakıf", "", "Antep"],
]


def test_a_table_as_offices_have_them_is_read(browser):
    event = factories.event()
    response = send(browser, event, xlsx(*AS_IN_OFFICES))
    assert response.status_code == 303, said(response.text)
    read = [
        (p.given_name, p.family_name, p.email, p.institution, p.institution_role, p.province)
        for p in people(event)
    ]
    assert read == [
        ("Ayşe Nur", "YILMAZ KAYA", "ayse@example.org", "Derneği", "", "03"),
        ("mehmet", "öz", None, "", "", "46"),
        ("Suharto", "", None, "", "", "63"),
        ("IŞIL", "İNCE", "mail@example.org", "Vakıf", "Uzman", "33"),
        ("Can", "Er", "can@example.org", "Vakıf", "", "27"),
    ]
    assert people(event)[2].phone == "+905321234567"


def test_what_cannot_be_read_of_such_a_table_is_said_at_its_cell(browser):
    event = factories.event()
    wrong = [row[:] for row in AS_IN_OFFICES]
    wrong[4][1], wrong[5][7], wrong[6][2] = "-", "Atlantis", "İsim <buradadeğil>"
    response = send(browser, event, xlsx(*wrong))
    assert response.status_code == 422
    cells = said(response.text)
    assert [next(c for c in cells if f"{number}" in c) for number in (5, 6, 7)]
    assert len(cells) == 3
    assert people(event) == []


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_apostrophes_and_signs_come_back_as_they_were(browser, ending):
    there, here = factories.event(), factories.event()
    odd = ["''=iki", "'=bir", "=sıfır", "'Abdullah", "O'Neill", "-Ali", "'-", "+90"]
    for number, text in enumerate(odd):
        factories.registration(there, given_name=text, email=f"p{number}@example.org")
    db.session.commit()
    exported = browser.client.get(f"/organizer/events/{there.id}/registrations.{ending}").data
    response = send(browser, here, exported, name=f"liste.{ending}")
    assert response.status_code == 303, said(response.text)
    assert sorted(p.given_name for p in people(here)) == sorted(odd)


def rows(event: Event) -> list[tuple[Any, ...]]:
    return sorted(
        (tuple(getattr(person, column) for column in COLUMNS) for person in people(event)),
        key=str,
    )


def test_two_thousand_turkish_names_come_back_from_a_file_as_they_were(browser):
    there = factories.event()
    newcomers = [Newcomer(person) for person in turkish_people(2000)]
    import_participants(there, newcomers, letters=False, by=factories.user(), at=utc_now())
    db.session.commit()
    given = rows(there)
    for language, ending in product(("tr", "en"), ("csv", "xlsx")):
        here = factories.event(title="Iğdır Sivil Toplum Günü")
        browser.get(f"/organizer/?lang={language}")
        exported = browser.client.get(f"/organizer/events/{there.id}/registrations.{ending}").data
        answer = send(browser, here, exported, name=f"liste.{ending}")
        assert answer.status_code == 303, (language, ending, said(answer.text))
        came_back = rows(here)
        assert len(came_back) == 2000, (language, ending)
        assert came_back == given, (language, ending)


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_answers_to_the_events_own_questions_come_back_too(browser, ending):
    there, here = factories.event(), factories.event()
    asked, _ = with_questions(there), with_questions(here)
    given: dict[int, Any] = {
        question.id: KINDS[kind][1] for kind, question in asked.items() if kind in KINDS
    }
    one, several = asked[QuestionKind.SINGLE_CHOICE], asked[QuestionKind.MULTIPLE_CHOICE]
    given |= {
        one.id: (one.choices[0].id,),
        several.id: (several.choices[0].id, several.choices[2].id),
    }
    newcomer = Newcomer(factories.person(), Wishes(questions=list(asked.values()), answers=given))
    import_participants(there, [newcomer], letters=False, by=factories.user(), at=utc_now())
    db.session.commit()
    exported = browser.client.get(f"/organizer/events/{there.id}/registrations.{ending}").data
    answer = send(browser, here, exported, name=f"liste.{ending}")
    assert answer.status_code == 303, said(answer.text)
    assert len(answers(there)) == 9
    assert answers(here) == answers(there)


@pytest.mark.parametrize("family_name", ["", "-"])
def test_one_name_alone_is_read_from_a_table(browser, family_name):
    event = factories.event()
    row = ["Suharto", family_name, "s@example.org", "", "public"]
    assert send(browser, event, xlsx(HEADINGS, row)).status_code == 303
    assert [(person.name, person.family_name) for person in people(event)] == [("Suharto", "")]


def test_who_is_written_in_another_way_is_the_same_person(browser):
    event = factories.event()
    assert send(browser, event, xlsx(HEADINGS, ROW)).status_code == 303
    other = ["ISIL", "CAGLAR", "x@example.org", *ROW[3:]]
    answer = send(browser, event, xlsx(HEADINGS, other))
    assert (answer.status_code, len(people(event))) == (422, 1)
