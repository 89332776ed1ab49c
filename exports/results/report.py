"""The report of one wave: an event's feedback, or one wave of a survey."""

from collections.abc import Mapping, Sequence
from datetime import date
from zoneinfo import ZoneInfo

from flask_babel import format_percent, ngettext
from flask_babel import gettext as _

from exports.charts.canvas import WIDE
from exports.charts.figure import Chart, FigureTable
from exports.charts.numbers import whole
from exports.reports.content import (
    Report,
    ReportChart,
    ReportItem,
    ReportQuotation,
    ReportTable,
)
from exports.results.charts import mix_chart
from exports.results.formulas import formulas_of
from exports.results.sections import (
    Section,
    finding_table,
    groups_overview,
    mix_table,
    sections_of,
)
from exports.results.sentences import finding_sentence, response_sentence
from exports.results.words import CUTS, Wording
from lib.dates import date_text
from lib.withholding import MINIMUM
from models.feedback import Wave, WaveLink
from queries.feedback.results import Results
from queries.feedback.texts import WrittenAnswer

Quotations = Mapping[int, Sequence[WrittenAnswer]]


def report_of(
    results: Results, quotations: Quotations, wording: Wording, *, made_on: date, zone: str
) -> Report:
    """Told under the reader's locale; `zone` is the site's time zone."""
    wave = results.wave
    sections = sections_of(results, wording, width=WIDE)
    table = finding_table(results, wording)
    return Report(
        locale="en" if wording.locale == "en" else "tr",
        title=title_of(wave, wording.locale),
        subtitle=subtitle_of(wave),
        institution=programme_name(),
        made_on=made_on,
        period=period_of(wave, wording.locale, zone),
        method=_method(results, wording, zone),
        mix=_mix(results, wording),
        items=[*_finding(results, table, wording), *(_item(each, quotations) for each in sections)],
        formulas=formulas_of(item.question for item in results.items if item.n is not None),
    )


def title_of(wave: Wave, locale: str) -> str:
    about = wave.event or wave.survey
    return about.title_in(locale) if about else wave.name


def subtitle_of(wave: Wave) -> str:
    what = _("Feedback report") if wave.event else _("Survey report")
    return f"{what}: {wave.name}" if wave.name else str(what)


def programme_name() -> str:
    return str(_("Strengthening the public sector for cooperation with civil society"))


def table_of(table: FigureTable, caption: str) -> ReportTable:
    """All columns but the first hold numbers."""
    numbers = range(1, len(table.headings))
    return ReportTable(
        caption=caption, headings=table.headings, rows=table.rows, numbers=[*numbers]
    )


def picture_of(chart: Chart) -> ReportChart:
    return ReportChart(svg=str(chart.svg), description=chart.description, caption=chart.title)


def period_of(wave: Wave, locale: str, zone: str) -> str:
    days = [wave.opens_at.astimezone(ZoneInfo(zone)).date()]
    if wave.closed_at:
        days.append(wave.closed_at.astimezone(ZoneInfo(zone)).date())
    return " – ".join(dict.fromkeys(date_text(day, locale) for day in days))


def _method(results: Results, wording: Wording, zone: str) -> list[tuple[str, str]]:
    wave = results.wave
    return [
        (_("Who was asked"), _who(wave)),
        (_("How"), _how(wave)),
        (_("When"), period_of(wave, wording.locale, zone)),
        (_("Response"), _rate(results)),
        (_("Limits"), _limits()),
    ]


def _who(wave: Wave) -> str:
    if wave.link is WaveLink.OPEN:
        return str(_("Anyone who had the link."))
    if wave.link is WaveLink.PAPER:
        return str(_("People who were given a sheet of paper."))
    if wave.event is None:
        return str(
            ngettext("%(num)d person was invited.", "%(num)d people were invited.", wave.invited)
        )
    return str(
        ngettext(
            "%(num)d person who attended the event was invited.",
            "%(num)d people who attended the event were invited.",
            wave.invited,
        )
    )


def _how(wave: Wave) -> str:
    ways = {
        WaveLink.PERSONAL: _("By a personal link that can be used once."),
        WaveLink.OPEN: _("By an open link: nobody can tell whether somebody answered twice."),
        WaveLink.PAPER: _("On paper; staff typed the sheets in."),
    }
    names = (
        _("Answers are kept with names.")
        if wave.is_named
        else _("Answers are kept without names, and nothing joins them to a person.")
    )
    return f"{ways[wave.link]} {names}"


