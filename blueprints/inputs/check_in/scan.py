from secrets import token_urlsafe

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length

from blueprints.inputs.base.fields import Form, line
from models.scans import Direction

LONGEST_CODE = 1000
LONGEST_NONCE = 64


class ShortCodeForm(Form):
    """A ticket's code typed at the door. The nonce makes a second click the same reading."""

    code = line(
        _l("Short code"),
        longest=LONGEST_CODE,
        description=_l("The eight characters beneath the QR code of the ticket."),
        render_kw={
            "autocomplete": "off",
            "autocapitalize": "characters",
            "spellcheck": "false",
            "enterkeyhint": "go",
        },
    )
    direction = RadioField(
        _l("Direction"),
        [DataRequired()],
        default=Direction.ENTRY.value,
        choices=[
            SelectChoice(Direction.ENTRY.value, _l("Entry")),
            SelectChoice(Direction.EXIT.value, _l("Exit")),
        ],
    )
    nonce = HiddenField(
        default=lambda: token_urlsafe(12), validators=[InputRequired(), Length(max=LONGEST_NONCE)]
    )
