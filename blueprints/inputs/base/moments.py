"""Dates with times: typed in the event's zone, deadlines in the site's.

Pages and letters show them in the same zones, so everybody reads the time that was typed.
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

_FORMATS = [
    "%Y-%m-%dT%H:%M",
    "%Y-%m-%dT%H:%M:%S",
    "%Y-%m-%d %H:%M",
    # As people write it where a browser has no calendar of its own.
    "%d.%m.%Y %H:%M",
    "%d.%m.%Y %H.%M",
]
_YEARS = range(1990, 2101)


class MomentField(DateTimeLocalField):  # type: ignore[misc]
    """A date and time as typed, without a zone until `moment()` is given one."""

    data: datetime | None

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata(valuelist)
        except (ValueError, OverflowError):
            self.data = None
            raise ValueError(_("Enter a date and time, for example 12.03.2027 10:00.")) from None
        # For other years zones are uncertain, and the ends of the calendar cannot be written in
        # UTC.
        if self.data is not None and self.data.year not in _YEARS:
            self.data = None
            raise ValueError(_("Enter a year between 1990 and 2100."))

    def moment(self, zone: str) -> Any:
        """The typed time of `zone` as an aware datetime in UTC; None if the field may stay empty.

        In UTC, since Python compares times of one zone by their clocks alone, which go back and
        forth.
        """
        return self.data.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC) if self.data else None


def moment(label: str, *, required: bool = False, **more: Any) -> MomentField:
    rules = [InputRequired(_l("Enter a date and time."))] if required else [Optional()]
    return MomentField(label, rules, format=_FORMATS, **more)


def in_order(first: MomentField, last: MomentField, zone: str) -> bool:
    """Whether `last` is later than `first`, both typed in `zone`; also True if one is missing."""
    return not (first.data and last.data) or bool(first.moment(zone) < last.moment(zone))


def name_clock(zone: str, beside: str, *fields: Field) -> None:
    """Name `zone` in each field's hint, if it is another than `beside`."""
    if zones.must_be_named(zone, beside):
        clock = zones.clock_of(zone, language())
        for field in fields:
            field.description = f"{clock}. {field.description}".strip()


def local(at: datetime | None, zone: str) -> datetime | None:
    """A stored moment as the field shows it: naive, in `zone`."""
    return at.astimezone(ZoneInfo(zone)).replace(tzinfo=None) if at else None
