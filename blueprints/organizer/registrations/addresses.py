"""Addresses of the form builder, for views that return to it."""

from flask import request, url_for

from models.events import Event
from models.forms import FormPurpose, Question
from queries.base.arguments import member


def purpose_asked_for() -> FormPurpose:
    """The form that `?form=` names, such as `feedback`; else the registration form."""
    return member(FormPurpose, request.args, "form") or FormPurpose.REGISTRATION


def form_address(event: Event, purpose: FormPurpose, *, anchor: str | None = None) -> str:
    name = "show" if purpose is FormPurpose.REGISTRATION else "show_feedback"
    return url_for(f"organizer.forms.{name}", event_id=event.id, _anchor=anchor)


def row_address(question: Question) -> str:
    """The address of the question's row in the builder."""
    form = question.form
    return form_address(question.event_asking, form.purpose, anchor=f"question-{question.id}")
