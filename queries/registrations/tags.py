"""Tags of an event's participants."""

from collections.abc import Collection

import sqlalchemy as sa

from extensions import db
from lib.turkish import search_key
from models.events import Event
from models.participants import Tag, tagged


def tags_of(event: Event) -> list[Tag]:
    """Every tag that the event's participants have, by name."""
    return list(
        db.session.scalars(
            sa.select(Tag).where(Tag.event_id == event.id).order_by(Tag.search_key, Tag.id)
        )
    )


def tag_named(event: Event, name: str) -> Tag | None:
    """The event's tag of this name; «Basın» and «BASIN» are one."""
    return db.session.scalar(
        sa.select(Tag).where(Tag.event_id == event.id, Tag.search_key == search_key(name))
    )


def tag_of(event: Event, tag_id: int) -> Tag | None:
    return db.session.scalar(sa.select(Tag).where(Tag.event_id == event.id, Tag.id == tag_id))


def tags_on(registration_ids: Collection[int]) -> dict[int, list[Tag]]:
    """The tags by the registration's number, each list by name; one select."""
    rows = db.session.execute(
        sa.select(tagged.c.registration_id, Tag)
        .join(Tag, Tag.id == tagged.c.tag_id)
        .where(tagged.c.registration_id.in_(registration_ids))
        .order_by(Tag.search_key, Tag.id)
    )
    found: dict[int, list[Tag]] = {}
    for registration_id, tag in rows:
        found.setdefault(registration_id, []).append(tag)
    return found
