"""The report of a problem list: how it came about, what is urgent, and each problem."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from flask_babel import gettext as _
from flask_babel import ngettext

from exports.charts.canvas import WIDE
from exports.charts.numbers import decimal, whole
from exports.problems.charts import matrix_of, priorities_of
from exports.problems.method import formulas, method, period
from exports.problems.words import (
    list_title,
    province_names,
    side_words,
    sides_words,
    terms_of,
)
from exports.reports.content import Report, ReportItem, ReportQuotation, ReportTable
from exports.results.report import picture_of, programme_name, table_of
from queries.problems.told import ToldList, ToldProblem, ToldStatement

MOST_TOLD = 200
"""How many problems are told one by one; the table has all."""
_QUOTED = 3
_LONGEST_QUOTED = 600
_MOST_EVENTS = 12


def list_report(told: ToldList, *, locale: str, made_on: date, zone: str) -> Report:
    """Told under the reader's locale; `zone` is the site's time zone."""
    return Report(
        locale="en" if locale == "en" else "tr",
        title=list_title(told),
        subtitle=_("Problem list"),
        institution=programme_name(),
        made_on=made_on,
        period=period(told, locale),
        method=method(told, locale, zone),
        items=[*_overview(told), *(_item(p, told) for p in told.problems[:MOST_TOLD])],
        formulas=formulas(told),
    )


def _overview(told: ToldList) -> list[ReportItem]:
    chart = priorities_of(told, width=WIDE)
    if chart is None:
        return [ReportItem(heading=_("Priorities"), sentence=_("The list has no problem yet."))]
    order = ReportItem(
        heading=_("Priorities"),
        sentence=chart.description,
        chart=picture_of(chart),
        tables=[_order(told)],
        notes=_cut(told),
    )
    matrix = matrix_of(told, width=WIDE)
    if matrix is None:
        words = _("No problem was scored by three moderators yet.")
        return [order, ReportItem(heading=_("Impact and feasibility"), sentence=words)]
    weighed = ReportItem(
        heading=matrix.title,
        sentence=matrix.description,
        chart=picture_of(matrix),
        tables=[replace(table_of(matrix.table, matrix.title), numbers=[1, 2])],
    )
    return [order, weighed]


def _order(told: ToldList) -> ReportTable:
    return ReportTable(
        caption=_("The problems in order of priority"),
        headings=[
            _("No."),
            _("Problem"),
            _("Priority"),
            _("Statements"),
            _("Provinces"),
            _("Impact"),
            _("Feasibility"),
        ],
        rows=[
            [
                whole(problem.place),
                problem.title,
                decimal(float(problem.priority), 1),
                whole(problem.grounds.statements),
                whole(len(problem.provinces)),
                _median(problem.impact),
                _median(problem.feasibility),
            ]
            for problem in told.problems
        ],
        numbers=[0, 2, 3, 4, 5, 6],
    )


def _cut(told: ToldList) -> list[str]:
    if len(told.problems) <= MOST_TOLD:
        return []
    words: str = _(
        "The first %(num)s problems are told one by one; the spreadsheet has all of them.",
        num=whole(MOST_TOLD),
    )
    return [words]


def _item(problem: ToldProblem, told: ToldList) -> ReportItem:
    return ReportItem(
        heading=f"{whole(problem.place)}. {problem.title}",
        sentence="\n\n".join(filter(None, [problem.summary, _sentence(problem)])),
        tables=[_terms(problem, told)],
        notes=_notes(problem),
        quotations=[
            ReportQuotation(text=_short(said.text), side=_whose(said))
            for said in _quoted(problem.statements)
        ],
    )


def _sentence(problem: ToldProblem) -> str:
    words = [
        ngettext(
            "Named in %(num)d statement.",
            "Named in %(num)d statements.",
            problem.grounds.statements,
        )
    ]
    if problem.sides:
        words.append(_("By side: %(sides)s.", sides=sides_words(problem)))
    if problem.provinces:
        words.append(_("Provinces: %(names)s.", names=province_names(problem.provinces)))
    if problem.impact is not None and problem.feasibility is not None:
        words.append(
            _(
                "Impact %(impact)s, feasibility %(feasibility)s (medians of %(scorers)s moderators)",
                impact=_median(problem.impact),
                feasibility=_median(problem.feasibility),
                scorers=whole(problem.scorers),
            )
            + "."
        )
    return " ".join(words)


def _terms(problem: ToldProblem, told: ToldList) -> ReportTable:
    rows = [
        [term.name, term.counted_from, decimal(term.points), whole(term.most)]
        for term in terms_of(problem, told.weights)
    ]
    total = [_("Priority"), "", decimal(float(problem.priority), 1), whole(100)]
    return ReportTable(
        caption=_("How the priority is counted: %(title)s", title=problem.title),
        headings=[_("Term"), _("Counted from"), _("Points"), _("At most")],
        rows=[*rows, total],
        numbers=[2, 3],
    )


def _notes(problem: ToldProblem) -> list[str]:
    events = list(problem.events[:_MOST_EVENTS])
    if more := len(problem.events) - len(events):
        events.append(_("%(num)s more", num=whole(more)))
    said = [
        (_("Topic"), problem.topic),
        (_("Events"), "; ".join(events)),
        (_("Part of"), problem.part_of),
        (_("Not taken up, because"), problem.not_taken_up),
        (_("Public"), "" if problem.is_public else _("not yet")),
    ]
    lines = [f"{term}: {words}" for term, words in said if words]
    return ["\n".join(lines)] if lines else []


def _quoted(statements: Sequence[ToldStatement]) -> list[ToldStatement]:
    """A few of different words, of each side one before a second."""
    different = list({said.text.casefold(): said for said in reversed(statements)}.values())[::-1]
    first = {said.side: said for said in reversed(different)}
    ordered = sorted(different, key=lambda said: first[said.side] is not said)
    return ordered[:_QUOTED]


def _whose(said: ToldStatement) -> str:
    return ", ".join(filter(None, [side_words(said.side), said.event]))


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST_QUOTED else f"{text[: _LONGEST_QUOTED - 1]}…"


def _median(value: float | None) -> str:
    return "–" if value is None else decimal(value, 1)
