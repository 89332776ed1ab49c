"""The form after the event: its questions, and whom the person represents."""

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField

from blueprints.inputs.base import fields as base
from blueprints.inputs.base import sides
from blueprints.inputs.base.submissions import new_submission_key, ours_or_new


class FeedbackForm(base.Form):
    """`submission_key`: the same form sent twice counts once."""

    submission_key = HiddenField(default=new_submission_key, filters=[ours_or_new])
    side = sides.side(
        _l("Who do you represent?"),
        unsaid=_l("I would rather not say"),
        description=_l("It is kept with your answers, without your name."),
    )
