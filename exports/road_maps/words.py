"""Words of a road map's files."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from exports.charts.numbers import decimal, share, whole
from lib.dates import date_text, short_date_text
from lib.provinces import PROVINCES
from models.road_maps import ActionStatus, HalfYear
from queries.road_maps.told import ToldAction

STATUSES: Mapping[ActionStatus, Any] = {
    ActionStatus.PLANNED: _l("Planned"),
    ActionStatus.UNDER_WAY: _l("Under way"),
    ActionStatus.DONE: _l("Done"),
    ActionStatus.DROPPED: _l("Dropped"),
}
FIELDS: Mapping[str, Any] = {
    "number": _l("No."),
    "theme": _l("Theme"),
    "title": _l("Action"),
    "institution": _l("Responsible institution"),
    "partners": _l("Cooperating institutions"),
    "province": _l("Where"),
    "starts_on": _l("Start"),
    "ends_on": _l("End"),
    "indicator": _l("Indicator"),
    "unit": _l("Unit"),
    "baseline": _l("Baseline"),
    "baseline_on": _l("Date of the baseline"),
    "target": _l("Target"),
    "target_on": _l("Date of the target"),
    "measured": _l("Measured"),
    "measured_on": _l("Measured on"),
    "progress": _l("Progress"),
    "source": _l("Source of the money"),
    "amount": _l("Amount in lira"),
    "status": _l("Status"),
    "reason": _l("Why it was dropped"),
    "explanation": _l("Explanation"),
    "evidence": _l("Evidence"),
    "late": _l("Late"),
}
_DAYS = {"starts_on", "ends_on", "baseline_on", "target_on", "measured_on"}


def half_year_words(period: HalfYear) -> str:
    """«2027/1»."""
    return period.replace("-", "/")


def days_of(first: date, last: date, locale: str) -> str:
    return f"{date_text(first, locale)} – {date_text(last, locale)}"


def status_words(action: ToldAction) -> str:
    """«Under way, late»."""
    status = str(STATUSES[action.status])
    return str(_("%(status)s, late", status=status)) if action.is_late else status


def progress_words(progress: float | None) -> str:
    """The true figure, also below 0 and above 100."""
    return "–" if progress is None else share(round(progress), 100)


def figure_words(value: float | None) -> str:
    if value is None:
        return "–"
    return whole(int(value)) if value == int(value) else decimal(value)


def indicator_words(action: ToldAction) -> str:
    """«Road mended: 10 → 35 / 60 km»."""
    if not action.indicator:
        return "–"
    start = "" if action.baseline is None else f"{figure_words(action.baseline)} → "
    end = "" if action.target is None else f" / {figure_words(action.target)}"
    measured = "?" if action.measured is None else figure_words(action.measured)
    return f"{action.indicator}: {start}{measured}{end} {action.unit}".rstrip()


def value_words(field: str, value: Any, locale: str) -> str:
    """A value of a change as people read it."""
    if value in (None, "", []):
        return "–"
    if field in _DAYS:
        return str(short_date_text(date.fromisoformat(value), locale))
    return _SAID[field](value) if field in _SAID else _plain(value)


def _plain(value: Any) -> str:
    if isinstance(value, int | float):
        return figure_words(value)
    return value if isinstance(value, str) else ", ".join(value)


_SAID: Mapping[str, Callable[[Any], str]] = {
    "status": lambda value: str(STATUSES[ActionStatus(value)]),
    "late": lambda value: str(_("yes") if value else _("no")),
    "progress": progress_words,
    "province": lambda value: PROVINCES.get(value, value),
    "evidence": lambda value: ", ".join(each["title"] for each in value),
}
