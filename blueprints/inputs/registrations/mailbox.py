from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms.validators import DataRequired

from blueprints.inputs.base import fields as base
from blueprints.inputs.base.controls import CheckboxListField
from models.registrations import Registration


class MailboxForm(base.Form):
    """Which of the registrations with one's address are one's own."""

    # Numbers that wait no more are passed over: a double click is not told off.
    registrations = CheckboxListField(
        _l("Which registrations do you know?"),
        [DataRequired(_l("Tick the registrations that you want to confirm."))],
        coerce=int,
        validate_choice=False,
    )

    @classmethod
    def about(cls, people: Sequence[Registration], **options: Any) -> "MailboxForm":
        """None is ticked already, not even a single one: it may be the one that was left out."""
        form = cls(**options)
        form.registrations.choices = [(person.id, person.name) for person in people]
        return form
