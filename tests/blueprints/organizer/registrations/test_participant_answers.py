"""An event's own questions and sessions, answered by an organizer for somebody else."""

import csv
import io

import pytest
import sqlalchemy as sa

from extensions import db
from models.audit import AuditAction, AuditEntry
from models.forms import AskedAt, Choice, Form, FormPurpose, Question, QuestionKind
from models.registrations import Registration
from models.users import Role
from operations.events.agenda import SessionDetails, add_session
from operations.places.capacities import change_places
from queries.forms.answers import rows_of
from tests import factories

PERSON = {"given_name": "Işıl", "family_name": "Çağ", "sector": "cso", "email": "isil@example.org"}


@pytest.fixture
def browser(browser_of_pages):
    factories.sign_in(browser_of_pages.client, factories.user())
    browser_of_pages.get("/organizer/?lang=en")
    return browser_of_pages


class Asked:
    """An event that asks at registration, after approval and at the door, and offers sessions."""

    def __init__(self) -> None:
        self.event = factories.event()
        self.bus, self.car = Choice(position=1, label="Otobüs"), Choice(position=2, label="Araba")
        self.travel = Question(
            position=1,
            kind=QuestionKind.SINGLE_CHOICE,
            label="Nasıl geleceksiniz?",
            choices=[self.bus, self.car],
            required=True,
        )
        self.diet = Question(
            position=2,
            kind=QuestionKind.SHORT_TEXT,
            label="Beslenme",
            sensitive=True,
            asked_at=AskedAt.AFTER_APPROVAL,
        )
        self.badge = Question(
            position=3, kind=QuestionKind.YES_NO, label="Yaka kartı", asked_at=AskedAt.DOOR
        )
        questions = [self.travel, self.diet, self.badge]
        db.session.add(
            Form(event=self.event, purpose=FormPurpose.REGISTRATION, questions=questions)
        )
        self.session = add_session(
            self.event,
            SessionDetails(
                title="Atölye", starts_at=self.event.starts_at, ends_at=self.event.ends_at
            ),
            by=None,
            at=factories.NOW,
        )
        self.session.chosen = True
        self.event.title = "Sorulu etkinlik"  # a new version
        db.session.commit()

    @property
    def new(self) -> str:
        return f"/organizer/events/{self.event.id}/registrations/new"


def said(person) -> dict[int, object]:
    rows = rows_of(person)
    return {row.question_id: row.choice_id or row.text or row.number for row in rows}


def test_someone_is_added_by_hand_with_the_same_questions_and_sessions(browser):
    asked = Asked()
    page = browser.get(asked.new)
    assert "Nasıl geleceksiniz?" in page.words() and "Beslenme" not in page.words()
    answers = {f"q{asked.travel.id}": asked.bus.id, "sessions": asked.session.id}
    assert browser.submit(asked.new, {**PERSON, **answers}).status_code == 303
    person = db.session.scalars(sa.select(Registration)).one()
    assert said(person) == {asked.travel.id: asked.bus.id}
    assert person.chosen_sessions == [asked.session]


def test_required_question_is_asked_of_the_organizer_too(browser):
    asked = Asked()
    page = browser.post(asked.new, PERSON)
    assert page.all("p", id=f"q{asked.travel.id}-error")
    assert page.all("input", id="given_name")[0].attributes["value"] == "Işıl"


def test_answers_of_all_stages_and_sessions_are_changed(browser):
    asked = Asked()
    person = factories.registration(asked.event)
    address = f"/organizer/registrations/{person.id}/answers"
    page = browser.get(address)
    assert all(words in page.words() for words in ("Nasıl", "Beslenme", "Yaka kartı", "Atölye"))
    fields = {
        f"q{asked.travel.id}": asked.car.id,
        f"q{asked.diet.id}": "Çölyak",
        f"q{asked.badge.id}": "yes",
        "sessions": asked.session.id,
    }
    assert browser.submit(address, fields).status_code == 303
    assert said(person) == {
        asked.travel.id: asked.car.id,
        asked.diet.id: "Çölyak",
        asked.badge.id: 1,
    }
    shown = browser.get(f"/organizer/registrations/{person.id}").words()
    assert all(words in shown for words in ("Araba", "Çölyak", "sensitive", "Atölye"))
    again = browser.get(address)
    assert again.all("input", id=f"q{asked.diet.id}")[0].attributes["value"] == "Çölyak"


