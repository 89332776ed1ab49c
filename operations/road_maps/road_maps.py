"""Road maps: made, changed, shown to everybody and withdrawn."""

import re
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from extensions import db
from lib.refusals import Refusal
from lib.slugs import slugify
from models.audit import AuditAction
from models.road_maps import ChangeKind, RoadMap
from models.users import User
from operations.base.audit import record
from operations.letters.outcomes import announce_road_map
from operations.road_maps.changes import note_change
from policy import may_place_events_in

_YEARS = re.compile(r"(20\d\d)-(20\d\d)")


class OutsideOwnProvince(Refusal):
    """The user may make road maps of their own province alone."""


class BadPeriod(Refusal):
    """Not two years such as «2026-2028», the earlier one first."""


@dataclass(frozen=True, kw_only=True)
class RoadMapDetails:
    title: str
    title_en: str = ""
    period: str


def is_period(text: str) -> bool:
    """Whether it reads like «2026-2028», the earlier year first."""
    years = _YEARS.fullmatch(text)
    return years is not None and years[1] <= years[2]


def create_road_map(
    details: RoadMapDetails, *, province: str | None, by: User, at: datetime
) -> RoadMap:
    """Make a road map of a province or (None) of the programme; nobody else sees it yet.

    Raises OutsideOwnProvince, BadPeriod.
    """
    if not may_place_events_in(by, province):
        raise OutsideOwnProvince
    _refuse_bad(details)
    road_map = RoadMap(
        slug=_free_slug(details.title),
        province=province,
        created_at=at,
        created_by_id=by.id,
        actions=[],
        **vars(details),
    )
    db.session.add(road_map)
    db.session.flush()
    record(AuditAction.ROAD_MAP_CREATED, at=at, by=by, subject_id=road_map.id)
    return road_map


def change_road_map(road_map: RoadMap, details: RoadMapDetails, *, by: User, at: datetime) -> None:
    """Change its words and years; its address stays. Raises BadPeriod."""
    _refuse_bad(details)
    changed = {
        name: [getattr(road_map, name), value]
        for name, value in vars(details).items()
        if getattr(road_map, name) != value
    }
    for name, (_before, after) in changed.items():
        setattr(road_map, name, after)
    if changed:
        note_change(road_map, ChangeKind.CHANGED, details=changed, at=at)
        record(AuditAction.ROAD_MAP_CHANGED, at=at, by=by, subject_id=road_map.id)
    db.session.flush()


def publish_road_map(road_map: RoadMap, *, by: User, at: datetime) -> None:
    """Show it to everybody; those who were where its problems were said hear of it, once for ever.

    Twice changes nothing.
    """
    held_road_map(road_map)
    if road_map.published_at is not None:
        return
    road_map.published_at = at
    note_change(road_map, ChangeKind.PUBLISHED, at=at)
    record(AuditAction.ROAD_MAP_PUBLISHED, at=at, by=by, subject_id=road_map.id)
    announce_road_map(road_map, at=at)
    db.session.flush()


def withdraw_road_map(road_map: RoadMap, *, by: User, at: datetime) -> None:
    """Show it to the staff alone. Nothing of it is lost."""
    held_road_map(road_map)
    if road_map.published_at is None:
        return
    road_map.published_at = None
    record(AuditAction.ROAD_MAP_WITHDRAWN, at=at, by=by, subject_id=road_map.id)
    db.session.flush()


def held_road_map(road_map: RoadMap) -> RoadMap:
    """The road map as it is now, locked until the commit."""
    db.session.refresh(road_map, with_for_update={"key_share": True})
    return road_map


def _refuse_bad(details: RoadMapDetails) -> None:
    if not is_period(details.period):
        raise BadPeriod


def _free_slug(title: str) -> str:
    """The title's slug, with -2, -3 … behind it where it is taken. The unique constraint is the
    true guard."""
    slug = slugify(title, without="road-map")
    taken = set(db.session.scalars(sa.select(RoadMap.slug).where(RoadMap.slug.startswith(slug))))
    number, free = 2, slug
    while free in taken:
        free, number = f"{slug}-{number}", number + 1
    return free
