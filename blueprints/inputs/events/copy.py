"""What differs in a copy of an event: its name and its day."""

from datetime import timedelta
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms.validators import InputRequired, ValidationError

from blueprints.inputs.base import fields as base
from blueprints.inputs.base.controls import DayField
from blueprints.inputs.base.moments import local
from models.events import Event

_YEARS = range(1990, 2101)


class EventCopyForm(base.Form):
    title = base.line(_l("Title"))
    title_en = base.line(_l("Title in English"), required=False)
    starts_on = DayField(
        _l("Begins on"),
        [InputRequired(_l("Enter a date, for example 12.03.2027."))],
        description=_l("All other days move with it; times of the day stay."),
    )

    def __init__(self, event: Event, **options: Any) -> None:
        begins = local(event.starts_at, event.timezone)
        assert begins is not None  # noqa: S101 - every event begins
        shown = {
            "title": event.title,
            "title_en": event.title_en,
            "starts_on": (begins + timedelta(weeks=1)).date(),
        }
        super().__init__(**{**shown, **options})

    def validate_starts_on(self, field: DayField) -> None:
        if field.data and field.data.year not in _YEARS:
            raise ValidationError(_("Enter a year between 1990 and 2100."))
