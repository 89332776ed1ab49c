"""Approved changes of published road maps: what feeds and digests tell."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload

from extensions import db
from models.road_maps import Action, RoadMap, RoadMapChange
from queries.road_maps.actions import ActionFilter


def told_changes(
    narrowed: ActionFilter, *, road_map: RoadMap | None = None, limit: int = 100
) -> Sequence[RoadMapChange]:
    """The latest first, of one road map or of all; where a filter narrows, only those of actions
    that it means."""
    rows = _public()
    if road_map is not None:
        rows = rows.where(RoadMapChange.road_map_id == road_map.id)
    if narrowed.narrows:
        meant = narrowed.apply(sa.select(Action)).with_only_columns(Action.id)
        rows = rows.where(RoadMapChange.action_id.in_(meant))
    return db.session.scalars(rows.order_by(RoadMapChange.id.desc()).limit(limit)).all()


def changes_since(road_map_id: int, change_id: int, *, limit: int = 50) -> Sequence[RoadMapChange]:
    """The changes after this one, the oldest first."""
    rows = _public().where(RoadMapChange.road_map_id == road_map_id, RoadMapChange.id > change_id)
    return db.session.scalars(rows.order_by(RoadMapChange.id).limit(limit)).all()


def _public() -> sa.Select[RoadMapChange]:
    return (
        sa.select(RoadMapChange)
        .join(RoadMapChange.road_map)
        .where(RoadMap.published_at.is_not(None))
        .options(contains_eager(RoadMapChange.road_map), joinedload(RoadMapChange.action))
    )
