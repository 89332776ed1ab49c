"""Inputs of moderators: a statement from a flip chart."""

from flask_babel import lazy_gettext as _l

from blueprints.inputs.base import fields as base
from blueprints.inputs.base import sides


class StatementForm(base.Form):
    text = base.paragraphs(_l("What was said"), longest=2000)
    side = sides.side(_l("From which sector"), unsaid=_l("Not known"))
