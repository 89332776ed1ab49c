"""What people answer after approval, and how they correct what they answered before."""

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
import sqlalchemy as sa

from blueprints.inputs.forms.question_editor import KINDS
from extensions import db
from letters.compose import registration_token
from lib.clock import utc_now
from models.forms import AskedAt, FormPurpose, QuestionKind
from models.letters import Letter, LetterKind
from models.registrations import RegistrationStatus
from operations.base.answers import write_answers
from operations.registrations.entries import change_status
from queries.forms.answers import answers_of_registration
from tests import factories
from tests.factories.forms import question

K = QuestionKind
AFTER = AskedAt.AFTER_APPROVAL


def path(registration):
    return f"/registrations/{registration_token(registration)}/answers?lang=en"


def said(registration):
    db.session.rollback()
    found = answers_of_registration(registration, locale="en", sensitive=True)
    return {asked.id: text for asked, text in found}


def confirm(registration):
    change_status(registration, RegistrationStatus.CONFIRMED, at=utc_now(), by=factories.user())
    db.session.commit()


def letters(kind):
    return db.session.scalars(sa.select(Letter).where(Letter.kind == kind)).all()


def test_questions_after_approval_are_asked_of_those_who_were_approved(browser_of_pages):
    event = factories.event(approval=True)
    passport = question(event, asked_at=AFTER, required=True)
    applicant = factories.registration(event)
    assert browser_of_pages.client.get(path(applicant)).status_code == 303
    confirm(applicant)
    page = browser_of_pages.post(path(applicant), {})
    assert page.all("p", id=f"q{passport.id}-error")
    assert browser_of_pages.submit(path(applicant), {f"q{passport.id}": "A1"}).status_code == 303
    assert said(applicant) == {passport.id: "A1"}
    shown = browser_of_pages.get(path(applicant)).all("input", name=f"q{passport.id}")
    assert shown[0].attributes["value"] == "A1"


def test_who_is_approved_is_asked_by_one_letter_for_ever(app):
    event = factories.event(approval=True)
    applicant = factories.registration(event)
    confirm(applicant)
    assert letters(LetterKind.ANSWERS_REQUESTED) == []
    question(event, asked_at=AFTER)
    other = factories.registration(event)
    confirm(other)
    change_status(other, RegistrationStatus.CANCELLED, at=utc_now(), by=factories.user())
    confirm(other)
    [letter] = letters(LetterKind.ANSWERS_REQUESTED)
    assert letter.registration_id == other.id
    assert f"/registrations/{registration_token(other)}/answers" in letter.text
    assert f"/registrations/{registration_token(other)}/answers" in letter.html


def test_answers_are_corrected_until_changes_close(browser_of_pages):
    event = factories.event()
    word = question(event)
    person = factories.registration(event)
    write_answers(person, [word], {word.id: "önce"}, at=utc_now())
    db.session.commit()
    assert browser_of_pages.submit(path(person), {f"q{word.id}": "sonra"}).status_code == 303
    assert said(person) == {word.id: "sonra"}
    hidden = browser_of_pages.get(path(person)).form_values()
    event.changes_close_at = utc_now() - timedelta(minutes=1)
    db.session.commit()
    late = browser_of_pages.client.post(path(person), data={**hidden, f"q{word.id}": "geç"})
    assert late.status_code == 409
    assert said(person) == {word.id: "sonra"}


def test_a_question_can_hang_on_what_was_answered_before_approval(browser_of_pages):
    event = factories.event(approval=True, changes_close_at=utc_now() + timedelta(days=1))
    abroad = question(event, K.YES_NO, label="Yurt dışından mı?")
    visa = question(event, asked_at=AFTER, required=True, shown_if=(abroad, "yes"))
    here, there = factories.registration(event), factories.registration(event)
    write_answers(here, [abroad], {abroad.id: False}, at=utc_now())
    write_answers(there, [abroad], {abroad.id: True}, at=utc_now())
    event.changes_close_at = utc_now() - timedelta(minutes=1)  # so that only the later form is open
    db.session.commit()
    for person in (here, there):
        confirm(person)
    assert not browser_of_pages.get(path(here)).all("input", name=f"q{visa.id}")
    assert browser_of_pages.submit(path(here), {}).status_code == 303
    browser_of_pages.post(path(there), {}, status=422)
    assert said(here) == {abroad.id: "No"}


