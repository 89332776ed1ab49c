"""Who gets a place that has become free, for how long it is kept, and what then."""

from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa

from extensions import db
from models.audit import AuditAction, AuditEntry
from models.events import EventStatus, InvalidTransition
from models.letters import Letter, LetterKind
from models.registrations import RegistrationStatus
from models.sectors import Sector
from operations.events.events import call_off, change_event, publish, withdraw
from operations.events.stale_edits import details_of
from operations.places.capacities import change_places, set_sector_places
from operations.places.offers import NoOffer, accept_offer, lapse_offers
from operations.places.waiting_list import events_with_places_to_pass_on, pass_on_places
from operations.registrations.duplicates import merge
from operations.registrations.entries import change_status
from tests import factories
from tests.factories import NOW

S = RegistrationStatus
LATER = NOW + timedelta(hours=1)
DEADLINE = LATER + timedelta(hours=48)


def full_event(capacity=1, **details):
    return factories.event(**{"at": NOW, "capacity": capacity, "waitlist": True, **details})


def on_list(event, count=1, **values):
    """In the order in which they came, a second each."""
    return [
        factories.registration(event, at=NOW + timedelta(seconds=second), **values)
        for second in range(count)
    ]


def cancel(registration, at=LATER):
    change_status(registration, S.CANCELLED, at=at, by=None)
    db.session.commit()


def statuses(registrations):
    for registration in registrations:
        db.session.refresh(registration)
    return [registration.status for registration in registrations]


def letters_of(registration):
    return list(
        db.session.scalars(
            sa.select(Letter.kind)
            .where(Letter.registration_id == registration.id)
            .order_by(Letter.id)
        )
    )


def test_a_freed_place_is_offered_to_the_first_who_waits(app):
    event = full_event()
    first, second, third = on_list(event, 3)
    cancel(first)
    assert statuses([first, second, third]) == [S.CANCELLED, S.OFFERED, S.WAITLISTED]
    assert second.offered_until == DEADLINE
    assert (event.places.taken, second.ticket) == (1, None)
    assert letters_of(second)[-1] is LetterKind.PLACE_OFFERED
    actions = db.session.scalars(
        sa.select(AuditEntry.action).where(AuditEntry.subject_id == second.id)
    ).all()
    assert AuditAction.REGISTRATION_OFFERED in actions


def test_the_letter_names_the_deadline_in_the_events_zone(app):
    first, second = on_list(full_event(), 2)
    cancel(first)
    letter = db.session.scalars(
        sa.select(Letter).where(Letter.kind == LetterKind.PLACE_OFFERED)
    ).one()
    assert letter.registration_id == second.id
    assert "3 Mart 2027" in letter.text and "13.00" in letter.text  # 10:00 UTC in Turkey


def test_where_nobody_is_asked_the_place_is_confirmed_at_once(app):
    first, second = on_list(full_event(offer_hours=None), 2)
    cancel(first)
    assert statuses([second]) == [S.CONFIRMED]
    assert second.ticket is not None and second.offered_until is None
    assert letters_of(second)[-1] is LetterKind.REGISTRATION_CONFIRMED


def test_whom_no_letter_reaches_is_confirmed_since_they_could_not_accept(app):
    event = full_event()
    [first] = on_list(event)
    [second] = on_list(event, email=None)
    cancel(first)
    assert statuses([second]) == [S.CONFIRMED]


def test_no_offer_lasts_beyond_the_beginning(app):
    event = full_event()
    first, second = on_list(event, 2)
    cancel(first, at=event.starts_at - timedelta(hours=3))
    assert second.offered_until == event.starts_at


def test_once_the_event_has_begun_nobody_is_offered_a_place(app):
    event = full_event()
    first, second = on_list(event, 2)
    cancel(first, at=event.starts_at)
    assert statuses([second]) == [S.WAITLISTED]
    assert event.places.taken == 0


