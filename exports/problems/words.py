"""Words of a problem list's files: whose it is, sides, terms of a priority."""

from collections.abc import Iterable
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import ngettext

from exports.charts.numbers import decimal, whole
from exports.results.words import SECTORS
from lib.priority import Weights
from lib.provinces import PROVINCES
from models.scopes import Scope
from models.sectors import Sector
from queries.problems.told import ToldList, ToldProblem


@dataclass(frozen=True)
class Term:
    """A term of a problem's priority."""

    name: str
    counted_from: str
    points: float
    most: int


def list_title(told: ToldList) -> str:
    if told.title:
        return told.title
    return _place(told.scope)


def _place(scope: Scope) -> str:
    if scope.province is None:
        return str(_("The list of the programme"))
    province = PROVINCES[scope.province]
    return str(_("The list of %(province)s province", province=province))


def side_words(side: Sector | None) -> str:
    return str(SECTORS[side] if side else _("a participant"))


def sides_words(problem: ToldProblem) -> str:
    """«Public institution 4, University 1, sector not told 3»."""
    unknown = _("sector not told")
    told = [
        f"{SECTORS[side] if side else unknown} {whole(problem.sides[side])}"
        for side in (*Sector, None)
        if problem.sides.get(side)
    ]
    return ", ".join(told)


def province_names(codes: Iterable[str]) -> str:
    return ", ".join(PROVINCES.get(code, code) for code in codes)


def term_names() -> list[str]:
    return [
        _("Both sides"),
        _("Provinces"),
        _("How much it hurts"),
        _("Votes"),
        _("Statements"),
    ]


def most_points(weights: Weights) -> list[int]:
    """What each term is worth at most, in the same order."""
    return [weights.both_sides, weights.provinces, weights.harm, weights.votes, weights.count]


def points_of(problem: ToldProblem) -> list[float]:
    """The five summands, unrounded, in the same order."""
    terms = problem.terms
    summands = (terms.both, terms.provinces, terms.harm, terms.votes, terms.count)
    return [float(points) for points in summands]


def terms_of(problem: ToldProblem, weights: Weights) -> list[Term]:
    rows = zip(
        term_names(), _grounds(problem), points_of(problem), most_points(weights), strict=True
    )
    return [Term(*row) for row in rows]


def _grounds(problem: ToldProblem) -> list[str]:
    grounds = problem.grounds
    return [
        _said_by_both(min(grounds.of_public, grounds.of_cso)),
        _(
            "%(said)s of %(closed)s provinces with a closed list",
            said=whole(grounds.said_in),
            closed=whole(grounds.closed),
        )
        if grounds.closed
        else _("no list is closed yet"),
        _("%(mean)s of 5 on average", mean=decimal(float(grounds.harm)))
        if grounds.harm is not None
        else _("nobody said; counted as 3 of 5"),
        _(
            "%(chose)s of %(seats)s people who voted in a workshop",
            chose=whole(grounds.chose),
            seats=whole(grounds.seats),
        )
        if grounds.seats
        else _("nobody has voted"),
        ngettext("%(num)d statement", "%(num)d statements", grounds.statements),
    ]


def _said_by_both(fewer: int) -> str:
    if fewer >= 2:
        return str(_("public institutions and civil society, each at least twice"))
    if fewer:
        return str(_("public institutions and civil society, one of them once"))
    return str(_("not named by both public institutions and civil society"))
