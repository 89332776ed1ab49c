"""Who on a list is the same person as someone else: one rule for all who are entered.

Two are the same if their folded names are, and so is their address or their phone number. Only
registrations that stand count: whoever cancelled or was declined can come onto the list again.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import islice
from typing import Protocol, TypeVar

import sqlalchemy as sa

from extensions import db
from lib.turkish import search_key
from models.events import Event
from models.registrations import STANDING, Registration, RegistrationStatus

_AT_ONCE = 500  # fewer than a statement may have parameters
_MOST_EARLIER = 5
_Known = tuple[str, str | None, str | None]
Item = TypeVar("Item")

# `_are_same` as a condition. Built once, not for each of those who register in the same minute.
_LIKE = sa.select(Registration).where(
    Registration.event_id == sa.bindparam("in_event"),
    Registration.name_key == sa.bindparam("its_name"),
    Registration.merged_into_id.is_(None),
    sa.or_(
        Registration.email == sa.bindparam("its_email"),
        Registration.phone == sa.bindparam("its_phone"),
    ),
)
STANDING_LIKE = _LIKE.where(Registration.status.in_(STANDING)).order_by(Registration.id).limit(1)


class Named(Protocol):
    """Somebody with a name, on a list or not yet."""

    @property
    def given_name(self) -> str: ...
    @property
    def family_name(self) -> str: ...


class Reachable(Named, Protocol):
    """Somebody whom an address or a phone number tells from others of the same name."""

    @property
    def email(self) -> str | None: ...
    @property
    def phone(self) -> str | None: ...


def name_key(person: Named) -> str:
    return search_key(f"{person.given_name} {person.family_name}")


def is_same(one: Reachable, other: Reachable) -> bool:
    """Whether both are one person. Without an address or a phone number a name says nothing."""
    return _are_same(_known(one), _known(other))


def standing_like(
    event: Event, person: Reachable, *, but: Registration | None = None
) -> Registration | None:
    """The person's registration that stands on the event's list, if there is one; `but` is not
    looked at."""
    another = STANDING_LIKE.where(Registration.id != (but.id if but else 0))
    return db.session.scalar(another, named(event, person))


def declined_like(registration: Registration) -> Sequence[Registration]:
    """Earlier applications of the same person that were declined, the latest first; at most a
    few."""
    return db.session.scalars(
        _LIKE.where(
            Registration.status == RegistrationStatus.DECLINED, Registration.id < registration.id
        )
        .order_by(Registration.id.desc())
        .limit(_MOST_EARLIER),
        named(registration.event, registration),
    ).all()


def positions_on_list(event: Event, people: Sequence[Reachable]) -> list[int]:
    """The positions, from 0, of those people who stand on the event's list already."""
    given = [_known(person) for person in people]
    known: dict[str, list[_Known]] = {}
    for some in _in_parts({key for key, _email, _phone in given}):
        rows = db.session.execute(
            sa.select(Registration.name_key, Registration.email, Registration.phone).where(
                Registration.event_id == event.id,
                Registration.name_key.in_(some),
                Registration.status.in_(STANDING),
            )
        )
        for row in rows:
            known.setdefault(row.name_key, []).append((row[0], row[1], row[2]))
    return [
        position
        for position, one in enumerate(given)
        if any(_are_same(one, other) for other in known.get(one[0], ()))
    ]


def addresses_in_use(event: Event, addresses: Collection[str]) -> set[str]:
    """Those of these addresses that somebody who stands on the event's list has."""
    found: set[str] = set()
    for some in _in_parts(addresses):
        found |= set(
            db.session.scalars(
                sa.select(Registration.email).where(
                    Registration.event_id == event.id,
                    Registration.email.in_(some),
                    Registration.status.in_(STANDING),
                )
            )
        )
    return found


def _known(person: Reachable) -> _Known:
    return name_key(person), person.email or None, person.phone or None


def _are_same(one: _Known, other: _Known) -> bool:
    if one[0] != other[0]:
        return False
    return any(mine and mine == theirs for mine, theirs in zip(one[1:], other[1:], strict=True))


def named(event: Event, person: Reachable) -> dict[str, int | str | None]:
    """What the statements below ask about; nothing equals what the person has not given."""
    key, email, phone = _known(person)
    return {"in_event": event.id, "its_name": key, "its_email": email, "its_phone": phone}


def _in_parts(items: Iterable[Item]) -> Iterator[list[Item]]:
    rest = iter(items)
    while some := list(islice(rest, _AT_ONCE)):
        yield some
