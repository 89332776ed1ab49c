"""Road maps as everybody reads them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from extensions import db
from models.problems import Problem, ProblemStanding
from models.road_maps import Action, ActionStatus, RoadMap
from queries.road_maps.actions import ActionFilter, actions_of, choices_of
from queries.road_maps.reports import unreported


@dataclass(frozen=True)
class ListedRoadMap:
    road_map: RoadMap
    actions: int
    done: int
    late: int


def published_road_maps(*, today: date) -> list[ListedRoadMap]:
    """All published road maps with their figures, the programme's first; in one statement."""
    late = sa.and_(
        Action.ends_on < today,
        Action.status.in_((ActionStatus.PLANNED, ActionStatus.UNDER_WAY)),
    )
    rows = (
        sa.select(
            RoadMap,
            sa.func.count(Action.id),
            _number(Action.status == ActionStatus.DONE),
            _number(late),
        )
        .outerjoin(Action, Action.road_map_id == RoadMap.id)
        .where(RoadMap.published_at.is_not(None))
        .group_by(RoadMap.id)
        .order_by(RoadMap.province.is_not(None), RoadMap.published_at.desc(), RoadMap.id)
    )
    return [ListedRoadMap(*row) for row in db.session.execute(rows)]


def _number(condition: sa.ColumnElement[bool]) -> sa.ColumnElement[int]:
    return sa.func.coalesce(sa.func.sum(sa.case((condition, 1), else_=0)), 0)


@dataclass(frozen=True)
class ShownActions:
    """The actions that the filter means, and what the page says beside them."""

    actions: Sequence[Action]
    total: int
    """How many the road map has."""
    problems: Mapping[int, Problem]
    """By the number of a problem that an action names: the published one it is today."""
    unreported: Mapping[int, str]
    """By the action's number: the half-year on which no report came."""
    choices: tuple[list[str], list[str], list[str]]
    """Institutions, provinces, topics to narrow by."""


def shown_actions(road_map: RoadMap, narrowed: ActionFilter) -> ShownActions:
    everything = actions_of(road_map)
    actions = everything
    if narrowed.narrows:
        rows = sa.select(Action).where(Action.road_map_id == road_map.id)
        meant = set(db.session.scalars(narrowed.apply(rows).with_only_columns(Action.id)))
        actions = [action for action in everything if action.id in meant]
    return ShownActions(
        actions,
        len(everything),
        problems_today(problem for action in actions for problem in action.problems),
        unreported(road_map, narrowed.today),
        choices_of(everything),
    )


def problems_today(named: Iterable[Problem]) -> dict[int, Problem]:
    """By the number of each of these problems: itself, or what it was merged into, if everybody may
    read it. In no statement where none was merged."""
    problems = {problem.id: problem for problem in named}
    merged = {number for number, problem in problems.items() if not problem.is_open}
    found = {number: problem for number, problem in problems.items() if problem.is_open}
    if merged:
        found |= _merged_into(merged)
    return {number: problem for number, problem in found.items() if problem.published_at}


def _merged_into(numbers: Iterable[int]) -> dict[int, Problem]:
    start = sa.select(Problem.id.label("root"), Problem.merged_into_id.label("id"))
    chain = start.where(Problem.id.in_(list(numbers))).cte("chain", recursive=True)
    here = aliased(Problem)
    chain = chain.union(
        sa.select(chain.c.root, here.merged_into_id).join_from(chain, here, here.id == chain.c.id)
    )
    rows = (
        sa.select(chain.c.root, Problem)
        .join_from(chain, Problem, Problem.id == chain.c.id)
        .where(Problem.standing == ProblemStanding.OPEN)
    )
    return dict(db.session.execute(rows).all())
