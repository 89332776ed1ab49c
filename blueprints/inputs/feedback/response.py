"""What a wave's form asks beside its questions."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField

from blueprints.inputs.base import fields as base
from blueprints.inputs.base import sides
from blueprints.inputs.base.submissions import new_submission_key, ours_or_new


class FeedbackForm(base.Form):
    """`submission_key`: the same form sent twice counts once."""

    submission_key = HiddenField(default=new_submission_key, filters=[ours_or_new])
    wave = base.counter()
    """Which wave's form it is, where its address does not say so."""
    person = base.name(_l("Your name"), render_kw={"autocomplete": "name"})
    side = sides.side(_l("Who do you represent?"), unsaid=_l("I would rather not say"))
    province = base.province(_l("Your province"), required=False)

    def leave_out(self, *names: str) -> None:
        """Do not ask for these."""
        fields: Any = self
        for name in names:
            delattr(fields, name)
