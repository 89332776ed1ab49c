"""A road map: its words and years, and what is done with it."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms import SelectField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, ValidationError

from blueprints.inputs.base import fields as base
from lib import provinces
from models.road_maps import Action, HalfYear, RoadMap
from operations.road_maps.road_maps import RoadMapDetails, is_period

_MOST_PERIODS = 12


class RoadMapForm(base.Form):
    title = base.line(_l("Title"))
    title_en = base.line(_l("Title in English"), required=False)
    period = base.line(
        _l("Years"), longest=9, description=_l("The first and the last one, such as 2026-2028.")
    )

    def __init__(self, *arguments: Any, road_map: RoadMap | None = None, **options: Any) -> None:
        super().__init__(*arguments, obj=road_map, **options)

    def validate_period(self, field: Any) -> None:
        if not is_period((field.data or "").replace("–", "-")):
            raise ValidationError(_("Enter two years such as 2026-2028, the earlier one first."))

    def details(self) -> RoadMapDetails:
        return RoadMapDetails(
            title=self.title.data,
            title_en=self.title_en.data or "",
            period=self.period.data.replace("–", "-"),
        )


class NewRoadMapForm(RoadMapForm):
    province = base.province(
        _l("Province"),
        required=False,
        description=_l("Leave it empty for a road map of the whole programme."),
    )

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        if current_user.province:  # the own province is preset, and there is no other
            name = provinces.PROVINCES[current_user.province]
            self.province.choices = [SelectChoice(current_user.province, name)]
            self.province.description = ""


class LinkForm(base.Form):
    """Whom to ask for reports, and of which half-year."""

    institution = SelectField(_l("Institution"), [InputRequired(_l("Choose one."))])
    email = base.email(_l("Email address"))
    locale = SelectField(
        _l("Language of the emails"),
        choices=[SelectChoice("tr", "Türkçe"), SelectChoice("en", "English")],
        default="tr",
    )
    period = SelectField(_l("Half-year"), [InputRequired(_l("Choose one."))])

    def __init__(
        self,
        *arguments: Any,
        actions: list[Action],
        road_map: RoadMap,
        now: HalfYear,
        **options: Any,
    ) -> None:
        super().__init__(*arguments, **options)
        names = {action.institution_key: action.institution for action in actions}
        self.institution.choices = [
            SelectChoice("", _("Choose")),
            *(SelectChoice(name, name) for name in names.values()),
        ]
        periods = period_choices(road_map)
        self.period.choices = _choices(periods)
        if not self.is_submitted() and now in dict(periods):
            self.period.data = str(now)


class PeriodForm(base.Form):
    period = SelectField(_l("Half-year"), [InputRequired(_l("Choose one."))])

    def __init__(self, *arguments: Any, periods: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.period.choices = _choices(periods)


class ReturnForm(base.Form):
    note = base.paragraphs(_l("What is missing"), longest=2000, render_kw={"rows": 3})


def period_choices(road_map: RoadMap) -> list[tuple[str, str]]:
    """The half-years of the road map, and the one after its end."""
    first, last = (int(year) for year in road_map.period.split("-"))
    years = range(first, min(last + 1, first + _MOST_PERIODS) + 1)
    return [(f"{year}-{half}", f"{year}/{half}") for year in years for half in (1, 2)]


def _choices(periods: list[tuple[str, str]]) -> list[SelectChoice]:
    return [SelectChoice(value, words) for value, words in periods]
