"""People on a list who may be the same as someone who is about to be entered."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import islice
from typing import Protocol, TypeVar

import sqlalchemy as sa

from extensions import db
from lib.turkish import search_key
from models.events import Event
from models.registrations import Registration, RegistrationStatus

_AT_ONCE = 500  # fewer than a statement may have parameters
Item = TypeVar("Item")


class Named(Protocol):
    """Somebody with a name, an address and an institution, on a list or not yet."""

    @property
    def given_name(self) -> str: ...
    @property
    def family_name(self) -> str: ...
    @property
    def email(self) -> str | None: ...
    @property
    def institution(self) -> str: ...


def name_key(person: Named) -> str:
    return search_key(f"{person.given_name} {person.family_name}")


def is_same(one: tuple[str, str | None, str], other: tuple[str, str | None, str]) -> bool:
    """Whether name and address are the same; where one has no address, name and institution."""
    if one[0] != other[0]:
        return False
    if one[1] and other[1]:
        return one[1] == other[1]
    return one[2] == other[2]


def positions_on_list(event: Event, people: Sequence[Named]) -> list[int]:
    """The positions, from 0, of those people who are on the event's list and have not cancelled."""
    keys = [name_key(person) for person in people]
    known: dict[str, list[tuple[str, str | None, str]]] = {}
    for some in _in_parts(set(keys)):
        rows = db.session.execute(
            sa.select(Registration.name_key, Registration.email, Registration.institution).where(
                Registration.event_id == event.id,
                Registration.name_key.in_(some),
                Registration.status != RegistrationStatus.CANCELLED,
            )
        )
        for row in rows:
            known.setdefault(row.name_key, []).append((row[0], row[1], row[2]))
    return [
        position
        for position, (key, person) in enumerate(zip(keys, people, strict=True))
        if any(is_same(row, (key, person.email, person.institution)) for row in known.get(key, ()))
    ]


def addresses_in_use(event: Event, addresses: Collection[str]) -> set[str]:
    """Those of these addresses that somebody on the event's list has."""
    found: set[str] = set()
    for some in _in_parts(addresses):
        found |= set(
            db.session.scalars(
                sa.select(Registration.email).where(
                    Registration.event_id == event.id, Registration.email.in_(some)
                )
            )
        )
    return found


def _in_parts(items: Iterable[Item]) -> Iterator[list[Item]]:
    rest = iter(items)
    while some := list(islice(rest, _AT_ONCE)):
        yield some
