"""Which of the sessions that people choose someone comes to."""

from collections.abc import Sequence
from typing import Any

from wtforms import SelectMultipleField
from wtforms.fields import SelectChoice
from wtforms.widgets import CheckboxInput

from blueprints.forms import base
from models.events import Session
from queries.own_pages import SessionChoice


class SessionsField(SelectMultipleField):  # type: ignore[misc]
    """A box for each session; none need be ticked."""

    option_widget = CheckboxInput()


class SessionChoiceForm(base.Form):
    sessions = SessionsField(coerce=str, choices=[])

    def __init__(self, *, choices: Sequence[SessionChoice], locale: str, **options: Any) -> None:
        chosen = [str(choice.session.id) for choice in choices if choice.chosen]
        super().__init__(sessions=chosen, **options)
        self._by_number = {str(choice.session.id): choice for choice in choices}
        self.sessions.choices = [
            SelectChoice(number, choice.session.title_in(locale))
            for number, choice in self._by_number.items()
        ]

    def choice(self, number: str) -> SessionChoice:
        return self._by_number[number]

    def picked(self) -> list[Session]:
        return [self._by_number[number].session for number in self.sessions.data]
