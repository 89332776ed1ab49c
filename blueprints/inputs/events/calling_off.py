"""The reason why an event is called off, for the letter to everyone on the list."""

from flask_babel import lazy_gettext as _l

from blueprints.inputs.base import fields as base
from operations.letters.mailings import CallingOffReason

_LONGEST = 2000
_ROWS = {"rows": 3}


class CallingOffForm(base.Form):
    reason = base.paragraphs(
        _l("Reason"),
        required=False,
        longest=_LONGEST,
        description=_l(
            "It is shown in the email that everyone gets. Leave it empty to give no reason."
        ),
        render_kw=_ROWS,
    )
    reason_en = base.paragraphs(
        _l("Reason in English"),
        required=False,
        longest=_LONGEST,
        description=_l(
            "For people who get emails in English; without it they read the Turkish one."
        ),
        render_kw=_ROWS,
    )

    def given(self) -> CallingOffReason:
        return CallingOffReason(text=self.reason.data or "", text_en=self.reason_en.data or "")
