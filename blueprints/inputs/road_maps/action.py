"""An action of a road map as an organizer writes it."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired

from blueprints.base import labels
from blueprints.base.languages import language
from blueprints.inputs.base import fields as base
from blueprints.inputs.base.controls import CheckboxListField, DayField
from blueprints.inputs.road_maps.fields import EvidenceField, FigureField
from lib.text import clean_line
from models.problems import Problem
from models.road_maps import Action, ActionStatus, RoadMap
from operations.road_maps.actions import ActionDetails

_DAY = _l("Enter a date.")
MOST_PARTNERS = 50


class PartnersField(TextAreaField):  # type: ignore[misc]
    """Institutions, one a line. `data` is a list of names."""

    data: Any

    def _value(self) -> str:
        return "\n".join(self.data or ())

    def process_formdata(self, valuelist: list[str]) -> None:
        lines = map(clean_line, (valuelist[0] if valuelist else "").splitlines())
        self.data = [line[:200] for line in lines if line][:MOST_PARTNERS]


class ActionForm(base.Form):
    number = base.line(_l("No."), longest=20, description=_l("As the plan counts: 1.2"))
    title = base.line(_l("Action"), longest=300)
    title_en = base.line(_l("Action in English"), required=False, longest=300)
    theme = base.line(_l("Theme"), required=False)
    theme_en = base.line(_l("Theme in English"), required=False)
    institution = base.line(_l("Responsible institution"), description=_l("One alone."))
    partners = PartnersField(
        _l("Cooperating institutions"), description=_l("One a line."), render_kw={"rows": 3}
    )
    province = base.province(
        _l("Where"), required=False, description=_l("Leave it empty for the whole programme.")
    )
    starts_on = DayField(_l("Start"), [InputRequired(_DAY)])
    ends_on = DayField(_l("End"), [InputRequired(_DAY)])
    indicator = base.line(_l("Indicator"), required=False)
    indicator_en = base.line(_l("Indicator in English"), required=False)
    unit = base.line(_l("Unit"), required=False, longest=50)
    baseline = FigureField(_l("Baseline"))
    baseline_on = DayField(_l("Date of the baseline"))
    target = FigureField(_l("Target"))
    target_on = DayField(_l("Date of the target"))
    measured = FigureField(_l("Measured"))
    measured_on = DayField(_l("Measured on"))
    source = base.line(_l("Source of the money"), required=False)
    amount = FigureField(_l("Amount in lira"))
    status = SelectField(_l("Status"), choices=lambda: labels.choices(ActionStatus))
    reason = base.line(_l("Why it was dropped"), required=False, longest=500)
    explanation = base.paragraphs(
        _l("Explanation"), required=False, longest=2000, render_kw={"rows": 3}
    )
    evidence = EvidenceField(
        _l("Evidence"),
        description=_l("One link a line, with its title before it: Minutes https://example.org"),
        render_kw={"rows": 2},
    )
    problems = CheckboxListField(_l("Problems that it is for"), coerce=str)
    q = StringField(_l("Search the published problems"))

    def __init__(
        self, *arguments: Any, road_map: RoadMap, action: Action | None = None, **options: Any
    ) -> None:
        super().__init__(*arguments, obj=action, **options)
        if road_map.province is not None:
            del self.province
        if action is not None and not self.is_submitted():
            self.problems.data = [str(problem.id) for problem in action.problems]

    def offer(self, problems: Sequence[Problem]) -> None:
        """The problems that can be ticked."""
        self.problems.choices = [
            SelectChoice(str(problem.id), f"{problem.title_in(language())} ({problem.id})")
            for problem in problems
        ]

    @property
    def ticked(self) -> list[int]:
        """The numbers of the problems that are ticked; others than numbers are left out."""
        sent = [value for value in self.problems.data or () if value.isascii() and value.isdigit()]
        return [int(value) for value in sent if len(value) < 10][:200]

    def details(self) -> ActionDetails:
        plain = {
            name: field.data
            for name, field in self._fields.items()
            if name not in ("q", "problems", "status", "csrf_token", "province")
        }
        texts = ("title_en", "theme", "theme_en", "indicator", "indicator_en", "unit", "source")
        for name in (*texts, "reason", "explanation"):
            plain[name] = plain[name] or ""
        for name in ("partners", "evidence"):
            plain[name] = plain[name] or []
        province = self.province.data if "province" in self._fields else None
        return ActionDetails(**plain, province=province, status=ActionStatus(self.status.data))