def test_accepting_confirms_and_a_second_click_changes_nothing(app):
    first, second = on_list(full_event(), 2)
    cancel(first)
    for _click in range(2):
        accept_offer(second, at=DEADLINE - timedelta(seconds=1))
        db.session.commit()
    assert (second.status, second.offered_until) == (S.CONFIRMED, None)
    assert letters_of(second)[1:] == [
        LetterKind.PLACE_OFFERED,
        LetterKind.REGISTRATION_CONFIRMED,
    ]


@pytest.mark.parametrize("late", [timedelta(0), timedelta(seconds=1)])
def test_accepting_at_the_deadline_or_later_is_refused(app, late):
    first, second = on_list(full_event(), 2)
    cancel(first)
    with pytest.raises(NoOffer):
        accept_offer(second, at=DEADLINE + late)
    db.session.rollback()
    assert statuses([second]) == [S.OFFERED]


def test_who_was_offered_nothing_has_nothing_to_accept(app):
    _first, second = on_list(full_event(), 2)
    with pytest.raises(NoOffer):
        accept_offer(second, at=LATER)


def test_where_the_event_was_called_off_nothing_can_be_accepted(app):
    event = full_event()
    first, second = on_list(event, 2)
    cancel(first)
    call_off(event, by=factories.user(), at=LATER)
    with pytest.raises(NoOffer):
        accept_offer(second, at=LATER)


def test_an_offer_that_lapses_goes_to_the_next_and_never_back(app):
    event = full_event()
    first, second, third = on_list(event, 3)
    cancel(first)
    assert lapse_offers(at=DEADLINE - timedelta(seconds=1)) == 0
    assert lapse_offers(at=DEADLINE) == 1
    db.session.commit()
    assert statuses([second, third]) == [S.CANCELLED, S.OFFERED]
    assert letters_of(second)[-1] is LetterKind.OFFER_LAPSED
    assert lapse_offers(at=DEADLINE + timedelta(hours=48)) == 1  # the third one's
    db.session.commit()
    assert statuses([first, second, third]) == [S.CANCELLED] * 3
    assert event.places.taken == 0
    assert pass_on_places(event, at=DEADLINE + timedelta(days=3)) == []


def test_refusing_an_offer_passes_it_on(app):
    first, second, third = on_list(full_event(), 3)
    cancel(first)
    cancel(second)
    assert statuses([second, third]) == [S.CANCELLED, S.OFFERED]


def test_offers_of_an_event_that_is_withdrawn_do_not_lapse(app):
    event = full_event()
    first, second = on_list(event, 2)
    cancel(first)
    withdraw(event, by=factories.user(), at=LATER)
    db.session.commit()
    assert lapse_offers(at=DEADLINE) == 0
    assert statuses([second]) == [S.OFFERED]


@pytest.mark.parametrize(
    ("new", "taken"), [(S.CONFIRMED, 1), (S.WAITLISTED, 1), (S.DECLINED, 1), (S.CANCELLED, 1)]
)
def test_an_organizer_decides_about_an_offer_and_a_freed_place_goes_on(app, new, taken):
    event = full_event()
    first, second, third = on_list(event, 3)
    cancel(first)
    change_status(second, new, at=LATER, by=factories.user())
    db.session.commit()
    next_one = S.WAITLISTED if new is S.CONFIRMED else S.OFFERED
    assert statuses([second, third]) == [new, next_one]
    assert event.places.taken == taken
    assert (second.ticket is not None) == (new is S.CONFIRMED)
    assert second.offered_until is None


def test_nobody_but_the_waiting_list_offers(app):
    _first, second = on_list(full_event(), 2)
    with pytest.raises(InvalidTransition):
        change_status(second, S.OFFERED, at=LATER, by=factories.user())


def test_first_come_counts_within_what_each_needs(app):
    """Who waits for a full sector is passed over, and keeps the turn there."""
    event = full_event(capacity=3)
    set_sector_places(event, Sector.PUBLIC, 1)
    db.session.commit()
    official, second_official = on_list(event, 2, sector=Sector.PUBLIC)
    activists = on_list(event, 3, sector=Sector.CSO)
    assert statuses(activists) == [S.CONFIRMED, S.CONFIRMED, S.WAITLISTED]
    cancel(activists[0])
    assert statuses([activists[2], second_official]) == [S.OFFERED, S.WAITLISTED]
    cancel(official)
    assert statuses([second_official]) == [S.OFFERED]


