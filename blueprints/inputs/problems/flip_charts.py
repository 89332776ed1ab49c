"""Sentences of a flip chart, typed one after the other; side, session and table stay set."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, SelectField
from wtforms.fields import SelectChoice

from blueprints.inputs.base import fields as base
from blueprints.inputs.base import sides
from blueprints.inputs.base.submissions import new_submission_key
from models.events import Event, Session
from models.statements import LONGEST


class FlipChartForm(base.Form):
    text = base.line(
        _l("What was said"),
        longest=LONGEST,
        description=_l("One sentence. Enter saves it, and the next one can be typed."),
    )
    side = sides.side(_l("From which sector"), unsaid=_l("Not known"))
    session = SelectField(_l("Session"), coerce=lambda value: int(value or 0))
    table_label = base.line(_l("Table in the room"), required=False, longest=base.NAME)
    submission_key = HiddenField(default=new_submission_key)

    @classmethod
    def of(cls, event: Event, **options: Any) -> "FlipChartForm":
        form = cls(**options)
        choices = [SelectChoice(one.id, one.title) for one in event.sessions]
        form.session.choices = [SelectChoice(0, _("Not known")), *choices]
        form.sessions = {one.id: one for one in event.sessions}
        return form

    sessions: dict[int, Session]
