"""What a door shows of people beside their names: the tags and groups that its organizer chose."""

from collections.abc import Mapping
from dataclasses import dataclass

import sqlalchemy as sa

from extensions import db
from lib import short_codes
from lib.turkish import search_key
from models.checkpoints import Checkpoint
from models.participants import Tag, tagged
from models.parties import Party
from models.registrations import Registration


@dataclass(frozen=True)
class Marks:
    tags: tuple[str, ...] = ()
    """By name."""
    group: str = ""
    """The code of those who registered together, as it is printed."""


def marks_of(checkpoint: Checkpoint, registration: Registration) -> Marks:
    """What this door shows of the person. A door that shows nothing asks the database nothing."""
    found = marks_among(checkpoint, Registration.id == registration.id)
    return found.get(registration.id, Marks())


def marks_among(checkpoint: Checkpoint, whom: sa.ColumnElement[bool]) -> Mapping[int, Marks]:
    """What this door shows, by the registration's number; at most two selects."""
    tags: dict[int, list[str]] = {}
    for registration_id, name in _tags(checkpoint, whom) if checkpoint.shown_tags else ():
        tags.setdefault(registration_id, []).append(name)
    groups = dict(_groups(whom)) if checkpoint.shows_groups else {}
    return {
        number: Marks(tuple(tags.get(number, ())), groups.get(number, ""))
        for number in {*tags, *groups}
    }


def _tags(checkpoint: Checkpoint, whom: sa.ColumnElement[bool]) -> list[tuple[int, str]]:
    rows = db.session.execute(
        sa.select(tagged.c.registration_id, Tag.name)
        .join(Tag, Tag.id == tagged.c.tag_id)
        .join(Registration, Registration.id == tagged.c.registration_id)
        .where(
            whom,
            Tag.event_id == checkpoint.event_id,
            Tag.search_key.in_([search_key(name) for name in checkpoint.shown_tags]),
        )
        .order_by(Tag.search_key, Tag.id)
    )
    return [(number, name) for number, name in rows]


def _groups(whom: sa.ColumnElement[bool]) -> list[tuple[int, str]]:
    rows = db.session.execute(
        sa.select(Registration.id, Party.code).join(Registration.party).where(whom)
    )
    return [(number, short_codes.printed(code)) for number, code in rows]
