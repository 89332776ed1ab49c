"""The public is told a side only where it leads to nobody."""

import pytest

from models.sectors import Sector
from models.statements import StatementSource
from operations.problems.statements import add_statement
from queries.problems.sides import public_side, told_sides
from tests import factories
from tests.factories import NOW
from tests.factories.feedback import attendee
from tests.statements import count_statements

CSO, PUBLIC = Sector.CSO, Sector.PUBLIC


@pytest.fixture
def event(app):
    return factories.event(over=True)


def say(event, side, source=StatementSource.API):
    return add_statement(event, text="Yol", side=side, source=source, by=None, at=NOW)


def test_a_side_is_told_where_five_of_it_were_admitted(event):
    other = factories.event(over=True)
    for _ in range(4):
        attendee(event, sector=PUBLIC)
        attendee(event, sector=CSO)
    attendee(event, sector=CSO)
    factories.registration(event, sector=PUBLIC)
    attendee(other, sector=PUBLIC)
    with count_statements() as counted:
        told = told_sides([event.id, other.id])
    assert (told, len(counted)) == ({(event.id, CSO)}, 1)
    sides = [
        public_side(say(*said), told) for said in [(event, CSO), (event, PUBLIC), (other, CSO)]
    ]
    assert sides == [CSO, None, None]


def test_one_person_at_two_doors_or_registered_twice_counts_once(event):
    people = [attendee(event, sector=CSO) for _ in range(5)]
    people[1].merged_into_id = people[0].id
    assert told_sides([event.id]) == set()


def test_feedback_keeps_to_its_own_rule(event):
    assert public_side(say(event, CSO, StatementSource.FEEDBACK), set()) is CSO
