"""Questions on an event's form, made by the operations that organizers make them with."""

from collections.abc import Mapping
from typing import Any

from extensions import db
from models.events import Event
from models.forms import FormPurpose, Question, QuestionKind
from operations.forms.builder import add_question
from operations.forms.details import ChoiceDetails, QuestionDetails, ShownIf
from tests.factories import NOW


def question(
    event: Event,
    kind: QuestionKind = QuestionKind.SHORT_TEXT,
    *,
    purpose: FormPurpose = FormPurpose.REGISTRATION,
    shown_if: tuple[Question, str] | None = None,
    choices: Mapping[str, int | None] | None = None,
    **values: Any,
) -> Question:
    """`choices`: labels and their places; `shown_if`: an earlier question and its answer."""
    if choices:
        values["choices"] = [ChoiceDetails(label, places=n) for label, n in choices.items()]
    if shown_if:
        values["condition"] = ShownIf(shown_if[0].id, (shown_if[1],))
    details = QuestionDetails(**{"label": f"Soru {kind.value}", **values})
    made = add_question(event, purpose, kind, details, by=None, at=NOW)
    db.session.commit()
    return made


def workshop(event: Event, **choices: int | None) -> Question:
    """«Hangi çalıştay?» with choices and their places."""
    return question(
        event,
        QuestionKind.SINGLE_CHOICE,
        label="Hangi çalıştay?",
        choices=choices or {"Sağlık": 25, "Su": None},
    )
