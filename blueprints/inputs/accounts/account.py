"""Signing in, and what one may change of one's own account."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import PasswordField, SelectField, StringField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length, ValidationError

from blueprints.inputs.base import fields as base
from lib.passwords import LONGEST, SHORTEST, matches


def password(label: str, autocomplete: str, *more: Any, **options: Any) -> PasswordField:
    rules = [
        InputRequired(_l("Fill in this field.")),
        Length(max=LONGEST, message=_l("Use at most %(max)d characters.")),
        *more,
    ]
    return PasswordField(label, rules, render_kw={"autocomplete": autocomplete}, **options)


class SignInForm(base.Form):
    # The shape of an address is not checked: whatever is wrong, the answer is the same.
    email = StringField(
        _l("Email"),
        [InputRequired(_l("Fill in this field.")), Length(max=base.EMAIL)],
        render_kw={"autocomplete": "username", "inputmode": "email", "spellcheck": "false"},
    )
    password = password(_l("Password"), "current-password")


class ForgottenForm(base.Form):
    email = base.email(_l("Email"), render_kw={"autocomplete": "username", "inputmode": "email"})


class AccountForm(base.Form):
    name = base.line(_l("Name"), longest=100, render_kw={"autocomplete": "name"})
    language = SelectField(
        _l("Language"),
        choices=[SelectChoice("tr", "Türkçe"), SelectChoice("en", "English")],
    )


class NewPasswordForm(base.Form):
    new = password(
        _l("New password"),
        "new-password",
        Length(min=SHORTEST, message=_l("Use at least %(min)d characters.")),
        description=_l("At least 12 characters; a short sentence is easy to remember."),
    )


class PasswordForm(NewPasswordForm):
    current = password(_l("Your current password"), "current-password")

    def __init__(self, present_hash: str, **options: Any) -> None:
        super().__init__(**options)
        self._present_hash = present_hash

    def validate_current(self, field: PasswordField) -> None:
        if not matches(field.data, self._present_hash):
            raise ValidationError(_("This is not your current password."))
