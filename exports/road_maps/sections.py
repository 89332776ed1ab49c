"""What reports of road maps are put together from."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from exports.charts.canvas import WIDE
from exports.charts.numbers import whole
from exports.reports.content import ReportFormula, ReportItem, ReportTable
from exports.results.report import picture_of, table_of
from exports.road_maps.charts import timeline_of
from exports.road_maps.words import (
    FIELDS,
    STATUSES,
    half_year_words,
    value_words,
)
from lib.dates import date_text
from models.road_maps import ActionStatus
from queries.road_maps.told import Standing, ToldAction, change_title

_DRAWN = 14
"""How many actions a timeline has: more would not stand on a page."""


def tally_sentence(actions: Sequence[ToldAction]) -> str:
    """«12 actions: 3 planned, 5 under way …; 2 late»."""
    count = ngettext("%(num)d action", "%(num)d actions", len(actions))
    words = [
        f"{STATUSES[status]} {whole(sum(action.status is status for action in actions))}"
        for status in ActionStatus
    ]
    words.append(f"{FIELDS['late']} {whole(sum(action.is_late for action in actions))}")
    return f"{count}: {', '.join(words)}."


def state_sentence(standing: Standing, locale: str) -> str:
    period = half_year_words(standing.period)
    if standing.approved_on is None:
        words: str = _(
            "Half-year %(period)s is not approved yet: actions are told as they stand on %(day)s.",
            period=period,
            day=date_text(standing.on, locale),
        )
        return words
    frozen: str = _(
        "Half-year %(period)s was approved on %(day)s and stays as it is.",
        period=period,
        day=date_text(standing.approved_on, locale),
    )
    return frozen


def scope_words(standing: Standing) -> str:
    whose = standing.province or str(_("whole programme"))
    return f"{whose}, {standing.years}"


def method() -> list[tuple[str, str]]:
    return [
        (_("Reports"), _reports()),
        (_("Late"), _("Past its end, and neither done nor dropped: computed, never typed.")),
        (_("Problems"), _("Only problems that are public are named.")),
    ]


def status_table(states: Sequence[tuple[str, Sequence[ToldAction]]]) -> ReportTable:
    """How many actions had each status; a column for each time."""
    rows = [
        [str(STATUSES[status]), *(whole(sum(a.status is status for a in of)) for _t, of in states)]
        for status in ActionStatus
    ]
    late_ones = [_("Late"), *(whole(sum(a.is_late for a in of)) for _t, of in states)]
    everything = [_("All"), *(whole(len(of)) for _t, of in states)]
    return ReportTable(
        caption=_("Actions by status"),
        headings=[_("Status"), *(time for time, _of in states)],
        rows=[*rows, late_ones, everything],
        numbers=range(1, len(states) + 1),
    )


def timelines(actions: Sequence[ToldAction], today: date) -> list[ReportItem]:
    """A chart with its table for so many actions as a page holds."""
    parts = [actions[at : at + _DRAWN] for at in range(0, len(actions), _DRAWN)]
    items = []
    for number, part in enumerate(parts, start=1):
        chart = timeline_of(part, today, id=f"timeline-{number}", width=WIDE)
        if chart is not None:
            title = f"{chart.title}: {part[0].number} – {part[-1].number}"
            drawn = replace(picture_of(chart), caption=title)
            items.append(ReportItem(heading="", chart=drawn, tables=[table_of(chart.table, title)]))
    if not items:
        return []
    return [ReportItem(heading=_("The actions in time"), items=items)]


def changes(standing: Standing, locale: str) -> list[ReportItem]:
    """What differs from the half-year before; nothing where there is none."""
    if standing.previous is None:
        return []
    heading = _("What has changed since %(period)s", period=half_year_words(standing.previous))
    rows = [row for change in standing.changes for row in _change(change, locale)]
    if not rows:
        return [ReportItem(heading=heading, sentence=_("Nothing has changed."))]
    table = ReportTable(
        caption=heading,
        headings=[_("No."), _("Action"), _("What has changed"), _("Before"), _("Now")],
        rows=rows,
    )
    return [ReportItem(heading=heading, tables=[table])]


def formulas() -> list[ReportFormula]:
    return [
        ReportFormula(
            name=_("Progress"),
            text=_("(measured − baseline) / (target − baseline), in percent")
            + "\n"
            + _(
                "Counted from 0 where there is no baseline; none without a target. A mean takes each between 0 and 100; dropped actions are left out."
            ),
            source="",
        )
    ]


def _change(change: Mapping[str, Any], locale: str) -> list[list[str]]:
    about = [change["number"], change_title(change, locale)]
    if change["kind"] != "changed":
        words = _("new action") if change["kind"] == "added" else _("removed")
        return [[*about, words, "", ""]]
    return [
        [*about, str(FIELDS.get(name, name)), *(value_words(name, v, locale) for v in values)]
        for name, values in change["details"].items()
    ]


def _reports() -> str:
    return str(
        _(
            "Responsible institutions report how far their actions have come; what they say counts once an organiser has approved it."
        )
    )
