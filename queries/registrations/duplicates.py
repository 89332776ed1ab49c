"""People who may be on one event's list twice.

They share the folded name, and also the phone number, institution or province; or they share the
e-mail address and have similar names.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import combinations

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from extensions import db
from lib.paging import BadCursor, Page
from lib.turkish import search_key
from models.events import Event
from models.registrations import Registration, RegistrationStatus

_SIMILAR = 0.75
_MOST_AT_ONE_ADDRESS = 30
"""An address that more people share is an institution's, not a person's."""
_MOST_ADDRESSES = 500
_GONE = (RegistrationStatus.CANCELLED, RegistrationStatus.DECLINED)


class Shared(StrEnum):
    NAME = "name"
    EMAIL = "email"
    PHONE = "phone"
    INSTITUTION = "institution"
    PROVINCE = "province"


@dataclass(frozen=True)
class Pair:
    """Two registrations, the earlier one first."""

    first: Registration
    second: Registration
    shared: Sequence[Shared]


def pairs_of_namesakes(event: Event, *, limit: int, after: str | None = None) -> Page[Pair]:
    """The next pairs with the same name, in the order of the names. Raises BadCursor."""
    first, second = aliased(Registration), aliased(Registration)
    rows = (
        sa.select(first, second)
        .join(
            second,
            sa.and_(
                second.event_id == first.event_id,
                second.name_key == first.name_key,
                second.id > first.id,
            ),
        )
        .where(
            first.event_id == event.id,
            first.name_key != "",
            *_alive(first),
            *_alive(second),
            sa.or_(
                first.phone == second.phone,
                first.email == second.email,
                sa.and_(first.institution != "", first.institution == second.institution),
                first.province == second.province,
            ),
        )
        .order_by(first.name_key, first.id, second.id)
    )
    if after:
        numbers = _read(after)
        begun = sa.select(Registration.name_key).where(Registration.id == numbers[0])
        name_key = db.session.scalar(begun)
        if name_key is None:
            raise BadCursor
        rows = rows.where(
            sa.tuple_(first.name_key, first.id, second.id)
            > sa.tuple_(*map(sa.literal, (name_key, *numbers)))
        )
    found = db.session.execute(rows.limit(limit + 1)).all()
    items = [Pair(one, other, shared_by(one, other)) for one, other in found[:limit]]
    more = len(found) > limit
    return Page(items, f"{items[-1].first.id}.{items[-1].second.id}" if more else None)


def pairs_at_one_address(event: Event, *, limit: int) -> list[Pair]:
    """Similar but not equal names with the same e-mail address."""
    shared = (  # an index alone answers this
        sa.select(Registration.email)
        .where(Registration.event_id == event.id, Registration.email.is_not(None))
        .group_by(Registration.email)
        .having(sa.func.count().between(2, _MOST_AT_ONE_ADDRESS))
        .order_by(Registration.email)
        .limit(_MOST_ADDRESSES)
    )
    people = db.session.scalars(
        sa.select(Registration)
        .where(Registration.event_id == event.id, Registration.email.in_(shared))
        .where(*_alive(Registration))
        .order_by(Registration.email, Registration.id)
    )
    by_address: dict[str | None, list[Registration]] = {}
    for person in people:
        by_address.setdefault(person.email, []).append(person)
    return list(_similar(by_address.values()))[:limit]


def perhaps_the_same(registration: Registration) -> list[Pair]:
    """Pairs with others on the list who may be this person; at most a few."""
    if registration.merged_into_id is not None or registration.status in _GONE:
        return []
    same = sa.or_(
        Registration.name_key == registration.name_key,
        Registration.email == registration.email if registration.email else sa.false(),
    )
    others = db.session.scalars(
        sa.select(Registration)
        .where(Registration.event_id == registration.event_id, same)
        .where(Registration.id != registration.id, *_alive(Registration))
        .order_by(Registration.id)
        .limit(_MOST_AT_ONE_ADDRESS)
    )
    pairs = [Pair(registration, other, shared_by(registration, other)) for other in others]
    return [pair for pair in pairs if points_at_one_person(pair)]


def points_at_one_person(pair: Pair) -> bool:
    """Whether what both share is enough to take them for the same person."""
    if Shared.NAME in pair.shared:
        return len(pair.shared) > 1
    return Shared.EMAIL in pair.shared and _alike(pair.first, pair.second)


def shared_by(one: Registration, other: Registration) -> list[Shared]:
    """What both have and have the same."""
    both = {
        Shared.NAME: (one.name_key, other.name_key),
        Shared.EMAIL: (one.email, other.email),
        Shared.PHONE: (one.phone, other.phone),
        Shared.INSTITUTION: (search_key(one.institution), search_key(other.institution)),
        Shared.PROVINCE: (one.province, other.province),
    }
    return [what for what, (first, second) in both.items() if first and first == second]


def _similar(groups: Iterable[Sequence[Registration]]) -> Iterator[Pair]:
    for people in groups:
        for one, other in combinations(people, 2):
            if one.name_key != other.name_key and _alike(one, other):
                yield Pair(one, other, shared_by(one, other))


def _alike(one: Registration, other: Registration) -> bool:
    """Whether the names are similar: «Ayşe Kaya» and «Ayse Kaya Demir», «Ahmet Can» and «Ahmt
    Can»."""
    first, second = one.name_key.split(), other.name_key.split()
    if set(first) <= set(second) or set(second) <= set(first):
        return True
    return SequenceMatcher(None, one.name_key, other.name_key).ratio() >= _SIMILAR


def _alive(person: type[Registration]) -> tuple[sa.ColumnElement[bool], ...]:
    return person.merged_into_id.is_(None), person.status.not_in(_GONE)


def _read(cursor: str) -> tuple[int, int]:
    first, _, second = cursor.partition(".")
    if not (first.isascii() and first.isdigit() and second.isascii() and second.isdigit()):
        raise BadCursor
    numbers = int(first[:10]), int(second[:10])
    if max(numbers) >= 2**31:
        raise BadCursor
    return numbers
