"""The reasons that moderators are offered, one a line."""

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms.validators import ValidationError

from blueprints.inputs.base import fields as base
from operations.problems.hide_reasons import MOST


class HideReasonsForm(base.Form):
    reasons = base.paragraphs(
        _l("Reasons for hiding a statement"),
        required=False,
        description=_l("One on each line. Who wrote the statement can read the reason."),
    )

    @property
    def lines(self) -> Sequence[str]:
        lines = (self.reasons.data or "").splitlines()
        return [line.strip() for line in lines if line.strip()]

    def validate_reasons(self, _field: object) -> None:
        if len(self.lines) > MOST:
            raise ValidationError(_("Write at most %(most)d reasons.", most=MOST))
        if any(len(line) > base.LINE for line in self.lines):
            raise ValidationError(_("Use at most %(max)d characters on a line.", max=base.LINE))
