from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import RadioField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired

from blueprints.base import labels
from blueprints.inputs.base import fields as base
from models.selection import Completeness


class CompletenessForm(base.Form):
    state = RadioField(
        _l("Does the application have all that it needs?"),
        [InputRequired(_l("Choose one."))],
        choices=lambda: [
            SelectChoice(state.value, labels.label(state))
            for state in (Completeness.COMPLETE, Completeness.INCOMPLETE)
        ],
    )
    missing = base.paragraphs(
        _l("What is missing"),
        required=False,
        longest=1000,
        description=_l(
            "If something is missing, we email this to the applicant at once, with the link to "
            "their registration page."
        ),
        render_kw={"rows": 3},
    )

    def validate(self, extra_validators: Any = None) -> bool:
        """Here, since the rules of a field that may stay empty do not run when it is empty."""
        valid = bool(super().validate(extra_validators))
        if self.state.data == Completeness.INCOMPLETE and not self.missing.data:
            self.missing.errors = [_("Say what is missing: the applicant reads it.")]
            return False
        return valid

    @property
    def complete(self) -> bool:
        return bool(self.state.data == Completeness.COMPLETE)
