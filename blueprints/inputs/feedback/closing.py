from flask_babel import lazy_gettext as _l
from wtforms.validators import NumberRange, Optional

from blueprints.inputs.base import fields as base
from blueprints.inputs.base.controls import NumberField


class ClosingForm(base.Form):
    """How many sheets of a paper wave there are; asked of no other wave."""

    sheets = NumberField(
        _l("Sheets in hand"),
        [Optional(), NumberRange(0, 1_000_000, _l("Enter a number from 0 to 1,000,000."))],
        description=_l(
            "Count the sheets of paper before you close. If the number differs from what was typed in, the results show both."
        ),
    )
