"""Controls that WTForms does not have."""

import re
from datetime import date, datetime
from functools import cache
from typing import Any

from flask_babel import gettext as _
from markupsafe import Markup, escape
from wtforms import Field, IntegerField, StringField
from wtforms.fields import SelectMultipleField
from wtforms.widgets import CheckboxInput, ListWidget, TextInput, html_params

from lib.districts import by_province, districts

_WHOLE = "[+-]?[0-9]{1,15}"
_YEARS = range(1900, 2101)


class CheckboxListField(SelectMultipleField):  # type: ignore[misc]
    """A list of boxes, one for each choice."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def process_formdata(self, valuelist: list[str]) -> None:
        """Drop empty values: a box without a value is no answer, but would pass for one."""
        self.raw_data = [value for value in valuelist if value.strip()]
        super().process_formdata(self.raw_data)


class NumberField(IntegerField):  # type: ignore[misc]
    """A whole number of at most fifteen digits. Longer ones cannot be compared with limits."""

    data: Any

    def process_formdata(self, valuelist: list[str]) -> None:
        typed = [value.strip() for value in valuelist[:1]]
        if typed and not re.fullmatch(_WHOLE, typed[0]):
            self.data = None
            raise ValueError(_("Enter a whole number, using digits only."))
        super().process_formdata(typed)


class WholeNumberField(StringField):  # type: ignore[misc]
    """A whole number. `data` is an int, or the typed text if it is not a number."""

    data: int | str | None
    widget = TextInput()

    def _value(self) -> str:
        return "" if self.data is None else str(self.data)

    def process_formdata(self, valuelist: list[str]) -> None:
        typed = valuelist[0].strip()[:40] if valuelist else ""
        self.data = typed or None
        if typed and not re.fullmatch(_WHOLE, typed):
            raise ValueError(_("Enter a whole number, using digits only."))
        self.data = int(typed) if typed else None


class DayField(StringField):  # type: ignore[misc]
    """A day. `data` is a date, or None if none was typed; browsers show their calendar."""

    data: Any
    widget = TextInput(input_type="date")

    def _value(self) -> str:
        return self.data.isoformat() if isinstance(self.data, date) else ""

    def process_formdata(self, valuelist: list[str]) -> None:
        typed = valuelist[0].strip()[:40] if valuelist else ""
        self.data = _day(typed)
        if typed and (self.data is None or self.data.year not in _YEARS):
            self.data = None
            raise ValueError(_("Enter a date, for example 12.03.2027."))


class DistrictField(Field):  # type: ignore[misc]
    """One of the 973 districts, grouped by province; a script splits it into two lists."""

    def _value(self) -> str:
        return self.data or ""

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = (valuelist[0] if valuelist else None) or None
        if self.data is not None and self.data not in districts():
            self.data = None
            raise ValueError(_("Choose a district from the list."))

    def widget(self, field: "DistrictField", **attributes: Any) -> Markup:
        shown = {name: value for name, value in attributes.items() if value is not False}
        options = _district_options()
        if self.data:
            mark = f'value="{self.data}"'
            options = options.replace(mark, f"{mark} selected", 1)
        first = f'<option value="">{escape(_("Choose"))}</option>'
        names = html_params(id=self.id, name=self.name, **shown)
        return Markup(f"<select {names} data-districts>{first}{options}</select>")  # noqa: S704 - escaped


def _day(typed: str) -> date | None:
    for pattern in ("%Y-%m-%d", "%d.%m.%Y"):
        try:
            return datetime.strptime(typed, pattern).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    return None


@cache
def _district_options() -> str:
    """The options as HTML, kept: fifty kilobytes that are the same on every page."""
    return "".join(
        f'<optgroup label="{escape(province)}">'
        + "".join(f'<option value="{number}">{escape(name)}</option>' for number, name in within)
        + "</optgroup>"
        for province, within in by_province()
    )
