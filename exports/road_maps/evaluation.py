"""The evaluation report of a year: both half-years, what changed, how far each theme has come."""

from collections.abc import Sequence
from datetime import date

from flask_babel import gettext as _

from exports.charts.canvas import WIDE
from exports.charts.numbers import whole
from exports.reports.content import Report, ReportItem, ReportTable
from exports.results.report import picture_of, programme_name
from exports.road_maps import actions as told_actions
from exports.road_maps import sections
from exports.road_maps.charts import theme_progress, themes_of
from exports.road_maps.words import days_of, half_year_words
from queries.road_maps.told import Standing


def evaluation_report(
    standings: Sequence[Standing], year: int, *, locale: str, made_on: date
) -> Report:
    """Told under the reader's locale. `standings` are those of the year, the last one told action
    by action; before them may stand what was approved last before it."""
    within = [standing for standing in standings if standing.period.begins_on.year == year]
    last = standings[-1]
    actions = last.actions(locale)
    return Report(
        locale="en" if locale == "en" else "tr",
        title=last.title(locale),
        subtitle=_("Evaluation report, %(year)s", year=year),
        institution=programme_name(),
        made_on=made_on,
        period=days_of(date(year, 1, 1), date(year, 12, 31), locale),
        method=[
            (_("Road map"), sections.scope_words(last)),
            *((_("State"), sections.state_sentence(standing, locale)) for standing in within),
            *sections.method(),
        ],
        items=[
            _glance(standings, locale),
            _progress(standings, locale),
            *sections.timelines(actions, last.on),
            *(item for standing in within for item in sections.changes(standing, locale)),
            *told_actions.late(actions, locale),
            *_unreported(within, locale),
            *told_actions.dropped(actions),
            *told_actions.themes(actions, locale),
        ],
        formulas=sections.formulas(),
    )


def _glance(standings: Sequence[Standing], locale: str) -> ReportItem:
    states = [(half_year_words(s.period), s.actions(locale)) for s in standings]
    return ReportItem(
        heading=_("At a glance"),
        sentence=sections.tally_sentence(states[-1][1]),
        tables=[sections.status_table(states)],
    )


def _progress(standings: Sequence[Standing], locale: str) -> ReportItem:
    """The mean progress of each theme at each time."""
    heading = _("Progress of each theme")
    actions = standings[-1].actions(locale)
    chart = themes_of(actions, standings[-1].on, width=WIDE)
    if chart is None:
        return ReportItem(heading=heading, sentence=_("The road map has no action yet."))
    by_time = [{t.theme: t.words for t in theme_progress(s.actions(locale))} for s in standings]
    periods = [half_year_words(standing.period) for standing in standings]
    table = ReportTable(
        caption=heading,
        headings=[_("Theme"), _("Actions"), *periods],
        rows=[
            [t.theme, whole(t.actions), *(found.get(t.theme, "–") for found in by_time)]
            for t in theme_progress(actions)
        ],
        numbers=range(1, len(periods) + 2),
    )
    return ReportItem(
        heading=heading, sentence=chart.description, chart=picture_of(chart), tables=[table]
    )


def _unreported(within: Sequence[Standing], locale: str) -> list[ReportItem]:
    """Of every half-year, each action once."""
    missing = {
        (action.number, action.unreported): action
        for standing in within
        for action in standing.actions(locale)
        if action.unreported
    }
    return told_actions.unreported(list(missing.values()))
