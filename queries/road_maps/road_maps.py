"""Road maps, within the user's province, and those that everybody may read."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from extensions import db
from lib.paging import Page, page_of
from models.road_maps import Action, ActionStatus, RoadMap, RoadMapChange
from models.users import User
from policy import road_maps_scoped
from queries.road_maps.actions import ActionFilter


def road_map_for(road_map_id: int, user: User) -> RoadMap | None:
    """A road map, if the user's province allows it."""
    return db.session.scalar(
        road_maps_scoped(sa.select(RoadMap).where(RoadMap.id == road_map_id), user)
    )


def road_maps_for(user: User, *, limit: int, after: str | None = None) -> Page[RoadMap]:
    """The road maps that the user may see, the latest first. Raises BadCursor."""
    rows = road_maps_scoped(sa.select(RoadMap), user)
    return page_of(db.session(), rows, RoadMap.id, limit=limit, after=after, descending=True)


def published_road_map(slug: str) -> RoadMap | None:
    """The road map of this address, if everybody may read it."""
    return db.session.scalar(
        sa.select(RoadMap).where(RoadMap.slug == slug, RoadMap.published_at.is_not(None))
    )


def changes_of(road_map: RoadMap, *, limit: int = 200) -> Sequence[RoadMapChange]:
    """What the public was told of it, the latest first."""
    return db.session.scalars(
        sa.select(RoadMapChange)
        .where(RoadMapChange.road_map_id == road_map.id)
        .options(joinedload(RoadMapChange.action))
        .order_by(RoadMapChange.id.desc())
        .limit(limit)
    ).all()


@dataclass(frozen=True)
class Tally:
    """How many actions a road map has, and how many of them are done and late."""

    actions: int = 0
    done: int = 0
    late: int = 0


def tallies_of(road_maps: Iterable[RoadMap], today: date) -> Mapping[int, Tally]:
    """Of each of these road maps that has actions, in one statement."""
    late = ActionFilter(late=True, today=today).rules()
    rows = (
        sa.select(
            Action.road_map_id,
            sa.func.count(),
            sa.func.count().filter(Action.status == ActionStatus.DONE),
            sa.func.count().filter(*late),
        )
        .where(Action.road_map_id.in_([road_map.id for road_map in road_maps]))
        .group_by(Action.road_map_id)
    )
    return {number: Tally(*counts) for number, *counts in db.session.execute(rows)}
