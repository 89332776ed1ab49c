"""The order of arrival never matters: a property, tried with many doors and many orders."""

from dataclasses import dataclass
from functools import cache
from itertools import count

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from extensions import db
from models.scans import Direction, RefusalReason, Scan, Verdict
from operations.check_in.scans import annul
from queries.check_in.doors import people_inside
from queries.check_in.moves import Move
from tests.operations.check_in.doors import Door, minute

_ENTRY, _EXIT = Direction.ENTRY, Direction.EXIT
_NOT_INSIDE = RefusalReason.NOT_INSIDE
_TOLD = {
    _ENTRY: [Verdict.ADMITTED, Verdict.ADMITTED, Verdict.ALREADY_ADMITTED, Verdict.REFUSED],
    _EXIT: [Verdict.LEFT, Verdict.LEFT, Verdict.REFUSED],
}
_runs = count(1)


@dataclass(frozen=True)
class Sent:
    """A reading as a phone or a program sends it, hours after it was made."""

    at: int
    direction: Direction
    told: Verdict | None
    force: bool
    device: str
    undone: bool


_SENT = st.sampled_from([_ENTRY, _ENTRY, _EXIT]).flatmap(
    lambda direction: st.builds(
        Sent,
        at=st.integers(0, 12),
        direction=st.just(direction),
        told=st.sampled_from([None, *_TOLD[direction]]),
        force=st.sampled_from([False, False, True]),
        device=st.sampled_from(["phone 1", "phone 2", "phone 3"]),
        undone=st.sampled_from([False, False, True]),
    )
)
_BOOL = st.booleans()
_TRIED = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.fixture
def door_of(app):
    """`door_of(reentry, multiple)` is the same door each time: examples differ by their person."""

    @cache
    def door_of(reentry: bool, multiple: bool, capacity: int | None = None) -> Door:
        return Door(reentry=reentry, multiple=multiple, capacity=capacity)

    return door_of


def _acts(sent):
    made = [("reads", number) for number in range(len(sent))]
    return made + [("annuls", number) for number, one in enumerate(sent) if one.undone]


def _made_first(order):
    """The same order, where a reading moves before its annulment if it came after it."""
    kept = []
    for act, number in order:
        if act == "annuls" and ("reads", number) not in kept:
            kept.append(("reads", number))
        if (act, number) not in kept:
            kept.append((act, number))
    return kept


def _outcome(door, sent, order):
    """What a person's readings come to in this order: admitted when and by which reading, inside
    or not, which readings are conflicts."""
    person, run = door.person(), next(_runs)
    scans: dict[int, Scan] = {}
    before = people_inside(door.checkpoint)
    for act, number in order:
        if act == "annuls":
            annul(scans[number], by=door.staff, at=minute(90))
            db.session.commit()
            continue
        one = sent[number]
        scans[number] = door.reads(
            person,
            one.at,
            arriving=60,
            nonce=f"{run} {number}",
            direction=one.direction,
            device=one.device,
            force=one.force,
            told=one.told,
            told_reason=_NOT_INSIDE if one.told is Verdict.REFUSED else None,
        ).scan
    row = door.attendance(person)
    numbers = {scan.id: number for number, scan in scans.items()}
    conflicts = db.session.scalars(
        sa.select(Scan.id).where(
            Scan.registration_id == person.id, Scan.conflict.is_(True), Scan.annulled_at.is_(None)
        )
    )
    inside = people_inside(door.checkpoint) - before
    assert inside == int(row is not None and row.inside)
    return (
        row and (row.admitted_at, numbers[row.scan_id], row.inside),
        inside,
        {numbers[scan_id] for scan_id in conflicts},
    )


def _same_in_any_order(door_of, *, tried=_TRIED):
    @tried
    @given(
        sent=st.lists(_SENT, min_size=1, max_size=6),
        rules=st.tuples(_BOOL, _BOOL),
        has_capacity=_BOOL,
        data=st.data(),
    )
    def same(sent, rules, has_capacity, data):
        if has_capacity:  # then the property is about what phones answered alone
            sent = [one for one in sent if one.told is not None]
        door = door_of(*rules, 500 if has_capacity else None)
        acts = _acts(sent)
        another = _made_first(data.draw(st.permutations(acts)))
        assert _outcome(door, sent, acts) == _outcome(door, sent, another)
        db.session.rollback()

    same()


def test_same_readings_and_annulments_come_to_the_same_in_any_order_of_arrival(door_of):
    _same_in_any_order(door_of)


def test_derived_from_the_order_of_arrival_they_would_not(door_of, monkeypatch):
    by_arrival = property(lambda move: (move.scan_id is None, move.scan_id or 0))
    monkeypatch.setattr(Move, "door_order", by_arrival)
    quick = settings(_TRIED, max_examples=300, phases=[Phase.generate], database=None)
    with pytest.raises(AssertionError):
        _same_in_any_order(door_of, tried=quick)


@_TRIED
@given(minutes=st.lists(st.integers(0, 20), min_size=1, max_size=6, unique=True))
def test_first_reading_to_arrive_admits_and_so_does_every_earlier_one(door_of, minutes):
    door = door_of(reentry=False, multiple=False)
    person = door.person()
    earliest = 99
    for at in minutes:
        said = door.reads(person, at, arriving=60)
        assert (said.scan.verdict == "admitted") == (at < earliest)
        earliest = min(earliest, at)
        assert said.admitted_at == minute(earliest)
    db.session.rollback()
