"""A sheet of paper that is typed in: as it was filled in, whatever was left out."""

from typing import TypeVar

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField
from wtforms.validators import Optional

from blueprints.inputs.base import fields as base
from blueprints.inputs.base import sides
from blueprints.inputs.base.submissions import new_submission_key, ours_or_new

AnyForm = TypeVar("AnyForm", bound=base.Form)


class SheetForm(base.Form):
    """`submission_key`: the same sheet sent twice counts once."""

    submission_key = HiddenField(default=new_submission_key, filters=[ours_or_new])
    side = sides.side(_l("Sector"), unsaid=_l("not said"))
    province = base.province(_l("Province"), required=False)


class NamedSheetForm(SheetForm):
    person = base.line(_l("Name"), description=_l("As it stands on the sheet."))


def without_duties(form: AnyForm) -> AnyForm:
    """The form, in which everything may be left out: paper does not ask again."""
    for field in form:
        if field.name.startswith("q"):
            field.validators = [Optional(), *field.validators]
    return form
