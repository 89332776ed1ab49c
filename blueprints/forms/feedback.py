"""The form after the event: its questions, the side that one speaks for, a name only if wished."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import RadioField
from wtforms.fields import SelectChoice
from wtforms.validators import Optional

from blueprints import labels
from blueprints.forms import base
from models.sectors import Sector


def side_choices() -> list[SelectChoice]:
    return [*labels.choices(Sector), SelectChoice("", _("I would rather not say"))]


class FeedbackForm(base.Form):
    side = RadioField(
        _l("For which side do you speak?"),
        [Optional()],
        choices=side_choices,
        description=_l("It is kept with your answers, without your name."),
    )
    signature = base.line(
        _l("Your name, if you want to sign"),
        required=False,
        description=_l("Leave it empty and your answers stay anonymous."),
        # What a browser fills in by itself would undo the anonymity unseen.
        render_kw={"autocomplete": "off"},
    )

    @property
    def chosen_side(self) -> Sector | None:
        return Sector(self.side.data) if self.side.data else None