def test_full_choice_is_said_at_its_question_and_nothing_changes(browser):
    asked = Asked()
    person = factories.registration(asked.event)
    change_places(asked.event, {asked.bus: 0}, by=factories.user(), at=factories.NOW)
    db.session.commit()
    address = f"/organizer/registrations/{person.id}/answers"
    sent = {**browser.get(address).form_values(), f"q{asked.travel.id}": asked.bus.id}
    answer = browser.client.post(address, data=sent)
    assert answer.status_code in (409, 422)
    assert browser._read(answer, answer.status_code).all("p", id=f"q{asked.travel.id}-error")
    assert said(person) == {}


def test_evaluators_see_answers_but_not_the_confidential_ones(browser, browser_of_pages):
    asked = Asked()
    person = factories.registration(asked.event)
    address = f"/organizer/registrations/{person.id}/answers"
    fields = {f"q{asked.travel.id}": asked.bus.id, f"q{asked.diet.id}": "Çölyak"}
    browser.submit(address, fields)
    factories.sign_in(browser_of_pages.client, factories.user(Role.EVALUATOR))
    words = browser_of_pages.get(f"/organizer/registrations/{person.id}").words()
    assert "Otobüs" in words and "Çölyak" not in words and "Beslenme" not in words


def test_evaluators_cannot_filter_by_confidential_answers(browser_of_pages):
    asked = Asked()
    asked.travel.sensitive = True
    db.session.commit()
    factories.registration(asked.event)
    factories.sign_in(browser_of_pages.client, factories.user(Role.EVALUATOR))
    address = f"/organizer/events/{asked.event.id}/registrations"
    answer = f"answer={asked.travel.id}:{asked.bus.id}"
    page = browser_of_pages.get(f"{address}?{answer}", status=400)
    assert answer in page.words() and "Nasıl geleceksiniz?" not in page.words()


def test_who_acts_by_a_question_that_is_gone_acts_on_nobody(browser):
    event = factories.event()
    factories.registration(event)
    address = f"/organizer/events/{event.id}/registrations"
    page = browser.get(f"{address}?answer=77:7")
    assert page.all("th", scope="row") == []
    assert "bilinmiyor" in page.words() or "unknown" in page.words()
    assert browser.client.get(f"{address}.csv?answer=77:7").text.count("\n") == 1


def test_export_holds_answers_and_is_written_down_without_what_was_searched(browser):
    asked = Asked()
    browser.submit(asked.new, {**PERSON, f"q{asked.travel.id}": asked.bus.id})
    address = f"/organizer/events/{asked.event.id}/registrations"
    text = browser.client.get(f"{address}.csv?q=ışıl&sector=cso").data.decode("utf-8-sig")
    headings, row = csv.reader(io.StringIO(text))
    assert headings[-3:] == ["Nasıl geleceksiniz?", "Beslenme", "Yaka kartı"]
    assert row[-3:] == ["Otobüs", "", ""]
    workbook = browser.client.get(f"{address}.xlsx?sector=public")
    assert workbook.data.startswith(b"PK")
    entries = db.session.scalars(
        sa.select(AuditEntry)
        .where(AuditEntry.action == AuditAction.REGISTRATIONS_EXPORTED)
        .order_by(AuditEntry.id)
    ).all()
    assert [entry.details for entry in entries] == [
        {"kind": "csv", "people": 1, "narrowed_by": "q.sector"},
        {"kind": "xlsx", "people": 0, "narrowed_by": "sector"},
    ]
