"""What moderators type: a problem's title, and a statement from a flip chart."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import RadioField
from wtforms.fields import SelectChoice
from wtforms.validators import Optional

from blueprints import labels
from blueprints.forms import base
from models.sectors import Sector


class ProblemForm(base.Form):
    title = base.line(
        _l("Title of the problem"),
        description=_l("One sentence in which both sides find what they said."),
    )
    title_en = base.line(_l("Title in English"), required=False)


class GrowingProblemForm(ProblemForm):
    """Where statements join a problem that is there already, which may keep its title."""

    title = base.line(
        _l("Title of the problem"),
        required=False,
        description=_l("One sentence in which both sides find what they said."),
    )


def side_choices() -> list[SelectChoice]:
    return [*labels.choices(Sector), SelectChoice("", _("Not known"))]


class StatementForm(base.Form):
    text = base.paragraphs(_l("What was said"), longest=2000)
    side = RadioField(_l("From which side"), [Optional()], choices=side_choices, default="")

    @property
    def chosen_side(self) -> Sector | None:
        return Sector(self.side.data) if self.side.data else None
