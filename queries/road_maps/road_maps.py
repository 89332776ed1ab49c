"""Road maps, within the user's province, and those that everybody may read."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from extensions import db
from lib.paging import Page, page_of
from models.road_maps import RoadMap, RoadMapChange
from models.users import User
from policy import road_maps_scoped


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
