"""One rule of a selection; its possible values depend on what it balances by."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectField
from wtforms.fields import SelectChoice
from wtforms.validators import NumberRange, Optional

from blueprints.base import labels
from blueprints.inputs.base import fields as base
from blueprints.inputs.base.controls import NumberField
from lib import provinces
from models.registrations import Gender
from models.sectors import Sector
from models.selection import Dimension, SelectionRule
from operations.selection.rules import RuleDetails

_MOST = 10_000
_NUMBER = _l("Enter a whole number from %(min)d to %(max)d.", min=0, max=_MOST)


def _bound(label: str, description: str) -> NumberField:
    return NumberField(
        label,
        [Optional(), NumberRange(0, _MOST, _NUMBER)],
        description=description,
        render_kw={"inputmode": "numeric", "min": 0, "max": _MOST},
    )


class SelectionRuleForm(base.Form):
    value = SelectField(_l("For whom"), [Optional()], coerce=lambda value: value or None)
    floor = _bound(
        _l("At least"), _l("The minimum: at least this many places, if enough of them applied.")
    )
    ceiling = _bound(_l("At most"), _l("The maximum: never more places than this."))

    def __init__(
        self, dimension: Dimension, *, rule: SelectionRule | None = None, **options: Any
    ) -> None:
        names = ("value", "floor", "ceiling")
        shown = {name: getattr(rule, name) for name in names} if rule else {}
        super().__init__(**shown, **options)
        self._dimension = dimension
        if dimension is not Dimension.INSTITUTION:
            self.value.choices = [SelectChoice("", each_of(dimension)), *_values_of(dimension)]

    def validate(self, extra_validators: Any = None) -> bool:
        """Here, since the rules of a field that may stay empty do not run when it is empty."""
        if not super().validate(extra_validators):
            return False
        floor, ceiling = self.floor.data, self.ceiling.data
        if floor is None and ceiling is None:
            self.ceiling.errors = [_("Enter a minimum, a maximum or both.")]
        elif None not in (floor, ceiling) and floor > ceiling:
            self.ceiling.errors = [
                _("The maximum cannot be less than the minimum. Correct one of them.")
            ]
        return not self.ceiling.errors

    def details(self) -> RuleDetails:
        return RuleDetails(
            dimension=self._dimension,
            value=self.value.data or None,
            floor=self.floor.data,
            ceiling=self.ceiling.data,
        )


class InstitutionRuleForm(SelectionRuleForm):
    """A rule for institutions, which are typed, not picked."""

    value = base.line(
        _l("Institution"),
        required=False,
        description=_l("Left empty: every institution on its own."),
    )


def rule_form(
    dimension: Dimension, *, rule: SelectionRule | None = None, **options: Any
) -> SelectionRuleForm:
    kind = InstitutionRuleForm if dimension is Dimension.INSTITUTION else SelectionRuleForm
    return kind(dimension, rule=rule, **options)


def each_of(dimension: Dimension) -> str:
    words = {
        Dimension.SECTOR: _("Every sector on its own"),
        Dimension.PROVINCE: _("Every province on its own"),
        Dimension.GENDER: _("Every gender on its own"),
        Dimension.INSTITUTION: _("Every institution on its own"),
    }
    return str(words[dimension])


def _values_of(dimension: Dimension) -> list[SelectChoice]:
    if dimension is Dimension.SECTOR:
        return labels.choices(Sector)
    if dimension is Dimension.GENDER:
        return labels.choices(Gender)
    return [SelectChoice(code, name) for code, name in provinces.by_name()]
