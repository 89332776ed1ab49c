"""The actions of road maps: found, narrowed, and the problems that they may name."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, selectinload

from extensions import db, site_zone
from lib.text import clean_line
from lib.turkish import search_key, sort_key
from models.problems import Problem, ProblemList, ProblemStanding
from models.road_maps import Action, ActionStatus, RoadMap
from models.users import User
from policy import lists_scoped, road_maps_scoped
from queries.base import arguments

_LONGEST = 200


def today_at(at: datetime) -> date:
    """The day of the site's zone, by which an action is late."""
    return at.astimezone(ZoneInfo(site_zone())).date()


@dataclass(frozen=True, kw_only=True)
class ActionFilter:
    """Which actions are meant; it is also the address of pages, files and feeds."""

    institution: str = ""
    """The one responsible, whatever its case and dots."""
    province: str | None = None
    status: ActionStatus | None = None
    late: bool = False
    topic: str = ""
    """The theme of the action, or the topic of a problem that it names."""
    today: date
    """In the site's zone: what is late is computed."""

    @classmethod
    def from_query(cls, query: Mapping[str, str], *, today: date) -> "ActionFilter":
        """The filter in the address. Raises queries.base.arguments.BadArgument."""
        return cls(
            institution=_text(query, "institution"),
            province=arguments.province(query),
            status=arguments.member(ActionStatus, query, "status"),
            late=query.get("late", "") == "1",
            topic=_text(query, "topic"),
            today=today,
        )

    def as_query(self) -> dict[str, str]:
        """The filter as values of an address, of which `from_query` makes the same filter."""
        plain = {f.name: getattr(self, f.name) for f in fields(self) if f.name != "today"}
        return arguments.as_query(**{**plain, "late": "1" if self.late else ""})

    @property
    def narrows(self) -> bool:
        return self != ActionFilter(today=self.today)

    def apply(self, rows: sa.Select[Action]) -> sa.Select[Action]:
        """Those of the selected actions that are meant."""
        return rows.where(*self.rules())

    def rules(self) -> list[sa.ColumnElement[bool]]:
        """The conditions of an action that is meant."""
        rules: list[sa.ColumnElement[bool]] = []
        if self.institution:
            rules.append(Action.institution_key == search_key(self.institution))
        if self.province:
            of_province = sa.select(RoadMap.id).where(RoadMap.province == self.province)
            rules.append(
                sa.or_(Action.province == self.province, Action.road_map_id.in_(of_province))
            )
        if self.status:
            rules.append(Action.status == self.status)
        if self.late:
            unfinished = (ActionStatus.PLANNED, ActionStatus.UNDER_WAY)
            rules += [Action.ends_on < self.today, Action.status.in_(unfinished)]
        if self.topic:
            named = Action.problems.any(Problem.topic == self.topic)
            rules.append(sa.or_(Action.theme == self.topic, named))
        return rules


def action_for(action_id: int, user: User) -> Action | None:
    """An action, if the user's province allows its road map."""
    rows = (
        sa.select(Action)
        .join(Action.road_map)
        .where(Action.id == action_id)
        .options(contains_eager(Action.road_map))
    )
    return db.session.scalar(road_maps_scoped(rows, user))


def actions_of(road_map: RoadMap, narrowed: ActionFilter | None = None) -> Sequence[Action]:
    """Its actions in their order, with their problems; all, or those that the filter means."""
    rows = (
        sa.select(Action)
        .where(Action.road_map_id == road_map.id)
        .options(selectinload(Action.problems))
        .order_by(Action.position, Action.id)
    )
    return db.session.scalars(narrowed.apply(rows) if narrowed else rows).all()


def choices_of(actions: Iterable[Action]) -> tuple[list[str], list[str], list[str]]:
    """What these actions can be narrowed by, in Turkish order: institutions, provinces (plate
    numbers), topics."""
    institutions: dict[str, str] = {}
    provinces, topics = set(), set()
    for action in actions:
        institutions.setdefault(action.institution_key, action.institution)
        provinces.add(action.province or "")
        topics |= {action.theme, *(problem.topic for problem in action.problems)}
    return (
        sorted(institutions.values(), key=sort_key),
        sorted(provinces - {""}),
        sorted(topics - {""}, key=sort_key),
    )


def problems_within(numbers: Iterable[int], user: User) -> Sequence[Problem]:
    """Those of the problems with these numbers that are open and within the user's reach."""
    wanted = list(numbers)
    if not wanted:
        return []
    return db.session.scalars(
        lists_scoped(_open().where(Problem.id.in_(wanted)), user).order_by(Problem.id)
    ).all()


def problems_found(
    road_map: RoadMap, text: str, user: User, *, limit: int = 30
) -> Sequence[Problem]:
    """Published problems of the road map's scope and of the lists within it, by their words."""
    rows = _open().where(Problem.published_at.is_not(None))
    if road_map.province is not None:
        within = ProblemList.event.has(province=road_map.province)
        rows = rows.where(sa.or_(ProblemList.province == road_map.province, within))
    rows = rows.where(*arguments.words_in(Problem.search_key, text))
    newest = rows.order_by(Problem.id.desc()).limit(limit)
    return db.session.scalars(lists_scoped(newest, user)).all()


def _open() -> sa.Select[Problem]:
    return (
        sa.select(Problem)
        .join(Problem.problem_list)
        .outerjoin(ProblemList.event)
        .where(Problem.standing == ProblemStanding.OPEN)
        .options(selectinload(Problem.problem_list))
    )


def _text(query: Mapping[str, str], name: str) -> str:
    return clean_line(query.get(name, "")[: _LONGEST * 4])[:_LONGEST]
