"""The order of arrival never matters: a property, tried with many doors and many orders."""

from functools import cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extensions import db
from models.scans import Direction
from tests.operations.check_in.doors import Door, minute

_READING = st.tuples(
    st.integers(0, 20),
    st.sampled_from([Direction.ENTRY, Direction.ENTRY, Direction.EXIT]),
    st.sampled_from(["phone 1", "phone 2", "phone 3"]),
)
_BOOL = st.booleans()


@pytest.fixture
def door_of(app):
    """`door_of(reentry, multiple)` is the same door each time: examples differ by their person."""

    @cache
    def door_of(reentry: bool, multiple: bool) -> Door:
        return Door(reentry=reentry, multiple=multiple)

    return door_of


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    readings=st.lists(_READING, min_size=1, max_size=6),
    rules=st.tuples(_BOOL, _BOOL),
    data=st.data(),
)
def test_earliest_entry_is_the_admission_in_any_order_of_arrival(door_of, readings, rules, data):
    door = door_of(*rules)
    entries = [at for at, direction, _device in readings if direction is Direction.ENTRY]
    expected = minute(min(entries)) if entries else None
    for order in (readings, data.draw(st.permutations(readings))):
        person = door.person()
        for at, direction, device in order:
            door.reads(person, at, arriving=60, direction=direction, device=device)
        assert door.admitted_at(person) == expected
    db.session.rollback()


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
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
