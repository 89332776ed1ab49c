"""The report of two waves compared."""

from datetime import date

from flask_babel import gettext as _

from exports.charts.canvas import WIDE
from exports.reports.content import Report, ReportItem
from exports.results.compared import ShownComparison, shown_comparison
from exports.results.formulas import formulas_of_comparison
from exports.results.report import period_of, picture_of, programme_name, table_of, title_of
from exports.results.words import Wording
from lib.withholding import MINIMUM
from queries.surveys.compared import Comparison


def comparison_report(
    comparison: Comparison, wording: Wording, *, made_on: date, zone: str
) -> Report:
    """Told under the reader's locale; `zone` is the site's time zone."""
    shown = shown_comparison(comparison, wording, width=WIDE)
    first, second = (each.wave for each in comparison.waves)
    periods = [period_of(wave, wording.locale, zone) for wave in (first, second)]
    return Report(
        locale="en" if wording.locale == "en" else "tr",
        title=" / ".join(shown.names) if second.event else title_of(second, wording.locale),
        subtitle=_(
            "Comparison: %(first)s and %(second)s", first=shown.names[0], second=shown.names[1]
        ),
        institution=programme_name(),
        made_on=made_on,
        period="; ".join(dict.fromkeys(periods)),
        method=[
            (
                _("Compared"),
                "; ".join(f"{n}: {p}" for n, p in zip(shown.names, periods, strict=True)),
            ),
            (_("How"), _how()),
            (_("Limits"), _limits()),
        ],
        mix=[
            ReportItem(
                heading="",
                sentence=shown.warning,
                tables=[table_of(shown.mix, str(_("Share of each sector")))],
            )
        ],
        items=_items(shown),
        formulas=formulas_of_comparison(),
    )


def _how() -> str:
    return str(
        _(
            "The two are treated as independent: different people may have answered. A difference is shown where the adjusted p is below 0.05; how large it is follows from Cliff’s δ."
        )
    )


def _limits() -> str:
    return str(
        _(
            "Only questions with the same wording, points and labels are compared. Groups with fewer than %(num)d answers are not shown on their own.",
            num=MINIMUM,
        )
    )


def _items(shown: ShownComparison) -> list[ReportItem]:
    found = [ReportItem(heading=_("What changed"), sentence=shown.finding)]
    found += [ReportItem(heading=chart.title, chart=picture_of(chart)) for chart in shown.charts]
    tables = (
        (_("Means and differences"), shown.table),
        (_("The figures behind the words"), shown.tests),
        (_("By group"), shown.groups),
    )
    found += [
        ReportItem(heading=heading, tables=[table_of(table, heading)])
        for heading, table in tables
        if table
    ]
    if shown.learnt:
        right = [table_of(shown.right, str(_("Share of right answers")))] if shown.right else []
        found.append(ReportItem(heading=_("What was learnt"), sentence=shown.learnt, tables=right))
    if shown.apart:
        notes = [f"{label}: {why}" for label, why in shown.apart]
        found.append(ReportItem(heading=_("Not compared"), notes=notes))
    return found
