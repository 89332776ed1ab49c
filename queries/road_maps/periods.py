"""Frozen half-years of road maps."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import undefer

from extensions import db
from models.road_maps import RoadMap, RoadMapPeriod


def periods_of(road_map: RoadMap) -> Sequence[RoadMapPeriod]:
    """Its frozen half-years without their content, the latest first."""
    return db.session.scalars(_of(road_map).order_by(RoadMapPeriod.period.desc())).all()


def period_of(road_map: RoadMap, period: str) -> RoadMapPeriod | None:
    """The frozen half-year with its content; None: it was not approved."""
    rows = _of(road_map).where(RoadMapPeriod.period == period)
    return db.session.scalar(rows.options(undefer(RoadMapPeriod.content)))


def period_before(road_map: RoadMap, period: str) -> RoadMapPeriod | None:
    """The last one frozen before this half-year, with its content."""
    rows = _of(road_map).where(RoadMapPeriod.period < period)
    return db.session.scalar(
        rows.options(undefer(RoadMapPeriod.content)).order_by(RoadMapPeriod.period.desc()).limit(1)
    )


def _of(road_map: RoadMap) -> sa.Select[RoadMapPeriod]:
    return sa.select(RoadMapPeriod).where(RoadMapPeriod.road_map_id == road_map.id)
