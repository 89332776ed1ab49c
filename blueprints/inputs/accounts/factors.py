"""What proves who somebody is: a number of their app, a recovery code, or the password."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, StringField
from wtforms.validators import InputRequired, Length

from blueprints.inputs.accounts.account import password
from blueprints.inputs.base import fields as base
from queries.accounts.factors import Factors

_SHORT = Length(max=100, message=_l("Use at most %(max)d characters."))


class UnrepeatedField(StringField):  # type: ignore[misc]
    """What is typed here is never sent back: it may be good for a while yet."""

    def _value(self) -> str:
        return ""


def _number(label: str, *rules: Any, **options: Any) -> UnrepeatedField:
    shown = {"autocomplete": "one-time-code", "inputmode": "numeric"}
    return UnrepeatedField(label, [*rules, _SHORT], render_kw=shown, **options)


class SecondStepForm(base.Form):
    """Asks for what the user has: one of the two is enough."""

    code = _number(
        _l("Number from your authenticator app"),
        description=_l("Six digits; the app shows a new number every 30 seconds."),
    )
    recovery_code = UnrepeatedField(
        _l("Recovery code"),
        [_SHORT],
        description=_l("Each of your recovery codes works once."),
        render_kw={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"},
    )

    def __init__(self, factors: Factors, **options: Any) -> None:
        super().__init__(**options)
        if factors.authenticator is None:
            del self.code
        self.asked.flags.required = True

    @property
    def asked(self) -> Any:
        """The field in which something was typed, else the first one."""
        fields = [self[name] for name in ("code", "recovery_code") if name in self]
        return next((field for field in reversed(fields) if field.data), fields[0])

    def validate(self, **options: Any) -> bool:
        valid: bool = super().validate(**options)
        if valid and not self.asked.data:
            self.refuse(_("Fill in this field."))
        return valid and not self.asked.errors

    @property
    def wrong(self) -> Any:
        if self.asked.name == "recovery_code":
            return _(
                "This recovery code is wrong, or was used before. Check it, or use another one."
            )
        return _("This number is wrong, or was used before. Wait for the next one and type that.")

    def refuse(self, why: str) -> None:
        self.asked.errors = [why]


class PasswordProofForm(base.Form):
    """For whoever has no second factor."""

    password = password(_l("Your current password"), "current-password")

    @property
    def wrong(self) -> Any:
        return _("This is not your current password. Check it and type it again.")

    def refuse(self, why: str) -> None:
        self.password.errors = [why]


class AuthenticatorForm(base.Form):
    seed = HiddenField()
    """Encrypted, for this user alone: nothing is kept before the app has shown a right number."""
    code = _number(
        _l("Number that the app shows now"),
        InputRequired(_l("Fill in this field.")),
        description=_l("Six digits; the app shows a new number every 30 seconds."),
    )
