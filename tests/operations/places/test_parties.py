"""People who wait together."""

from datetime import timedelta

import pytest

from extensions import db
from models.registrations import RegistrationStatus
from operations.places.capacities import change_places
from operations.places.offers import lapse_offers
from operations.places.parties import (
    NoSuchParty,
    NotWaiting,
    PartyFull,
    form_party,
    join_party,
    leave_party,
)
from operations.registrations.entries import change_status
from tests import factories
from tests.factories import NOW
from tests.operations.places.test_waiting_list import LATER, cancel, full_event, on_list, statuses

S = RegistrationStatus


def waiting(count, **details):
    """An event with three holders of places, and so many who wait."""
    event = full_event(3, **details)
    people = on_list(event, 3 + count)
    return event, people[:3], people[3:]


def together(*people):
    code = form_party(people[0], at=NOW).code
    for person in people[1:]:
        join_party(person, code, at=NOW)
    db.session.commit()
    return code


def test_a_party_gets_places_together_and_not_before(app):
    _event, [one, two, _three], [first, second, alone] = waiting(3)
    together(first, second)
    cancel(one)
    assert statuses([first, second, alone]) == [S.WAITLISTED, S.WAITLISTED, S.OFFERED]
    cancel(two)
    assert statuses([first, second]) == [S.WAITLISTED, S.WAITLISTED]
    cancel(alone)
    assert statuses([first, second]) == [S.OFFERED, S.OFFERED]


def test_nobody_gets_ahead_by_joining_who_came_earlier(app):
    _event, [one, two, _three], [early, between, late] = waiting(3)
    together(early, late)
    cancel(one)
    assert statuses([early, between, late]) == [S.WAITLISTED, S.OFFERED, S.WAITLISTED]
    cancel(two)
    assert statuses([early, late]) == [S.WAITLISTED, S.WAITLISTED]


def test_what_one_refuses_or_lets_lapse_frees_their_place_alone(app):
    _event, [one, two, _three], [first, second] = waiting(2)
    together(first, second)
    for leaving in (one, two):
        cancel(leaving)
    change_status(first, S.CONFIRMED, at=LATER, by=factories.user())
    db.session.commit()
    assert lapse_offers(at=LATER + timedelta(hours=49)) == 1
    db.session.commit()
    assert statuses([first, second]) == [S.CONFIRMED, S.CANCELLED]


def test_when_one_stops_waiting_the_others_may_fit(app):
    event, _holders, [first, second, third] = waiting(3)
    together(first, second, third)
    change_places(event, {event: 5}, by=factories.user(), at=LATER)
    db.session.commit()
    assert statuses([first, second, third]) == [S.WAITLISTED] * 3
    cancel(second)
    assert statuses([first, third]) == [S.OFFERED, S.OFFERED]


@pytest.mark.parametrize("leaves", [0, 1])
def test_who_leaves_waits_alone_and_everyone_who_fits_gets_a_place(app, leaves):
    event, _holders, people = waiting(2)
    together(*people)
    change_places(event, {event: 4}, by=factories.user(), at=LATER)
    db.session.commit()
    leave_party(people[leaves], at=LATER)
    db.session.commit()
    assert statuses(people) == [S.OFFERED, S.WAITLISTED]


def test_a_wrong_code_or_one_of_another_event_joins_nobody(app):
    _event, _holders, [person] = waiting(1)
    _other_event, _others, [stranger] = waiting(1)
    code = form_party(stranger, at=NOW).code
    db.session.commit()
    for typed in (code, "23456789", ""):
        with pytest.raises(NoSuchParty):
            join_party(person, typed, at=NOW)
        db.session.rollback()


def test_forming_twice_gives_the_same_group(app):
    _event, _holders, [person] = waiting(1)
    assert form_party(person, at=NOW) is form_party(person, at=NOW)


def test_who_has_a_place_or_is_chosen_by_an_organizer_forms_no_group(app):
    _event, [holder, *_others], _waiting = waiting(1)
    applicant = factories.registration(factories.event(at=NOW, approval=True), at=NOW)
    for person in (holder, applicant):
        with pytest.raises(NotWaiting):
            form_party(person, at=NOW)
        db.session.rollback()


def test_a_group_is_never_larger_than_the_event(app):
    event, _holders, people = waiting(4)
    code = together(*people[:3])
    with pytest.raises(PartyFull) as refusal:
        join_party(people[3], code, at=NOW)
    assert refusal.value.most == event.places.capacity == 3
