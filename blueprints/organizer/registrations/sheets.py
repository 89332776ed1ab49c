"""The public form's questions as an organizer answers them for someone else."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Generic, TypeVar

from flask_babel import gettext as _

from blueprints.base.languages import language
from blueprints.inputs.base import fields as base
from blueprints.inputs.forms.questions import (
    answers_of,
    refuse_full_choice,
    shown_answers,
    with_questions,
)
from blueprints.inputs.registrations.asked_sessions import (
    chosen_sessions,
    refuse_full_session,
    with_sessions,
)
from blueprints.inputs.registrations.participant import ParticipantForm
from blueprints.shared.forms.event_questions import EventQuestions, event_questions
from models.answers import RegistrationAnswer
from models.events import Event
from models.forms import AskedAt
from models.places import Quota, QuotaScope
from models.registrations import Registration
from operations.base.answers import Answers
from operations.base.details import Wishes
from queries.events.agenda import sessions_to_choose
from queries.forms.answers import rows_of
from queries.forms.questions import questions_asked

AnyForm = TypeVar("AnyForm", bound=base.Form)


@dataclass(frozen=True)
class Sheet(Generic[AnyForm]):
    """A form with what the event asks beside it."""

    event: Event
    own: EventQuestions
    form: AnyForm

    def wishes(self) -> Wishes:
        return Wishes(
            questions=self.own.questions,
            answers=answers_of(self.form, self.own.questions),
            sessions=chosen_sessions(self.form, self.own.sessions),
        )

    def refuse_full(self, quota: Quota | None) -> str:
        """Say at the field which of the places ran out; what to say above it where none asks for it."""
        if quota is not None and quota.scope is QuotaScope.SECTOR and "sector" in self.form:
            self.form["sector"].errors = [_("No place is left for those who represent this side.")]
            return ""
        if refuse_full_session(self.form, quota):
            return ""
        if refuse_full_choice(self.form, self.own.questions, quota):
            return ""
        return str(
            _(
                "All places are taken and the event keeps no waiting list. Raise the number of places first."
            )
        )


def new_sheet(event: Event, **options: Any) -> Sheet[ParticipantForm]:
    """Everything that a person would be asked who registers now."""
    own = event_questions(event)
    return Sheet(event, own, _form(ParticipantForm, own, {})(**options))


def answer_sheet(registration: Registration, **options: Any) -> Sheet[base.Form]:
    """What somebody on the list was or will be asked, at every stage, as they answered it."""
    event, rows = registration.event, rows_of(registration)
    questions = [question for stage in AskedAt for question in questions_asked(event, stage)]
    own = EventQuestions(questions, sessions_to_choose(event))
    shown = {
        **shown_answers(rows),
        "sessions": [session.id for session in registration.chosen_sessions],
    }
    return Sheet(event, own, _form(base.Form, own, _picked(rows))(data=shown, **options))


def _form(kind: type[AnyForm], own: EventQuestions, answered: Answers) -> type[AnyForm]:
    asking = with_questions(kind, own.questions, locale=language(), answered=answered)
    return with_sessions(asking, own.sessions, locale=language())


def _picked(rows: Sequence[RegistrationAnswer]) -> Answers:
    """Choices that were taken back since can stay picked."""
    by_question = groupby(rows, key=lambda row: row.question_id)
    found = {
        number: tuple(row.choice_id for row in group if row.choice_id is not None)
        for number, group in by_question
    }
    return {number: picked for number, picked in found.items() if picked}
