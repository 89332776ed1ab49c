from flask_babel import lazy_gettext as _l
from wtforms import HiddenField
from wtforms.validators import InputRequired, Length

from blueprints.inputs.base import fields as base

_LONGEST = 16 * 1024
"""Characters of what a device answers; it is a hundredth of that in most."""


def _credential() -> HiddenField:
    return HiddenField(validators=[InputRequired(), Length(max=_LONGEST)])


class SignatureForm(base.Form):
    credential = _credential()


class NewPasskeyForm(base.Form):
    credential = _credential()
    name = base.line(
        _l("Name of the passkey"),
        required=False,
        longest=100,
        description=_l("So that you recognise it, such as “Work laptop”."),
    )


class PasskeyNameForm(base.Form):
    name = base.line(_l("Name of the passkey"), longest=100)
