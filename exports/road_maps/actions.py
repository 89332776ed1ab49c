"""Actions of a road map in a report: by theme, and those that need attention."""

from collections.abc import Sequence
from datetime import date

from flask_babel import gettext as _

from exports.charts.numbers import whole
from exports.reports.content import ReportItem, ReportTable
from exports.road_maps.charts import by_theme
from exports.road_maps.words import (
    half_year_words,
    indicator_words,
    progress_words,
    status_words,
)
from lib.dates import date_text, short_date_text
from models.road_maps import ActionStatus
from queries.road_maps.told import ToldAction

_DRAWN = 14
"""How many actions a timeline has: more would not stand on a page."""


def late(actions: Sequence[ToldAction], locale: str) -> list[ReportItem]:
    found = [action for action in actions if action.is_late]
    rows = [
        [a.number, a.title, a.institution, short_date_text(a.ends_on, locale), _progress(a)]
        for a in found
    ]
    headings = [_("No."), _("Action"), _("Responsible"), _("End"), _("Progress")]
    return _listed(_("Late actions"), headings, rows, empty=_("No action is late."), numbers=[4])


def dropped(actions: Sequence[ToldAction]) -> list[ReportItem]:
    found = [action for action in actions if action.status is ActionStatus.DROPPED]
    rows = [[a.number, a.title, a.institution, a.reason] for a in found]
    headings = [_("No."), _("Action"), _("Responsible"), _("Why it was dropped")]
    return _listed(_("Dropped actions"), headings, rows, empty=_("No action was dropped."))


def unreported(actions: Sequence[ToldAction]) -> list[ReportItem]:
    rows = [
        [a.number, a.title, a.institution, half_year_words(a.unreported)]
        for a in actions
        if a.unreported
    ]
    headings = [_("No."), _("Action"), _("Responsible"), _("Half-year")]
    return _listed(
        _("No report came"), headings, rows, empty=_("No report that was asked for is missing.")
    )


def themes(actions: Sequence[ToldAction], locale: str) -> list[ReportItem]:
    """Each theme with the table of its actions, and below it what is said of each."""
    return [
        ReportItem(
            heading=theme,
            tables=[_table(theme, within)],
            items=[_action(action, locale) for action in within],
        )
        for theme, within in by_theme(actions).items()
    ]


def _listed(
    heading: str,
    headings: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    empty: str,
    numbers: Sequence[int] = (),
) -> list[ReportItem]:
    if not rows:
        return [ReportItem(heading=heading, sentence=empty)]
    table = ReportTable(caption=heading, headings=headings, rows=rows, numbers=numbers)
    return [ReportItem(heading=heading, tables=[table])]


def _table(theme: str, actions: Sequence[ToldAction]) -> ReportTable:
    return ReportTable(
        caption=_("Actions: %(theme)s", theme=theme),
        headings=[_("No."), _("Action"), _("Responsible"), _("Progress"), _("Status")],
        rows=[[a.number, a.title, a.institution, _progress(a), status_words(a)] for a in actions],
        numbers=[3],
    )


def _action(action: ToldAction, locale: str) -> ReportItem:
    span = f"{date_text(action.starts_on, locale)} – {date_text(action.ends_on, locale)}"
    said = [
        (_("Responsible institution"), action.institution),
        (_("Cooperating institutions"), ", ".join(action.partners)),
        (_("When"), span),
        (_("Where"), action.province),
        (_("Problems"), "; ".join(action.problems)),
        (_("Indicator"), indicator_words(action) if action.indicator else ""),
        (_("Measured on"), _day(action.measured_on, locale)),
        (_("Date of the target"), _day(action.target_on, locale)),
        (_("Source of the money"), action.source),
        (_("Amount in lira"), "" if action.amount is None else whole(round(action.amount))),
        (_("Status"), status_words(action)),
        (_("Why it was dropped"), action.reason),
        (_("No report came for"), half_year_words(action.unreported) if action.unreported else ""),
        *((_("Evidence"), f"{title}, {url}") for title, url in action.evidence),
    ]
    return ReportItem(
        heading=f"{action.number} {action.title}",
        sentence=action.explanation,
        notes=["\n".join(f"{term}: {words}" for term, words in said if words)],
    )


def _progress(action: ToldAction) -> str:
    return progress_words(action.progress)


def _day(day: date | None, locale: str) -> str:
    return date_text(day, locale) if day else ""
