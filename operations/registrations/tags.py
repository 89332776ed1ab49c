"""Words that organizers give to participants: to one, or to everyone whom a filter finds."""

from collections import Counter
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import cast

import sqlalchemy as sa

from extensions import db
from lib.turkish import search_key
from models.audit import AuditAction
from models.events import Event
from models.participants import Tag, tagged
from models.registrations import Registration
from models.users import User
from operations.base.audit import record
from queries.registrations.participants import ParticipantFilter
from queries.registrations.tags import tag_named, tags_of


def tag_participants(
    event: Event, wanted: ParticipantFilter, name: str, *, by: User, at: datetime
) -> int:
    """Give the tag to everyone whom the filter finds; how many did not have it yet.

    The tag is made where the event has none of this name.
    """
    tag = _tag(event, name)
    people = _numbers(event, wanted).where(~_carries(tag))
    added = _insert(tag, people)
    _record(event, tag, added=added, removed=0, by=by, at=at)
    return added


def untag_participants(
    event: Event, wanted: ParticipantFilter, tag: Tag, *, by: User, at: datetime
) -> int:
    """Take the tag from everyone whom the filter finds; how many had it.

    A tag that nobody has any more is deleted.
    """
    removed = _count(
        sa.delete(tagged).where(
            tagged.c.tag_id == tag.id, tagged.c.registration_id.in_(_numbers(event, wanted))
        )
    )
    _record(event, tag, added=0, removed=removed, by=by, at=at)
    drop_unused(event)
    return removed


def tag_registration(registration: Registration, name: str, *, by: User, at: datetime) -> None:
    """Give one person the tag. Giving it twice is the same as once."""
    tag_participants(
        registration.event, ParticipantFilter(people=(registration.id,)), name, by=by, at=at
    )


def untag_registration(registration: Registration, tag: Tag, *, by: User, at: datetime) -> None:
    untag_participants(
        registration.event, ParticipantFilter(people=(registration.id,)), tag, by=by, at=at
    )


def tag_each(event: Event, names: Mapping[int, Collection[str]], *, by: User, at: datetime) -> None:
    """Give each registration, by its number, the tags of these names; missing tags are made.

    The registrations must have none of them yet.
    """
    tags = _tags(event, {name for given in names.values() for name in given})
    rows = [
        {"registration_id": number, "tag_id": tag.id}
        for number, given in names.items()
        for tag in {tags[search_key(name)] for name in given}
    ]
    if rows:
        db.session.execute(sa.insert(tagged), rows)
    added = Counter(row["tag_id"] for row in rows)
    for tag in tags.values():
        _record(event, tag, added=added[tag.id], removed=0, by=by, at=at)


def drop_unused(event: Event) -> None:
    """Delete tags that nobody has: a tag is made when it is given, and ends with its last
    person."""
    carried = sa.select(tagged.c.tag_id).where(tagged.c.tag_id == Tag.id)
    db.session.execute(sa.delete(Tag).where(Tag.event_id == event.id, ~carried.exists()))


def _tags(event: Event, names: Collection[str]) -> dict[str, Tag]:
    """The event's tags of these names, by folded name; missing ones are made."""
    by_key = {search_key(name): name for name in sorted(names)}
    known = {tag.search_key: tag for tag in tags_of(event)}
    made = [
        Tag(event_id=event.id, name=name, search_key=key)
        for key, name in by_key.items()
        if key not in known
    ]
    db.session.add_all(made)
    db.session.flush()
    found = known | {tag.search_key: tag for tag in made}
    return {key: found[key] for key in by_key}


def _tag(event: Event, name: str) -> Tag:
    if tag := tag_named(event, name):
        return tag
    tag = Tag(event_id=event.id, name=name, search_key=search_key(name))
    db.session.add(tag)
    db.session.flush()
    return tag


def _insert(tag: Tag, people: sa.Select[int]) -> int:
    rows = people.add_columns(sa.literal(tag.id))
    return _count(sa.insert(tagged).from_select(["registration_id", "tag_id"], rows))


def _count(change: sa.Insert | sa.Delete) -> int:
    """Make the change; how many rows it changed."""
    counted = change.execution_options(preserve_rowcount=True)
    done = cast("sa.CursorResult[int]", db.session.execute(counted))
    return done.rowcount


def _numbers(event: Event, wanted: ParticipantFilter) -> sa.Select[int]:
    return wanted.select(event).with_only_columns(Registration.id)


def _carries(tag: Tag) -> sa.ColumnElement[bool]:
    return Registration.id.in_(sa.select(tagged.c.registration_id).where(tagged.c.tag_id == tag.id))


def _record(event: Event, tag: Tag, *, added: int, removed: int, by: User, at: datetime) -> None:
    record(
        AuditAction.REGISTRATION_TAGGED,
        at=at,
        by=by,
        event=event,
        tag=tag.id,
        added=added,
        removed=removed,
    )