def test_more_places_bring_those_who_wait_in(app):
    event = full_event()
    people = on_list(event, 4)
    change_places(event, {event: 3}, by=factories.user(), at=LATER)
    db.session.commit()
    assert statuses(people) == [S.CONFIRMED, S.OFFERED, S.OFFERED, S.WAITLISTED]


def test_a_draft_passes_its_places_on_when_it_is_published_again(app):
    event, by = full_event(), factories.user()
    first, second = on_list(event, 2)
    withdraw(event, by=by, at=LATER)
    cancel(first)
    assert statuses([second]) == [S.WAITLISTED]
    publish(event, by=by, at=LATER)
    db.session.commit()
    assert statuses([second]) == [S.OFFERED]


def waiting_applicants(event, ranks):
    """Reserves as a selection leaves them: one for each (sector, rank)."""
    by, made = factories.user(), []
    for sector, rank in ranks:
        applicant = factories.registration(event, at=NOW, sector=sector)
        change_status(applicant, S.WAITLISTED, at=NOW, by=by)
        applicant.reserve_rank = rank
        made.append(applicant)
    db.session.commit()
    return made


def chosen(event, sector):
    applicant = factories.registration(event, at=NOW, sector=sector)
    change_status(applicant, S.CONFIRMED, at=NOW, by=factories.user())
    db.session.commit()
    return applicant


def test_a_withdrawal_draws_the_next_reserve_of_the_same_sector(app):
    event = factories.event(at=NOW, approval=True, capacity=2)
    leaving, staying = chosen(event, Sector.CSO), chosen(event, Sector.PUBLIC)
    ranks = [(Sector.PUBLIC, 1), (Sector.CSO, 2), (Sector.CSO, 1), (Sector.CSO, None)]
    public, second, first, unranked = waiting_applicants(event, ranks)
    cancel(leaving)
    assert statuses([staying, public, second, first, unranked]) == [
        S.CONFIRMED,
        S.WAITLISTED,
        S.WAITLISTED,
        S.OFFERED,
        S.WAITLISTED,
    ]
    assert lapse_offers(at=DEADLINE) == 1
    db.session.commit()
    assert statuses([public, second, first]) == [S.WAITLISTED, S.OFFERED, S.CANCELLED]


def test_where_a_sector_has_no_reserve_left_the_place_stays_free(app):
    event = factories.event(at=NOW, approval=True, capacity=1)
    leaving = chosen(event, Sector.CSO)
    [public] = waiting_applicants(event, [(Sector.PUBLIC, 1)])
    cancel(leaving)
    assert (statuses([public]), event.places.taken) == ([S.WAITLISTED], 0)
    change_places(event, {event: 9}, by=factories.user(), at=LATER)
    db.session.commit()
    assert statuses([public]) == [S.WAITLISTED]  # an organizer chooses


def test_the_worker_finds_where_somebody_was_passed_over(app):
    event, other = full_event(), full_event()
    on_list(other, 2)
    first, second = on_list(event, 2)
    assert events_with_places_to_pass_on(at=LATER) == []
    withdraw(event, by=factories.user(), at=LATER)
    cancel(first)
    event.become(EventStatus.PUBLISHED)
    db.session.commit()
    assert events_with_places_to_pass_on(at=LATER) == [event.id]
    assert events_with_places_to_pass_on(at=event.starts_at) == []
    assert [r.id for r in pass_on_places(event, at=LATER)] == [second.id]
    assert events_with_places_to_pass_on(at=LATER) == []


def test_a_chosen_person_who_had_registered_twice_leaves_a_place_to_the_reserve(app):
    event = factories.event(at=NOW, approval=True, capacity=2)
    kept, twin = chosen(event, Sector.CSO), chosen(event, Sector.CSO)
    [reserve] = waiting_applicants(event, [(Sector.CSO, 1)])
    merge(kept, twin, from_other=[], by=factories.user(), at=LATER)
    db.session.commit()
    assert statuses([kept, twin, reserve]) == [S.CONFIRMED, S.CANCELLED, S.OFFERED]


