from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms.validators import InputRequired, NumberRange

from blueprints.inputs.base import fields as base
from blueprints.inputs.base.controls import NumberField
from models.selection import Criterion
from operations.selection.criteria import CriterionDetails


def whole_number(label: str, *, least: int, most: int, **more: Any) -> NumberField:
    """A field for a whole number within bounds, which its hint should name."""
    within = _l("Enter a whole number from %(min)d to %(max)d.", min=least, max=most)
    return NumberField(
        label,
        [InputRequired(within), NumberRange(least, most, within)],
        render_kw={"inputmode": "numeric", "min": least, "max": most},
        **more,
    )


class CriterionForm(base.Form):
    name = base.line(_l("Criterion"), description=_l("Such as: benefit for one’s own institution"))
    name_en = base.line(_l("Criterion in English"), required=False)
    weight = whole_number(
        _l("Weight"),
        least=1,
        most=100,
        default=1,
        description=_l(
            "How much it counts beside the others: a criterion with weight 2 counts twice as much as one with weight 1."
        ),
    )
    most = whole_number(
        _l("Most points"),
        least=1,
        most=100,
        default=5,
        description=_l("Evaluators give from 0 to this many points."),
    )

    def __init__(self, *, criterion: Criterion | None = None, **options: Any) -> None:
        names = ("name", "name_en", "weight", "most")
        shown = {name: getattr(criterion, name) for name in names} if criterion else {}
        super().__init__(**shown, **options)

    def details(self) -> CriterionDetails:
        return CriterionDetails(
            name=self.name.data,
            name_en=self.name_en.data or "",
            weight=self.weight.data,
            most=self.most.data,
        )
