"""The problems that acts name, as they are called now, whatever became of them."""

from collections.abc import Iterable, Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from extensions import db
from models.base import in_locale
from models.problems import Act, Problem, ProblemStanding

_NAMING = ("problem_id", "merged_into_id", "part_of_id")


def titles_in(acts: Iterable[Act], locale: str) -> Mapping[int, str]:
    """The title of every problem that one of the acts made, changed, left or filled."""
    numbers = {number for act in acts for number in numbers_in(act)}
    if not numbers:
        return {}
    rows = sa.select(Problem.id, Problem.title, Problem.title_en).where(Problem.id.in_(numbers))
    return {
        number: in_locale(locale, title, title_en)
        for number, title, title_en in db.session.execute(rows)
    }


def catalogue_titles(number: int) -> tuple[str, str] | None:
    """The titles of a heading that everyone may read, to be used again in another list."""
    row = db.session.execute(
        sa.select(Problem.title, Problem.title_en).where(
            Problem.id == number,
            Problem.published_at.is_not(None),
            Problem.standing == ProblemStanding.OPEN,
        )
    ).one_or_none()
    return (row.title, row.title_en) if row else None


def undone_by(acts: Iterable[Act]) -> Mapping[int, Act]:
    """For each act that is an undo: the act that it undid, by the undo's number."""
    wanted = {act.undoes_id: act.id for act in acts if act.undoes_id}
    if not wanted:
        return {}
    rows = db.session.scalars(sa.select(Act).where(Act.id.in_(wanted)))
    return {wanted[row.id]: row for row in rows}


def undoing(acts: Iterable[Act]) -> Mapping[int, Act]:
    """The undo in force of each act that does not hold, by the act's number."""
    wanted = {act.undone_by_id: act.id for act in acts if act.undone_by_id}
    if not wanted:
        return {}
    rows = db.session.scalars(sa.select(Act).where(Act.id.in_(wanted)).options(joinedload(Act.by)))
    return {wanted[row.id]: row for row in rows}


def numbers_in(act: Act) -> set[int]:
    """The numbers of the problems that the act names."""
    numbers = {act.problem_id} if act.problem_id else set()
    for change in act.changes:
        if change["row"] == "problem":
            numbers.add(int(change["id"]))
        numbers |= {value for value in _named(change) if value}
    return numbers


def _named(change: Mapping[str, Any]) -> Iterable[int | None]:
    for state in (change["before"], change["after"]):
        yield from (state.get(name) for name in _NAMING)
