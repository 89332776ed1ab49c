"""A problem list for a spreadsheet: figures unrounded, and every statement in its public text."""

from collections.abc import Iterator

from flask_babel import gettext as _

from exports.csv_tables import csv_lines
from exports.problems.words import most_points, points_of, province_names, side_words, term_names
from exports.results.words import SECTORS
from exports.workbooks import Cell, Sheet, write_sheets
from lib.provinces import PROVINCES
from models.sectors import Sector
from queries.problems.told import ToldList, ToldProblem

_FIGURES = 12
_WIDTHS = (6, 60, 60, 24, *[_FIGURES] * 8, *[_FIGURES] * 6, 30, 60, *[_FIGURES] * 6, 40, 10, 40)
_WIDTHS_OF_STATEMENTS = (6, 60, 90, 28, 20, 40, 12, 14)


def list_workbook(told: ToldList, *, path: str) -> None:
    """Write two sheets to a file at `path`: the problems by priority, and their statements."""
    write_sheets(path, [_problems(told), _statements(told)])


def list_csv(told: ToldList, *, delimiter: str = ",") -> Iterator[bytes]:
    """The first sheet."""
    sheet = _problems(told)
    rows = (["" if cell is None else str(cell) for cell in row] for row in sheet.rows)
    return csv_lines(sheet.headings, rows, delimiter=delimiter)


def _problems(told: ToldList) -> Sheet:
    points = [
        _("%(term)s, points of %(most)s", term=term, most=most)
        for term, most in zip(term_names(), most_points(told.weights), strict=True)
    ]
    headings = [
        _("No."),
        _("Problem"),
        _("Summary"),
        _("Topic"),
        _("Priority"),
        *points,
        _("Version of the weights"),
        _("Statements"),
        *(str(SECTORS[side]) for side in Sector),
        _("sector not told"),
        _("Provinces"),
        _("Events"),
        _("How much it hurts (mean, 1–5)"),
        _("People who voted"),
        _("of them for this problem"),
        _("Moderators who scored"),
        _("Impact (median)"),
        _("Feasibility (median)"),
        _("Part of"),
        _("Public"),
        _("Not taken up, because"),
    ]
    rows = (_problem(problem, told) for problem in told.problems)
    return Sheet(title=_("Problems"), headings=headings, widths=_WIDTHS, rows=rows)


def _problem(problem: ToldProblem, told: ToldList) -> list[Cell]:
    grounds = problem.grounds
    return [
        problem.place,
        problem.title,
        problem.summary,
        problem.topic,
        float(problem.priority),
        *points_of(problem),
        told.weights_version,
        grounds.statements,
        *(problem.sides.get(side, 0) for side in (*Sector, None)),
        province_names(problem.provinces),
        "; ".join(problem.events),
        None if grounds.harm is None else float(grounds.harm),
        grounds.seats,
        grounds.chose,
        problem.scorers,
        problem.impact,
        problem.feasibility,
        problem.part_of,
        _("yes") if problem.is_public else _("no"),
        problem.not_taken_up,
    ]


def _statements(told: ToldList) -> Sheet:
    headings = [
        _("No."),
        _("Problem"),
        _("Statement"),
        _("Said by"),
        _("Province"),
        _("Event"),
        _("Day"),
        _("How much it hurts"),
    ]
    return Sheet(
        title=_("Statements"),
        headings=headings,
        widths=_WIDTHS_OF_STATEMENTS,
        rows=_said(told),
    )


def _said(told: ToldList) -> Iterator[list[Cell]]:
    for problem in told.problems:
        for said in problem.statements:
            yield [
                problem.place,
                problem.title,
                said.text,
                side_words(said.side),
                PROVINCES.get(said.province or "", ""),
                said.event,
                said.made_on.isoformat(),
                said.hurts,
            ]
