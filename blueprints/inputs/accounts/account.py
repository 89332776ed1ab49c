"""Signing in, and what one may change of one's own account."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import PasswordField, SelectField, StringField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length, ValidationError

from blueprints.inputs.base import fields as base
from lib.passwords import LONGEST, SHORTEST, PasswordObjection, matches
from models.users import User
from operations.accounts.users import objection_to

_OBJECTIONS = {
    PasswordObjection.TOO_SHORT: _l("Use at least %(min)d characters.", min=SHORTEST),
    PasswordObjection.TOO_LONG: _l("Use at most %(max)d characters.", max=LONGEST),
    PasswordObjection.COMMON: _l(
        "This password is easy to guess: it is made of words, years or rows of keys that many "
        "people use. Choose several words that do not belong together."
    ),
    PasswordObjection.NAMES: _l(
        "This password is easy to guess: it is made of your name, your address, a province or the "
        "name of this site. Choose several words that do not belong together."
    ),
}


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


class PasswordForm(base.Form):
    current = password(_l("Your current password"), "current-password")
    new = password(
        _l("New password"),
        "new-password",
        description=_l("At least 12 characters; a short sentence is easy to remember."),
    )

    def __init__(self, owner: User, **options: Any) -> None:
        super().__init__(**options)
        self._owner = owner

    def validate_current(self, field: PasswordField) -> None:
        if not matches(field.data, self._owner.password_hash):
            raise ValidationError(
                _("This is not your current password. Check it and type it again.")
            )

    def validate_new(self, field: PasswordField) -> None:
        objection = objection_to(field.data, name=self._owner.name, email=self._owner.email)
        if objection:
            raise ValidationError(_OBJECTIONS[objection])


class NewPasswordForm(PasswordForm):
    """For whoever proved by a link who they are."""

    current = None
