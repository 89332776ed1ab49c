"""The sessions to choose at registration, as a field of any form."""

from collections.abc import Iterable, Sequence
from itertools import combinations
from typing import Any, ClassVar, TypeVar

from flask_babel import gettext as _
from wtforms.fields import SelectChoice
from wtforms.validators import Optional, ValidationError

from blueprints.inputs.base import fields as base
from blueprints.inputs.base.controls import CheckboxListField
from blueprints.inputs.forms.choice_fields import choice_or_refusal
from models.events import Session
from models.places import Quota

AnyForm = TypeVar("AnyForm", bound=base.Form)


class _ChoosingForm(base.Form):
    offered: ClassVar[Sequence[Session]]

    def validate_sessions(self, field: Any) -> None:
        """Refuse sessions at the same time: nobody is in two rooms at once."""
        for first, second in combinations(chosen_sessions(self, self.offered), 2):
            if first.ends_at > second.starts_at:
                titles = _titles(field)
                raise ValidationError(
                    _(
                        "“%(first)s” and “%(second)s” take place at the same time. Choose one of them.",
                        first=titles[first.id],
                        second=titles[second.id],
                    )
                )


def with_sessions(
    form: type[AnyForm], sessions: Sequence[Session], *, locale: str
) -> type[AnyForm]:
    """The form class with a field `sessions`; the same class if there is nothing to choose."""
    if not sessions:
        return form
    refused = _("Choose from the list.")
    field = CheckboxListField(
        _("Which sessions will you come to?"),
        [Optional()],
        choices=[SelectChoice(str(s.id), s.title_in(locale)) for s in sessions],
        coerce=choice_or_refusal,
        invalid_value_message=refused,
        invalid_choice_message=refused,
    )
    own = {"sessions": field, "offered": sessions}
    return type(f"{form.__name__}WithSessions", (_ChoosingForm, form), own)


def chosen_sessions(form: base.Form, sessions: Iterable[Session]) -> list[Session]:
    """The chosen sessions, in the order of the agenda."""
    picked = set(form["sessions"].data or ()) if "sessions" in form else set()
    return [session for session in sessions if session.id in picked]


def refuse_full_session(form: base.Form, quota: Quota | None) -> bool:
    """Say at the field that the session is full; False if another place ran out."""
    titles = _titles(form["sessions"]) if "sessions" in form else {}
    if quota is None or quota.session_id not in titles:
        return False
    title = titles[quota.session_id]
    form["sessions"].errors = [
        _("The last place in “%(session)s” has just gone. Choose again.", session=title)
    ]
    return True


def _titles(field: Any) -> dict[int, str]:
    return {int(choice.value): str(choice.label) for choice in field.choices}
