"""Nobody stands on one event's list twice, however they come onto it.

The rule is in `queries.registrations.namesakes`. Two requests at once would both find nobody, so
whoever puts a person on the list first holds the name, and holds it before rows and places.
"""

from collections.abc import Sequence
from hashlib import sha256

import sqlalchemy as sa

from extensions import db
from lib.emails import mailbox_of
from models.events import Event, InvalidTransition
from models.registrations import STANDING, Registration
from queries.registrations.namesakes import (
    Reachable,
    is_same,
    name_key,
    positions_on_list,
    standing_like,
)


class AlreadyOnList(InvalidTransition):
    """The same person stands on the list already."""

    def __init__(self, registration: Registration | None = None) -> None:
        """`registration`: the one that stands, where only one person was to be entered."""
        super().__init__()
        self.registration = registration


def refuse_twice(event: Event, person: Reachable, *, but: Registration | None = None) -> None:
    """Raise AlreadyOnList if the person stands on the list, with another registration than `but`.

    Until we commit nobody else puts a person of this name on the list.
    """
    hold_name(event, person)
    if known := standing_like(event, person, but=but):
        raise AlreadyOnList(known)


def refuse_any_twice(event: Event, people: Sequence[Reachable]) -> None:
    """Raise AlreadyOnList if one of them stands on the list. Hold its names before."""
    if positions_on_list(event, people):
        raise AlreadyOnList


def refuse_another(registration: Registration, person: Reachable) -> None:
    """Raise AlreadyOnList where a correction would make this registration somebody else's who
    stands on the list. Hold the new name before.

    Two who were taken for one person before can still be corrected otherwise.
    """
    if registration.status not in STANDING:
        return
    known = standing_like(registration.event, person, but=registration)
    if known and not is_same(registration, known):
        raise AlreadyOnList(known)


def hold_name(event: Event, person: Reachable, *, with_mailbox: bool = False) -> None:
    """Let one at a time put a person of this name on the list; others go on meanwhile.

    `with_mailbox`: and one at a time with the same mailbox, so that each counts those before.
    """
    locks = [
        sa.func.pg_advisory_xact_lock_shared(_number(f"list {event.id}")),
        sa.func.pg_advisory_xact_lock(_number(f"list {event.id} {name_key(person)}")),
    ]
    if with_mailbox and person.email:
        number = _number(f"list {event.id} mailbox {mailbox_of(person.email)}")
        locks.append(sa.func.pg_advisory_xact_lock(number))
    _lock(*locks)


def hold_names(event: Event) -> None:
    """Let nobody else put people on the list, whatever their names are."""
    _lock(sa.func.pg_advisory_xact_lock(_number(f"list {event.id}")))


def _lock(*locks: sa.Function[None]) -> None:
    """SQLite's writers wait for each other anyway."""
    if db.engine.dialect.name == "postgresql":
        db.session.execute(sa.select(*locks))


def _number(name: str) -> int:
    """One of PostgreSQL's 64-bit numbers for the name of a lock."""
    return int.from_bytes(sha256(name.encode()).digest()[:8], signed=True)
