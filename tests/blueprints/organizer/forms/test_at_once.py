"""A form is changed while somebody fills it in."""

import pytest
import sqlalchemy as sa

from extensions import db
from models.events import Event
from models.forms import Choice, FormPurpose, Question, QuestionKind
from models.places import Quota
from models.registrations import RegistrationSource
from operations.base.details import Wishes
from operations.forms.builder import add_question, change_question
from operations.forms.details import ChoiceDetails, QuestionDetails
from operations.registrations.entries import register_for_someone
from tests import factories
from tests.factories import NOW
from tests.turns import Client, while_held


@pytest.mark.race
@pytest.mark.parametrize("places", [None, 5])
def test_a_choice_that_is_picked_while_it_is_taken_out_of_the_form_is_kept_as_retired(app, places):
    by, event = factories.user(), factories.event(at=NOW)
    made = add_question(
        event,
        FormPurpose.REGISTRATION,
        QuestionKind.SINGLE_CHOICE,
        QuestionDetails(
            label="Atölye", choices=[ChoiceDetails(name, places=places) for name in "ABC"]
        ),
        by=by,
        at=NOW,
    )
    db.session.commit()
    event_id, number = event.id, made.id
    choices = [choice.id for choice in made.choices]
    organizer = Client(app, by.id)

    def register() -> None:
        question = db.session.get_one(Question, number)
        register_for_someone(
            db.session.get_one(Event, event_id),
            factories.person(),
            source=RegistrationSource.ORGANIZER,
            by=organizer.organizer(),
            at=NOW,
            wishes=Wishes(questions=[question], answers={number: (choices[0],)}),
        )
        db.session.flush()

    fields = {"label": "Atölye", "asked_at": "registration"}
    for place, choice in enumerate(choices[1:]):
        fields |= {
            f"choices-{place}-choice_id": str(choice),
            f"choices-{place}-label": "BC"[place],
            f"choices-{place}-places": str(places or ""),
        }
    page = f"/organizer/questions/{number}/edit"
    assert while_held(app, register, lambda: organizer.post(page, **fields)) == 303
    retired = db.session.get_one(Choice, choices[0]).retired_at
    assert retired is not None


def test_a_limited_choice_that_nobody_picked_is_not_taken_away_unnoticed(app):
    event = factories.event(at=NOW)
    made = add_question(
        event,
        FormPurpose.REGISTRATION,
        QuestionKind.SINGLE_CHOICE,
        QuestionDetails(label="Servis", choices=[ChoiceDetails("A", places=5), ChoiceDetails("B")]),
        by=None,
        at=NOW,
    )
    db.session.commit()
    version = sa.select(Quota.strata_version).where(Quota.id == event.places.id)
    before = db.session.scalars(version).one()
    kept = ChoiceDetails("B", choice_id=made.choices[1].id)
    change_question(made, QuestionDetails(label="Servis", choices=[kept]), by=None, at=NOW)
    db.session.commit()
    assert db.session.scalars(version).one() == before + 1
    assert event.strata == []
