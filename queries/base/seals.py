"""The chain of seals over the audit, and where it is broken."""

from collections.abc import Generator, Iterable
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from extensions import db
from lib.canonical_json import canonical_hash
from models.audit import AuditEntry, AuditSeal

IN_FLIGHT = timedelta(hours=1)
"""So long may a transaction take: its entries come late, with numbers below those of others."""

_ENTRIES = AuditEntry.__table__
_SEALS = AuditSeal.__table__
_ID = _ENTRIES.c.id


def newest_seal() -> AuditSeal | None:
    return db.session.scalar(sa.select(AuditSeal).order_by(AuditSeal.number.desc()).limit(1))


def age_of_newest_seal(at: datetime) -> timedelta | None:
    """None: there is no seal yet."""
    newest = sa.select(AuditSeal.sealed_at).order_by(AuditSeal.number.desc()).limit(1)
    sealed_at = db.session.scalar(newest)
    return None if sealed_at is None else at - sealed_at


def seal_hash(
    number: int, previous: str, sealed_at: datetime, entries: list[dict[str, Any]]
) -> str:
    """Over all columns of the entries, and the seal before."""
    sealed = {"number": number, "previous": previous, "sealed_at": sealed_at, "entries": entries}
    return canonical_hash(sealed)


def entries_numbered(connection: sa.Connection, numbers: list[int]) -> list[dict[str, Any]]:
    """Those of the entries that are there, by their numbers."""
    found = connection.execute(sa.select(_ENTRIES).where(_ID.in_(numbers)).order_by(_ID))
    return [dict(row) for row in found.mappings()]


@dataclass
class Broken:
    """The first place that is not as it was sealed."""

    seal: int
    why: str


@dataclass
class Walk:
    """Through the whole chain, from its first seal: one seal's entries in memory at a time."""

    seals: int = 0
    head: str = ""
    sealed: int = 0
    waiting: int = 0
    """Entries that no seal holds yet."""
    met: bool = False
    """Whether the hash that was asked for is one of the chain's."""
    broken: Broken | None = None
    _runs: list[list[int]] = field(default_factory=list)
    """From and to: the numbers that are sealed, as a few spans."""


def walk(connection: sa.Connection, head: str = "") -> Walk:
    """The chain as this connection's snapshot has it; ends at the first broken place."""
    done = Walk()
    try:
        with closing(_seals(connection)) as seals:
            newest = _last_sound(connection, seals, done, head)
        if done.broken is None:
            _look_for_left_out(connection, done, newest)
    except (ValueError, TypeError, AttributeError) as error:  # what no program of ours wrote
        done.broken = Broken(done.seals + 1, f"a value cannot be read ({type(error).__name__})")
    return done


def _seals(connection: sa.Connection) -> Generator[Any]:
    """In the order of the chain; none stays in memory."""
    chain = sa.select(_SEALS).order_by(_SEALS.c.number)
    with connection.execute(chain, execution_options={"yield_per": 100}) as found:
        yield from found


def _last_sound(
    connection: sa.Connection, seals: Iterable[Any], done: Walk, head: str
) -> datetime | None:
    """When the last seal before the first broken one was put on."""
    newest: datetime | None = None
    for seal in seals:
        if why := _fault_of(connection, seal, done):
            done.broken = Broken(done.seals + 1, why)
            break
        done.seals, done.head, newest = seal.number, seal.hash, seal.sealed_at
        done.met = done.met or seal.hash == head
        _note(done, seal.entries)
    return newest


def _fault_of(connection: sa.Connection, seal: Any, before: Walk) -> str:
    """What is wrong with this seal; "" if nothing is."""
    if seal.number != before.seals + 1:
        return "the seal is missing"
    if seal.previous != before.head:
        return f"it does not follow from seal {before.seals}: one of the two was changed"
    if seal.highest != max([*seal.entries, _highest(before)]):
        return "its highest number was changed"
    return _fault_inside(connection, seal)


def _fault_inside(connection: sa.Connection, seal: Any) -> str:
    entries = entries_numbered(connection, seal.entries)
    there = [entry["id"] for entry in entries]
    if missing := sorted(set(seal.entries) - set(there)):
        return f"entry {missing[0]} is missing"
    if seal.entries != there:
        return "its entries are in another order"
    if seal.hash != seal_hash(seal.number, seal.previous, seal.sealed_at, entries):
        return f"the seal or one of its entries ({there[0]} to {there[-1]}) was changed"
    return ""


def _highest(done: Walk) -> int:
    return done._runs[-1][1] if done._runs else 0


def _note(done: Walk, numbers: list[int]) -> None:
    """Numbers mostly go on where the last ones ended; a late one fills a gap."""
    done.sealed += len(numbers)
    for number in numbers:
        if done._runs and number == done._runs[-1][1] + 1:
            done._runs[-1][1] = number
        elif number > _highest(done):
            done._runs.append([number, number])
        else:
            done._runs = _joined([*done._runs, [number, number]])


def _joined(runs: list[list[int]]) -> list[list[int]]:
    joined: list[list[int]] = []
    for first, last in sorted(runs):
        if joined and first <= joined[-1][1] + 1:
            joined[-1][1] = max(last, joined[-1][1])
        else:
            joined.append([first, last])
    return joined


def _look_for_left_out(connection: sa.Connection, done: Walk, newest: datetime | None) -> None:
    """An entry in a gap whose transaction has long ended should have been sealed."""
    after = sa.select(sa.func.count()).where(_highest(done) < _ID)
    done.waiting = connection.scalar(after) or 0
    starts = [1, *(last + 1 for _first, last in done._runs)]
    ends = [first - 1 for first, _last in done._runs]
    for start, end in zip(starts, ends, strict=False):
        if start > end:
            continue
        found = sa.select(_ENTRIES.c.id, _ENTRIES.c.at).where(_ID.between(start, end)).order_by(_ID)
        for number, at in connection.execute(found):
            done.waiting += 1
            if newest is not None and at < newest - IN_FLIGHT and done.broken is None:
                done.broken = Broken(
                    done.seals, f"entry {number} is in no seal, though later ones are"
                )
