"""Links by which an institution reports of its actions of one half-year."""

from datetime import datetime, timedelta
from secrets import token_hex

from extensions import db, site_zone
from letters.road_maps import enqueue_progress_asked, progress_token
from lib.bearer_tokens import fingerprint
from lib.local_days import midnight
from models.audit import AuditAction
from models.progress import ProgressLink
from models.road_maps import HalfYear, RoadMap
from models.users import User
from operations.base.audit import record

STANDS_FOR = timedelta(days=30)
"""After the day on which reports are due; of a half-year that is over, after it was made."""


def make_link(
    road_map: RoadMap,
    *,
    institution: str,
    email: str,
    locale: str = "tr",
    period: HalfYear,
    lapses_at: datetime | None = None,
    by: User,
    at: datetime,
) -> ProgressLink:
    """Ask an institution for its reports of a half-year, by an email with the link.

    Several links may stand. Without `lapses_at` it lapses 30 days after reports are due.
    """
    due = period.ends_on
    link = ProgressLink(
        road_map=road_map,
        institution=institution,
        email=email,
        locale=locale,
        period=period,
        due_on=due,
        key_hash=token_hex(32),  # until its number is known, of which the key is made
        made_at=at,
        made_by_id=by.id,
        lapses_at=lapses_at or max(midnight(due + timedelta(1), site_zone()), at) + STANDS_FOR,
    )
    db.session.add(link)
    db.session.flush()
    link.key_hash = fingerprint(progress_token(link))
    record(AuditAction.PROGRESS_ASKED, at=at, by=by, subject_id=link.id, road_map=road_map.id)
    enqueue_progress_asked(link, at=at)
    db.session.flush()
    return link


def revoke_link(link: ProgressLink, *, by: User, at: datetime) -> None:
    """Nobody opens it any more. What was reported by it stays. Twice changes nothing."""
    if link.revoked_at is None:
        link.revoked_at = at
        record(AuditAction.PROGRESS_LINK_REVOKED, at=at, by=by, subject_id=link.id)
        db.session.flush()
