"""Who is reminded of a report: the institution around the due day, the organizer two weeks after.

Each letter is written once, at ten in the morning of the site's zone. One whose day was missed is
written until the next one is due.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from extensions import db, site_zone
from letters.road_maps import enqueue_missing_progress, enqueue_progress_reminder
from models.letters import Letter
from models.progress import ProgressLink
from models.road_maps import Action, RoadMap
from models.users import User
from queries.road_maps.actions import today_at
from queries.road_maps.reports import missing_actions, stands

HOUR = time(10)
STAGES = (-14, 0, 7)
"""Days after the due day on which the institution is reminded."""
TOLD_AFTER = 14
"""Days after it on which the organizer is told."""
LATE = 14
"""Days for which the organizer's letter may be late."""


def write_progress_letters(*, at: datetime) -> int:
    """Write what is due, each once; how many letters. Commit after."""
    today = today_at(at)
    links = db.session.scalars(
        sa.select(ProgressLink)
        .where(
            ProgressLink.revoked_at.is_(None),
            ProgressLink.due_on >= today - timedelta(days=TOLD_AFTER + LATE),
            ProgressLink.due_on <= today - timedelta(days=STAGES[0]),
        )
        .options(joinedload(ProgressLink.road_map))
        .order_by(ProgressLink.id)
    ).all()
    reminded = sum(_remind(link, at) for link in links)
    return reminded + _tell_organizers(links, at)


def _remind(link: ProgressLink, at: datetime) -> bool:
    stage = _stage(link, at)
    if stage is None or not stands(link, at) or link.made_at >= _moment(link.due_on, stage):
        return False
    key = f"progress:{link.id}:{stage}"
    missing = [] if _written(key) else missing_actions(link)
    if not missing:
        return False
    return enqueue_progress_reminder(link, missing, once_key=key, at=at) is not None


def _stage(link: ProgressLink, at: datetime) -> int | None:
    """The last reminder that is due; None: none yet, or it is for the organizer now."""
    if at >= _moment(link.due_on, TOLD_AFTER):
        return None
    due = [stage for stage in STAGES if at >= _moment(link.due_on, stage)]
    return due[-1] if due else None


def _tell_organizers(links: Sequence[ProgressLink], at: datetime) -> int:
    asked: dict[tuple[int, str, int], list[ProgressLink]] = defaultdict(list)
    for link in links:
        due = _moment(link.due_on, TOLD_AFTER)
        if at >= due and link.made_at < due and link.made_by_id:
            asked[link.road_map_id, link.period, link.made_by_id].append(link)
    return sum(
        _tell(of[0].road_map, period, db.session.get_one(User, user_id), of, at)
        for (_road_map_id, period, user_id), of in asked.items()
    )


def _tell(
    road_map: RoadMap, period: str, to: User, links: list[ProgressLink], at: datetime
) -> bool:
    key = f"progress_missing:{road_map.id}:{period}:{to.id}"
    if not to.is_active or _written(key):
        return False
    missing: dict[int, Action] = {}
    for link in links:
        missing |= {action.id: action for action in missing_actions(link)}
    in_order = sorted(missing.values(), key=lambda action: (action.position, action.id))
    return bool(in_order) and (
        enqueue_missing_progress(road_map, period, in_order, to=to, once_key=key, at=at) is not None
    )


def _moment(due_on: date, days: int) -> datetime:
    return datetime.combine(due_on + timedelta(days=days), HOUR, ZoneInfo(site_zone()))


def _written(key: str) -> bool:
    return db.session.scalar(sa.select(Letter.id).where(Letter.once_key == key)) is not None
