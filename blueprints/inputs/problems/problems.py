"""Inputs of moderators: a problem's title, and a statement from a flip chart."""

from flask_babel import lazy_gettext as _l

from blueprints.inputs.base import fields as base
from blueprints.inputs.base import sides


class ProblemForm(base.Form):
    title = base.line(
        _l("Title of the problem"),
        description=_l("One sentence in which both sides find what they said."),
    )
    title_en = base.line(_l("Title in English"), required=False)


class GrowingProblemForm(ProblemForm):
    """For adding statements to an existing problem, which may keep its title."""

    title = base.line(
        _l("Title of the problem"),
        required=False,
        description=_l("One sentence in which both sides find what they said."),
    )


class StatementForm(base.Form):
    text = base.paragraphs(_l("What was said"), longest=2000)
    side = sides.side(_l("From which sector"), unsaid=_l("Not known"))
