"""A check counts for the application that was looked at, and for no other."""

from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa

from extensions import db
from models.forms import FormPurpose, QuestionKind
from models.letters import Letter, LetterKind
from models.selection import Completeness
from operations.base.details import PERSON_FIELDS, PersonDetails, Wishes
from operations.forms.builder import add_question
from operations.forms.details import QuestionDetails
from operations.registrations.corrections import change_details, change_wishes
from operations.registrations.duplicates import merge
from operations.selection.completeness import check_completeness
from queries.selection.completeness import checked
from tests import factories
from tests.factories import NOW
from tests.factories import selection as made

LATER = NOW + timedelta(days=1)


@pytest.fixture
def by(app):
    return factories.user()


@pytest.fixture
def person(by):
    return made.application(made.study_visit(), by=by, institution="Çorum Valiliği")


def details_of(registration) -> PersonDetails:
    return PersonDetails(**{name: getattr(registration, name) for name in PERSON_FIELDS})


@pytest.mark.parametrize(
    "change",
    [{"given_name": "Başka"}, {"institution": "Amasya Valiliği"}, {"institution_role": "Vali"}],
)
def test_who_becomes_another_applicant_is_to_be_checked_again(by, person, change):
    change_details(person, replace(details_of(person), **change), at=LATER, by=None)
    db.session.commit()
    assert checked(person).state is Completeness.UNCHECKED


@pytest.mark.parametrize("change", [{}, {"email": "yeni@example.org", "phone": "+905321234567"}])
def test_how_to_reach_an_applicant_says_nothing_of_the_application(by, person, change):
    change_details(person, replace(details_of(person), **change), at=LATER, by=None)
    db.session.commit()
    assert checked(person).state is Completeness.COMPLETE


def test_an_answer_that_is_taken_away_asks_for_a_new_check(by, person):
    question = add_question(
        person.event,
        FormPurpose.REGISTRATION,
        QuestionKind.SHORT_TEXT,
        QuestionDetails(label="Gerekçe"),
        by=by,
        at=NOW,
    )
    answered = Wishes(questions=[question], answers={question.id: "Öğrenmek"})
    change_wishes(person, answered, at=NOW, by=None)
    check_completeness(person, complete=True, by=by, at=LATER)
    change_wishes(person, Wishes(questions=[question]), at=LATER + timedelta(hours=1), by=None)
    db.session.commit()
    assert checked(person).state is Completeness.UNCHECKED


def test_what_takes_over_another_application_is_to_be_checked_again(by, person):
    twin = made.application(person.event, by=by, complete=False)
    merge(person, twin, from_other=["institution"], by=by, at=LATER)
    db.session.commit()
    assert checked(person).state is Completeness.UNCHECKED


def test_the_same_finding_is_written_once_but_another_one_again(by, person):
    for minutes, missing in (
        (0, "Özgeçmiş"),
        (0, "Özgeçmiş"),
        (0, "Görev yazısı"),
        (10, "Görev yazısı"),
    ):
        check_completeness(
            person, complete=False, missing=missing, by=by, at=LATER + timedelta(minutes=minutes)
        )
    db.session.commit()
    letters = db.session.scalars(
        sa.select(Letter.text)
        .where(Letter.kind == LetterKind.APPLICATION_INCOMPLETE)
        .order_by(Letter.id)
    ).all()
    assert ["Özgeçmiş" in text for text in letters] == [True, False, False]
