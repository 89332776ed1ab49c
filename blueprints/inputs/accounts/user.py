"""Somebody who works with the programme, as those see them who manage users."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms import SelectField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired

from blueprints.base import labels
from blueprints.inputs.base import fields as base
from lib import provinces
from models.users import Role, User


class InvitationForm(base.Form):
    email = base.email(_l("Email"), description=_l("The invitation goes to this address."))
    name = base.line(_l("Name"), longest=100, description=_l("As colleagues see it."))
    role = SelectField(
        _l("User role"),
        [InputRequired(_l("Choose one."))],
        choices=lambda: [SelectChoice("", _("Choose")), *labels.choices(Role)],
    )
    province = base.province(
        _l("Province"),
        required=False,
        description=_l("Leave it empty for all provinces. A provincial organiser needs one."),
    )

    def __init__(self, *arguments: Any, user: User | None = None, **options: Any) -> None:
        super().__init__(*arguments, obj=user, **options)
        if current_user.province:  # the own province is preset, and there is no other
            name = provinces.PROVINCES[current_user.province]
            self.province.choices = [SelectChoice(current_user.province, name)]
            self.province.description = ""

    @property
    def chosen_role(self) -> Role:
        return Role(self.role.data)


class UserForm(InvitationForm):
    """Of somebody who was invited: the address stays."""

    email = None  # type: ignore[assignment]