def test_all_kinds_come_back_as_they_were_answered(browser_of_pages):
    event = factories.event()
    two: dict[str, Any] = {"choices": {"A": None, "B": None}}
    asked = {
        kind: question(event, kind, **(two if "choice" in kind else {}))
        for kind in KINDS[FormPurpose.REGISTRATION]
        if kind is not K.HEADING
    }
    first = {kind: str(one.choices[0].id) for kind, one in asked.items() if one.choices}
    sent = {
        K.SHORT_TEXT: "kısa",
        K.LONG_TEXT: "uzun",
        K.NUMBER: "7",
        K.DATE: "2027-03-12",
        K.YES_NO: "no",
        K.RATING: "3",
        K.EMAIL: "a@example.org",
        K.PHONE: "0532 123 45 67",
        K.PROVINCE: "19",
        K.DISTRICT: "19-01",
        K.INSTITUTION: "Kurum",
        K.CONSENT: "y",
        K.FILE: (BytesIO(b"%PDF-1"), "a.pdf"),
        **first,
    }
    person = factories.registration(event)
    values = {f"q{asked[kind].id}": value for kind, value in sent.items()}
    assert browser_of_pages.submit(path(person), values).status_code == 303
    before = said(person)
    assert len(before) == len(asked)
    page = browser_of_pages.get(path(person))
    again = {
        e.attributes["name"]: e.attributes.get("value", "")
        for e in page.all("input")
        if e.attributes.get("type") not in ("radio", "checkbox", "file", "hidden")
        or "checked" in e.attributes
        or e.attributes["name"].endswith("-kept")
    }
    for select in (K.PROVINCE, K.DISTRICT):
        again[f"q{asked[select].id}"] = [
            e.attributes["value"] for e in page.all("option") if "selected" in e.attributes
        ][0 if select is K.PROVINCE else 1]
    again[f"q{asked[K.LONG_TEXT].id}"] = page.all("textarea")[0].text.strip()
    assert browser_of_pages.submit(path(person), again).status_code == 303
    assert said(person) == before


def test_the_last_place_of_a_choice_is_said_at_its_question(browser_of_pages):
    event = factories.event()
    bus = question(event, K.SINGLE_CHOICE, choices={"Otobüs": 0, "Kendim": None})
    person = factories.registration(event)
    sent = {f"q{bus.id}": str(bus.choices[0].id)}
    page = browser_of_pages.post(path(person), sent, status=409)
    assert page.all("p", id=f"q{bus.id}-error")
    assert said(person) == {}


@pytest.mark.parametrize("status", ["declined", "cancelled"])
def test_who_does_not_come_is_asked_nothing(browser_of_pages, status):
    event = factories.event(approval=True)
    question(event)
    person = factories.registration(event)
    change_status(person, RegistrationStatus(status), at=utc_now(), by=factories.user())
    db.session.commit()
    assert browser_of_pages.client.get(path(person)).status_code == 303


def test_what_hung_on_an_answer_goes_with_it_also_where_it_was_asked_later(browser_of_pages):
    event = factories.event(approval=True)
    travels = question(event, K.YES_NO)
    how = question(event, K.RATING, shown_if=(travels, "yes"))
    passport = question(event, asked_at=AFTER, shown_if=(how, "4"))
    at_the_door = question(
        event, asked_at=AskedAt.DOOR, shown_if=(passport.form.questions[0], "yes")
    )
    other = question(event, asked_at=AFTER)
    applicant = factories.registration(event)
    answers: dict[int, Any] = {
        travels.id: True,
        how.id: 4,
        passport.id: "U1",
        at_the_door.id: "x",
        other.id: "y",
    }
    asked = [travels, how, passport, at_the_door, other]
    write_answers(applicant, asked, answers, at=utc_now())
    db.session.commit()
    same = {f"q{travels.id}": "yes", f"q{how.id}": "4"}
    assert browser_of_pages.submit(path(applicant), same).status_code == 303
    assert set(said(applicant)) == set(answers)
    assert browser_of_pages.submit(path(applicant), {f"q{travels.id}": "no"}).status_code == 303
    assert said(applicant) == {travels.id: "No", other.id: "y"}
