"""A token of one's own: what it is for, and what it may be used for."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms.fields import SelectChoice
from wtforms.validators import Optional

from blueprints.base.labels import label
from blueprints.inputs.base import fields as base
from blueprints.inputs.base.controls import CheckboxListField
from models.users import Role
from policy import permissions_of


class TokenForm(base.Form):
    name = base.line(
        _l("What it is for"), longest=100, description=_l("For example: figures for our website.")
    )
    permissions = CheckboxListField(
        _l("What it may be used for"),
        [Optional()],
        description=_l("If you choose nothing, it can do all that you can."),
    )

    def __init__(self, role: Role, **options: Any) -> None:
        super().__init__(**options)
        given = permissions_of(role)
        self.permissions.choices = [SelectChoice(each.value, label(each)) for each in given]