def _rate(results: Results) -> str:
    words = response_sentence(results.totals)
    sheets, answered = results.wave.sheets, results.totals.answered
    if sheets is not None and sheets != answered:
        words += " " + str(
            _(
                "%(sheets)s sheets were in hand, %(answered)s were typed in.",
                sheets=whole(sheets),
                answered=whole(answered),
            )
        )
    return words


def _limits() -> str:
    return str(
        _(
            "The results describe those who answered; others may think otherwise. Groups with fewer than %(num)d answers are not shown on their own, nor what would reveal them.",
            num=MINIMUM,
        )
    )


def _mix(results: Results, wording: Wording) -> list[ReportItem]:
    table = mix_table(results, wording)
    if table is None or results.by is None:
        return []
    title = str(_("Answers by group: %(cut)s", cut=CUTS[results.by]))
    return [
        ReportItem(
            heading="",
            chart=picture_of(mix_chart(results, wording, title=title, width=WIDE)),
            tables=[table_of(table, title)],
            items=_overview(results, wording),
            notes=[withheld_sentence(results)] if results.withheld else [],
        )
    ]


def _overview(results: Results, wording: Wording) -> list[ReportItem]:
    """One small table for each question, since a page has no room for a column each."""
    table = groups_overview(results, wording)
    if table is None:
        return []
    heads = table.headings
    tables = [
        ReportTable(
            caption=heads[at],
            headings=[heads[0], heads[1], _("Mean")],
            rows=[[row[0], row[1], row[at]] for row in table.rows],
            numbers=[1, 2],
        )
        for at in range(2, len(heads))
    ]
    return [ReportItem(heading=str(_("Mean of each group")), tables=tables)]


def withheld_sentence(results: Results) -> str:
    """How many answers are in no group that is shown; nothing says of whom."""
    return str(
        ngettext(
            "%(num)d answer belongs to groups that are not shown on their own. It is counted in the totals.",
            "%(num)d answers belong to groups that are not shown on their own. They are counted in the totals.",
            results.withheld,
        )
    )


def _finding(results: Results, table: FigureTable | None, wording: Wording) -> list[ReportItem]:
    if table is None:
        return []
    return [
        ReportItem(
            heading=_("The means at a glance"),
            sentence=finding_sentence(results.items, wording),
            tables=[table_of(table, str(_("Means of all questions")))],
        )
    ]


def _item(section: Section, quotations: Quotations) -> ReportItem:
    charts = [section.chart, section.groups_chart]
    drawn = [chart for chart in charts if chart is not None]
    tables = [table_of(chart.table, chart.title) for chart in drawn]
    if section.groups_table:
        tables.append(table_of(section.groups_table, section.heading))
    below = [] if section.groups_chart is None else [_groups(section.groups_chart)]
    return ReportItem(
        heading=section.heading,
        sentence=_sentence(section),
        chart=picture_of(section.chart) if section.chart else None,
        tables=tables[: 1 if below else None],
        notes=_notes(section),
        quotations=[
            ReportQuotation(text=said.text, side=_side(said))
            for said in quotations.get(section.question.id, ())
        ],
        items=[*below, *(_item(row, quotations) for row in section.rows)],
    )


def _groups(chart: Chart) -> ReportItem:
    return ReportItem(
        heading=chart.title, chart=picture_of(chart), tables=[table_of(chart.table, chart.title)]
    )


def _sentence(section: Section) -> str:
    if section.rows or section.n is None or section.sentence:
        return section.sentence
    return str(ngettext("%(num)d person answered.", "%(num)d people answered.", section.n))


def _notes(section: Section) -> list[str]:
    if not section.missing:
        return []
    share = format_percent(section.missing / (section.missing + (section.n or 0)))
    return [
        str(
            ngettext(
                "%(num)d person answered the form, but not this question (%(share)s).",
                "%(num)d people answered the form, but not this question (%(share)s).",
                section.missing,
                share=share,
            )
        )
    ]


def _side(said: WrittenAnswer) -> str:
    return Wording("").group(said.side) if said.side else ""
