"""Inputs of moderators about what is marked in statements."""

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, SelectField
from wtforms.fields import SelectChoice

from blueprints.base import labels
from blueprints.inputs.base import fields as base
from models.statements import LONGEST, MarkKind


class AnswerForm(base.Form):
    """The boxes of the single marks are read apart."""

    seen = HiddenField()
    """Which marks the page showed: another moderator may have answered meanwhile."""


def _kinds() -> list[SelectChoice]:
    return list(labels.choices(MarkKind))


class MaskForm(base.Form):
    words = base.line(_l("Words to mask"), longest=LONGEST)
    kind = SelectField(_l("What they are"), choices=_kinds, coerce=MarkKind)
