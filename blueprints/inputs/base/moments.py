"""Dates with times as a person types them: by the event's clock; deadlines by the site's.

That is by whose clock pages and letters tell them, so nobody reads another time than was typed.
"""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateTimeLocalField, Field
from wtforms.validators import InputRequired, Optional

from blueprints.base.languages import language
from lib import zones

_FORMATS = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"]
_YEARS = range(1990, 2101)


class MomentField(DateTimeLocalField):  # type: ignore[misc]
    """Without a zone until `moment()` is told which one is meant."""

    data: datetime | None

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata(valuelist)
        except (ValueError, OverflowError):
            self.data = None
            raise ValueError(_("Enter a day and a time, such as 2027-03-12T10:00.")) from None
        # Further away no zone is known, and the ends of the calendar cannot be written in UTC.
        if self.data is not None and self.data.year not in _YEARS:
            self.data = None
            raise ValueError(_("Enter a year between 1990 and 2100."))

    def moment(self, zone: str) -> Any:
        """An aware datetime in UTC, or None where the field may stay empty.

        Python compares times of one zone by their clocks alone, which go back and forth.
        """
        return self.data.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC) if self.data else None


def moment(label: str, *, required: bool = False, **more: Any) -> MomentField:
    rules = [InputRequired(_l("Enter a day and a time."))] if required else [Optional()]
    return MomentField(label, rules, format=_FORMATS, **more)


def in_order(first: MomentField, last: MomentField, zone: str) -> bool:
    """Whether `last` is later; also where one of them is not given."""
    return not (first.data and last.data) or bool(first.moment(zone) < last.moment(zone))


def name_clock(zone: str, beside: str, *fields: Field) -> None:
    """Say in each field's hint that it is read by the clock of `zone`, if `beside` is another."""
    if zones.must_be_named(zone, beside):
        clock = zones.clock_of(zone, language())
        for field in fields:
            field.description = f"{clock}. {field.description}".strip()


def local(at: datetime | None, zone: str) -> datetime | None:
    """What the field shows of a stored moment."""
    return at.astimezone(ZoneInfo(zone)).replace(tzinfo=None) if at else None
