"""Inputs of moderators: a workshop, and its rounds."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField
from wtforms.validators import InputRequired, NumberRange, ValidationError

from blueprints.inputs.base import fields as base
from blueprints.inputs.base.controls import NumberField
from operations.workshops.rounds import MOST_DOTS

_HOW_MANY = _l("Enter a number from 1 to 100.")


class WorkshopForm(base.Form):
    title = base.line(
        _l("Title of the workshop"),
        longest=100,
        description=_l("People read it on their phones and on the wall."),
    )
    shows_at_once = BooleanField(
        _l("Show statements to the others at once"),
        description=_l(
            "Otherwise the others see a statement once a moderator shows it. One in which personal "
            "data or an insult is marked always waits for a moderator."
        ),
    )


class RoundForm(base.Form):
    """A round of «mine too», or of dots."""

    hidden = BooleanField(_l("Show the results once the round is closed"))


class DotsForm(RoundForm):
    dots = NumberField(
        _l("Dots for each phone"),
        [InputRequired(_HOW_MANY), NumberRange(1, MOST_DOTS, _HOW_MANY)],
        default=5,
    )
    most = NumberField(
        _l("At most for one problem"),
        [InputRequired(_HOW_MANY), NumberRange(1, MOST_DOTS, _HOW_MANY)],
        default=3,
    )

    def validate_most(self, field: NumberField) -> None:
        if field.data and self.dots.data and field.data > self.dots.data:
            raise ValidationError(_("A problem may get no more dots than a phone has."))
