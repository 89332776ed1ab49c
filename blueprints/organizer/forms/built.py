"""The form that is built: an event's for a purpose, or a survey's own; and its addresses."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import request, url_for

from blueprints.base.found import event_or_404, or_404, question_or_404, survey_or_404
from models.events import Event
from models.forms import Form, FormPurpose, Question
from models.surveys import Survey
from operations.forms.builder import form_to_change
from operations.forms.locks import is_locked
from queries.base.arguments import member
from queries.forms.builder import form_of
from queries.surveys.surveys import own_form


@dataclass(frozen=True)
class BuiltForm:
    purpose: FormPurpose
    event: Event | None
    survey: Survey | None
    form: Form | None
    """None: it was never begun."""

    @property
    def questions(self) -> Sequence[Question]:
        return self.form.questions if self.form else []

    @property
    def is_locked(self) -> bool:
        """Whether somebody has answered it, so that only typing errors are mended."""
        return self.form is not None and is_locked(self.form)

    @property
    def place(self) -> dict[str, Any]:
        """What the addresses of its pages name it by."""
        if self.survey is not None:
            return {"survey_id": self.survey.id}
        of_feedback = self.purpose is FormPurpose.FEEDBACK
        number = self.event.id if self.event else None
        return {"event_id": number, "form": "feedback" if of_feedback else None}

    @property
    def numbers(self) -> dict[str, Any]:
        """The same, for pages that only one form of an event has."""
        return {key: number for key, number in self.place.items() if key != "form"}

    def address(self, *, anchor: str | None = None) -> str:
        """Its page in the builder."""
        if self.survey is not None:
            name = "show_survey"
        else:
            name = "show" if self.purpose is FormPurpose.REGISTRATION else "show_feedback"
        return url_for(f"organizer.forms.{name}", _anchor=anchor, **self.numbers)

    def row_address(self, question: Question) -> str:
        return self.address(anchor=f"question-{question.id}")

    def begun(self) -> Form:
        """The form, which is made now if there is none."""
        if self.form is None and self.event is not None:
            return form_to_change(self.event, self.purpose)
        return or_404(self.form)


def built_or_404(*, event_id: int | None = None, survey_id: int | None = None) -> BuiltForm:
    """The form of a survey, or that of the event which `?form=` names, such as `feedback`; else the
    registration form."""
    if survey_id is not None:
        survey = survey_or_404(survey_id)
        return BuiltForm(FormPurpose.SURVEY, None, survey, own_form(survey))
    asked_for = member(FormPurpose, request.args, "form")
    return of_event(event_id or 0, asked_for or FormPurpose.REGISTRATION)


def of_event(event_id: int, purpose: FormPurpose) -> BuiltForm:
    event = event_or_404(event_id)
    or_404(None if purpose is FormPurpose.SURVEY else event)
    return BuiltForm(purpose, event, None, form_of(event, purpose))


def around(question: Question) -> BuiltForm:
    form = question.form
    return BuiltForm(form.purpose, form.event, form.survey, form)


def own_question_or_404(question_id: int) -> Question:
    """A question that is built by itself: the rows of a matrix are built with it."""
    question = question_or_404(question_id)
    return or_404(question if question.matrix_id is None else None)
