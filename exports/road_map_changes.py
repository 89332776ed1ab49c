"""What has changed of an action, line by line, in the reader's language."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from flask_babel import get_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from exports.charts.numbers import decimal, share
from lib.dates import short_date_text
from lib.provinces import PROVINCES
from models.road_maps import ActionStatus, ChangeKind, RoadMapChange

KINDS = {
    ChangeKind.PUBLISHED: _l("Road map published"),
    ChangeKind.ADDED: _l("New action"),
    ChangeKind.CHANGED: _l("Action changed"),
    ChangeKind.MEASURED: _l("New measurement"),
    ChangeKind.STATUS: _l("New status"),
    ChangeKind.PERIOD_APPROVED: _l("Half-year approved"),
}
STATUSES = {
    ActionStatus.PLANNED: _l("Planned"),
    ActionStatus.UNDER_WAY: _l("Under way"),
    ActionStatus.DONE: _l("Done"),
    ActionStatus.DROPPED: _l("Dropped"),
}
_FIELDS = {
    "number": _l("No."),
    "theme": _l("Theme"),
    "title": _l("Action"),
    "institution": _l("Responsible institution"),
    "partners": _l("Cooperating institutions"),
    "province": _l("Province"),
    "starts_on": _l("Start"),
    "ends_on": _l("End"),
    "indicator": _l("Indicator"),
    "unit": _l("Unit"),
    "baseline": _l("Baseline"),
    "baseline_on": _l("Baseline measured on"),
    "target": _l("Target"),
    "target_on": _l("Target to be reached on"),
    "measured": _l("Measured"),
    "measured_on": _l("Measured on"),
    "progress": _l("Progress"),
    "source": _l("Source of the money"),
    "amount": _l("Amount (TL)"),
    "status": _l("Status"),
    "reason": _l("Why it was dropped"),
    "explanation": _l("Explanation"),
    "evidence": _l("Evidence"),
    "late": _l("Late"),
}
"""Those that are told, in the order of the table. What is left out (the English words, the numbers
of problems) is no news of its own."""


def headline(change: RoadMapChange, locale: str) -> str:
    """«New status: 1.2 Yolu onar»."""
    kind = str(KINDS[change.kind])
    if change.action is not None:
        return f"{kind}: {change.action.number} {change.action.title_in(locale)}"
    if change.kind is ChangeKind.PERIOD_APPROVED and "period" in change.details:
        return f"{kind}: {str(change.details['period'][1]).replace('-', '/')}"
    return f"{kind}: {change.road_map.title_in(locale)}"


def lines_of(details: Mapping[str, Sequence[Any]]) -> list[str]:
    """`{field: [before, after]}` in words: «Measured: 10 → 20»."""
    return [
        f"{words}: {_told(name, details[name][0])} → {_told(name, details[name][1])}"
        for name, words in _FIELDS.items()
        if name in details
    ]


def _told(name: str, value: Any) -> str:
    if value in (None, "", []):
        return "–"
    return _WORDS.get(name, str)(value)


def _day(value: str) -> str:
    return short_date_text(date.fromisoformat(value), str(get_locale().language))


def _figure(value: float) -> str:
    return decimal(value, 0 if value == round(value) else 2)


_WORDS: dict[str, Callable[[Any], str]] = {
    **dict.fromkeys(("starts_on", "ends_on", "baseline_on", "target_on", "measured_on"), _day),
    **dict.fromkeys(("baseline", "target", "measured", "amount"), _figure),
    "partners": ", ".join,
    "province": lambda code: PROVINCES.get(code, code),
    "progress": lambda percent: share(round(percent), 100),
    "status": lambda status: str(STATUSES[ActionStatus(status)]),
    "evidence": lambda rows: ", ".join(row["title"] or row["url"] for row in rows),
    "late": lambda late: str(_("yes")) if late else str(_("no")),
}
