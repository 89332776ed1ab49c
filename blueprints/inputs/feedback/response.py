"""The form after the event: its questions, the side, and a name only if wished."""

from flask_babel import lazy_gettext as _l

from blueprints.inputs.base import fields as base
from blueprints.inputs.base import sides


class FeedbackForm(base.Form):
    side = sides.side(
        _l("Who do you represent?"),
        unsaid=_l("I would rather not say"),
        description=_l("It is kept with your answers, without your name."),
    )
    signature = base.line(
        _l("Your name, if you want us to know it"),
        required=False,
        description=_l("Leave it empty and your answers stay anonymous."),
        # A browser's autofill could break the anonymity without being noticed.
        render_kw={"autocomplete": "off"},
    )