@pytest.mark.parametrize("offer_hours", [48, None])
def test_who_is_put_on_the_waiting_list_does_not_get_the_place_back(app, offer_hours):
    event = full_event(offer_hours=offer_hours)
    [person] = on_list(event)
    change_status(person, S.WAITLISTED, at=LATER, by=factories.user())
    db.session.commit()
    assert (statuses([person]), event.places.taken) == ([S.WAITLISTED], 0)
    assert letters_of(person)[1:] == [LetterKind.REGISTRATION_WAITLISTED]
    assert events_with_places_to_pass_on(at=LATER) == []  # nor from the worker, a moment later
    assert pass_on_places(event, at=LATER) == []


def test_the_place_of_who_was_put_on_the_waiting_list_goes_to_the_next(app):
    event = full_event()
    person, waiting = on_list(event, 2)
    change_status(person, S.WAITLISTED, at=LATER, by=factories.user())
    assert statuses([person, waiting]) == [S.WAITLISTED, S.OFFERED]


def test_of_two_put_on_the_waiting_list_neither_gets_the_others_place(app):
    event, by = full_event(2), factories.user()
    people = on_list(event, 2)
    for person in people:
        change_status(person, S.WAITLISTED, at=LATER, by=by)
    assert (statuses(people), event.places.taken) == ([S.WAITLISTED] * 2, 0)


def test_a_place_that_somebody_else_gives_up_may_be_theirs(app):
    event = full_event(2)
    back, other = on_list(event, 2)
    change_status(back, S.WAITLISTED, at=LATER, by=factories.user())
    cancel(other)
    assert statuses([back]) == [S.OFFERED]


def test_more_places_are_for_them_too(app):
    event, by = full_event(1), factories.user()
    [back] = on_list(event)
    change_status(back, S.WAITLISTED, at=LATER, by=by)
    change_places(event, {event: 2}, by=by, at=LATER)
    assert statuses([back]) == [S.OFFERED]


def test_the_reserve_list_does_not_give_the_place_back_either(app):
    event, by = full_event(approval=True, waitlist=False), factories.user()
    [person] = on_list(event)
    change_status(person, S.CONFIRMED, at=NOW, by=by)
    person.reserve_rank = 1
    change_status(person, S.WAITLISTED, at=LATER, by=by)
    assert (statuses([person]), event.places.taken) == ([S.WAITLISTED], 0)


def moved_to(event, starts_at):
    details = replace(
        details_of(event), starts_at=starts_at, ends_at=starts_at + timedelta(hours=8)
    )
    change_event(event, details, by=factories.user(), at=LATER)
    db.session.commit()


def test_an_offer_ends_when_an_event_that_was_moved_earlier_begins(app):
    event = full_event()
    first, second = on_list(event, 2)
    cancel(first)
    assert second.offered_until == DEADLINE
    sooner = LATER + timedelta(hours=5)
    moved_to(event, sooner)
    assert second.offered_until == sooner
    assert letters_of(second)[1:] == [LetterKind.PLACE_OFFERED] * 2
    with pytest.raises(NoOffer):
        accept_offer(second, at=sooner)


def test_an_offer_that_ends_before_is_left_alone(app):
    event = full_event()
    first, second = on_list(event, 2)
    cancel(first)
    moved_to(event, DEADLINE + timedelta(hours=1))
    assert second.offered_until == DEADLINE
    assert letters_of(second)[1:] == [LetterKind.PLACE_OFFERED]


def test_an_offer_for_an_event_that_has_begun_has_lapsed(app):
    event = full_event()
    first, second = on_list(event, 2)
    cancel(first)
    moved_to(event, LATER - timedelta(minutes=1))
    assert not second.has_offer(LATER)
    assert lapse_offers(at=LATER) == 1
    assert letters_of(second)[1:] == [LetterKind.PLACE_OFFERED, LetterKind.OFFER_LAPSED]
