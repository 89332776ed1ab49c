"""A wave of a survey: when and how it is answered, and by whom."""

from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, RadioField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, ValidationError

from blueprints.base import labels
from blueprints.inputs.base import fields as base
from blueprints.inputs.base import moments
from blueprints.inputs.base.controls import CheckboxListField
from extensions import site_zone
from lib.provinces import by_name
from models.feedback import WaveLink
from models.sectors import Sector
from models.surveys import Survey
from operations.surveys.targets import PROVINCES, SECTORS
from operations.surveys.waves import WaveDetails


class WaveForm(base.Form):
    name = base.line(
        _l("Name of the wave"),
        longest=100,
        description=_l(
            "Such as “Before the programme” or “Spring 2027”. It is shown with the results."
        ),
    )
    link = RadioField(
        _l("How do people come to the form?"),
        [InputRequired(_l("Choose one."))],
        choices=[
            SelectChoice(
                WaveLink.PERSONAL.value,
                _l("By a personal link: everybody who has one answers once"),
            ),
            SelectChoice(
                WaveLink.OPEN.value,
                _l("By an open link: anybody can answer; the results say so"),
            ),
            SelectChoice(
                WaveLink.PAPER.value, _l("On paper: you print it, and type in the sheets")
            ),
        ],
        default=WaveLink.PERSONAL.value,
    )
    opens_at = moments.moment(_l("Opens"), required=True)
    closes_at = moments.moment(
        _l("Closes"),
        description=_l(
            "Empty: until you close it. After this time the form is not shown any more; who is "
            "writing has an hour to send it."
        ),
    )
    baseline = BooleanField(
        _l("Later waves are compared with this one"),
        description=_l("For the wave before a programme begins."),
    )
    sectors = CheckboxListField(
        _l("Sectors"), choices=lambda: labels.choices(Sector), coerce=str, default=()
    )
    provinces = CheckboxListField(
        _l("Provinces"),
        choices=[SelectChoice(code, name) for code, name in by_name()],
        default=(),
        description=_l("None ticked: all of them."),
    )

    def __init__(self, *arguments: Any, survey: Survey, at: datetime, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._zone, self._at = site_zone(), at
        if not self.is_submitted() and self.opens_at.data is None:
            self.opens_at.data = moments.local(at, self._zone)
        if survey.province is not None:  # only people on the province's own lists are invited
            del self.provinces

    def validate_closes_at(self, field: moments.MomentField) -> None:
        if not moments.in_order(self.opens_at, field, self._zone):
            raise ValidationError(_("It must close after it opens."))
        if field.data and field.moment(self._zone) <= self._at:
            raise ValidationError(_("This is in the past. Choose a later time."))

    def details(self) -> WaveDetails:
        return WaveDetails(
            name=self.name.data,
            link=WaveLink(self.link.data),
            opens_at=self.opens_at.moment(self._zone),
            closes_at=self.closes_at.moment(self._zone),
            baseline=self.baseline.data,
            target=self._target(),
        )

    def _target(self) -> dict[str, list[str]]:
        """Whom the worker invites; for open links and paper it invites nobody."""
        if self.link.data != WaveLink.PERSONAL.value:
            return {}
        ticked = {SECTORS: self.sectors.data, PROVINCES: self._ticked_provinces()}
        return {name: list(values) for name, values in ticked.items() if values}

    def _ticked_provinces(self) -> list[str]:
        return list(self.provinces.data or ()) if "provinces" in self else []
