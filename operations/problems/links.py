"""Wider lists gather the problems of narrower ones by links: nothing is copied."""

from collections.abc import Iterable, Sequence
from datetime import datetime

import sqlalchemy as sa

from extensions import db
from lib.refusals import Refusal
from models.problems import Act, ActKind, Problem, ProblemList
from models.scopes import Scope
from models.users import User
from operations.problems.acts import NoHeading
from operations.problems.changes import Changes
from operations.problems.holding import (
    ForeignProblem,
    ForeignTarget,
    NothingChosen,
    hold_lists,
    still_open,
)
from operations.problems.lists import list_of
from policy import lists_scoped


class NotWider(Refusal):
    """The list is not wider than the one of a problem that it should gather."""


class Cycle(Refusal):
    """A problem would be part of itself."""


class OutOfReach(Refusal):
    """The list is not of the moderator's province."""


def link_problems(
    problem_list: ProblemList,
    problems: Iterable[int],
    *,
    into: int | None = None,
    title: str = "",
    title_en: str = "",
    scope: Scope | None = None,
    reason: str = "",
    by: User,
    at: datetime,
) -> Act:
    """Make problems part of a wider one, or of a new one with this title in the list of `scope`.

    The act stands in `problem_list`, which must be that of one of them, of a part of theirs, or the
    wider one's. Raises NothingChosen, NotOfThisList, OutOfReach, ProblemGone, NoHeading, NotWider,
    Cycle.
    """
    if (into is None) is (not title) or (title and scope is None):
        raise NoHeading
    found = _within_reach(problems, by)
    wider = _wider_list(into, scope, by)
    _hold(problem_list, found, wider, by)
    parts = [still_open(problem) for problem in found]
    if problem_list.id not in {wider.id, *_lists_below(parts)}:
        raise ForeignProblem({part.id for part in parts})
    whole = still_open(db.session.get_one(Problem, into)) if into is not None else None
    if whole and whole.id in _with_parts(parts):
        raise Cycle(whole.id)
    if not all(_gathers(wider.scope, part.problem_list) for part in parts):
        raise NotWider
    changes = Changes()
    whole = whole or changes.make(wider, title=title, title_en=title_en, at=at)
    for part in parts:
        _make_part(changes, part, whole)
    return changes.record(ActKind.LINK, problem_list, whole, reason=reason, by=by, at=at)


def unlink_problems(
    problem_list: ProblemList,
    problems: Iterable[int],
    *,
    reason: str = "",
    by: User,
    at: datetime,
) -> Act:
    """They are part of nothing any more. Raises NothingChosen, NotOfThisList, OutOfReach,
    ProblemGone."""
    found = _within_reach(problems, by)
    lists = _hold(problem_list, found, None, by)
    if problem_list.id not in lists | _lists_below(found):
        raise ForeignProblem({part.id for part in found})
    changes = Changes()
    for part in found:
        _make_part(changes, still_open(part), None)
    return changes.record(ActKind.UNLINK, problem_list, None, reason=reason, by=by, at=at)


def _make_part(changes: Changes, part: Problem, whole: Problem | None) -> None:
    if part.part_of_id == (whole.id if whole else None):
        return
    if part.part_of_id is not None:
        changes.involve(db.session.get_one(Problem, part.part_of_id))
    changes.change(part, part_of_id=whole.id if whole else None)
    changes.involve(part, *([whole] if whole else []))


def _within_reach(problems: Iterable[int], by: User) -> Sequence[Problem]:
    wanted = set(problems)
    if not wanted:
        raise NothingChosen
    found = _seen_by(by, wanted)
    if len(found) < len(wanted):
        raise ForeignProblem(wanted - {problem.id for problem in found})
    return found


def _seen_by(by: User, numbers: set[int]) -> Sequence[Problem]:
    rows = sa.select(Problem).join(Problem.problem_list).outerjoin(ProblemList.event)
    rows = rows.where(Problem.id.in_(numbers)).order_by(Problem.id)
    return db.session.scalars(lists_scoped(rows, by)).all()


def _wider_list(into: int | None, scope: Scope | None, by: User) -> ProblemList:
    """The list that gathers; one that is only now needed is made."""
    if into is not None:
        for found in _seen_by(by, {into}):
            return found.problem_list
        raise ForeignTarget(into)
    assert scope is not None  # noqa: S101 - NoHeading was raised before
    if scope.event_id is not None:
        raise NotWider
    if by.province is not None and scope.province != by.province:
        raise OutOfReach
    return list_of(scope)


def _hold(
    problem_list: ProblemList, parts: Sequence[Problem], wider: ProblemList | None, by: User
) -> set[int]:
    """Hold all lists concerned; of these, those from which the parts are taken.

    Raises OutOfReach for one of these that is not of the moderator's province.
    """
    hold_lists({problem_list.id, *(part.list_id for part in parts)})
    wholes = {part.part_of_id for part in parts if part.part_of_id is not None}
    left = _seen_by(by, wholes)
    if len(left) < len(wholes):
        raise OutOfReach
    lists = {whole.list_id for whole in left}
    hold_lists(lists | ({wider.id} if wider else set()))
    return lists


def _gathers(wider: Scope, narrow: ProblemList) -> bool:
    if wider.width <= narrow.scope.width:
        return False
    of_event = narrow.event.province if narrow.event else None
    return wider.is_programme or of_event in (None, wider.province)


def _with_parts(problems: Sequence[Problem]) -> set[int]:
    """The numbers of these and of all their parts, and of the parts' parts."""
    found = {problem.id for problem in problems}
    newest = found
    while newest:
        parts = sa.select(Problem.id).where(Problem.part_of_id.in_(newest))
        newest = set(db.session.scalars(parts)) - found
        found |= newest
    return found


def _lists_below(problems: Sequence[Problem]) -> set[int]:
    """Of these and of all their parts."""
    rows = sa.select(Problem.list_id).where(Problem.id.in_(_with_parts(problems)))
    return set(db.session.scalars(rows))
