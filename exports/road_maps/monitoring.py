"""The monitoring report of a half-year: how each action stands, and what has changed."""

from datetime import date

from flask_babel import gettext as _

from exports.reports.content import Report, ReportItem
from exports.results.report import programme_name
from exports.road_maps import actions as told_actions
from exports.road_maps import sections
from exports.road_maps.words import days_of, half_year_words
from queries.road_maps.told import Standing


def monitoring_report(standing: Standing, *, locale: str, made_on: date) -> Report:
    """Told under the reader's locale."""
    period, actions = standing.period, standing.actions(locale)
    glance = ReportItem(
        heading=_("At a glance"),
        sentence=sections.tally_sentence(actions)
        if actions
        else _("The road map has no action yet."),
        tables=[sections.status_table([(half_year_words(period), actions)])],
    )
    return Report(
        locale="en" if locale == "en" else "tr",
        title=standing.title(locale),
        subtitle=_("Monitoring report, half-year %(period)s", period=half_year_words(period)),
        institution=programme_name(),
        made_on=made_on,
        period=days_of(period.begins_on, period.ends_on, locale),
        method=[
            (_("Road map"), sections.scope_words(standing)),
            (_("State"), sections.state_sentence(standing, locale)),
            *sections.method(),
        ],
        items=[
            glance,
            *sections.timelines(actions, standing.on),
            *sections.changes(standing, locale),
            *told_actions.late(actions, locale),
            *told_actions.unreported(actions),
            *told_actions.dropped(actions),
            *told_actions.themes(actions, locale),
        ],
        formulas=sections.formulas(),
    )
