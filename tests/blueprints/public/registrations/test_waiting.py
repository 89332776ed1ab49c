"""What people see and do who wait: the offer on their own page, and waiting together."""

from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from extensions import db
from letters.compose import registration_token
from lib.clock import utc_now
from lib.short_codes import printed
from models.parties import Party
from models.registrations import (
    Registration,
    RegistrationSource,
    RegistrationStatus,
)
from models.sectors import Sector
from operations.base.details import Wishes
from operations.events.agenda import SessionDetails, add_session
from operations.places.capacities import set_sector_places
from operations.registrations.entries import change_status, register_for_someone
from tests import factories

S = RegistrationStatus


@pytest.fixture
def browser(browser_of_pages):
    browser_of_pages.client.get("/?lang=en")
    return browser_of_pages


def page_of(registration):
    return f"/registrations/{registration_token(registration)}"


def waiting(count=1, **details):
    """A full event, one who has a place, and so many who wait."""
    event = factories.event(**{"capacity": 1, "waitlist": True, **details})
    holders = [factories.registration(event) for _ in range(event.places.capacity)]
    return event, holders[0], [factories.registration(event) for _ in range(count)]


def offered():
    """Somebody to whom a place is offered, and the next who waits."""
    event, holder, [first, second] = waiting(2)
    change_status(holder, S.CANCELLED, at=datetime.now(UTC), by=None)
    db.session.commit()
    return event, first, second


def move_deadline(registration, by):
    registration.offered_until += by
    db.session.commit()


def test_an_offer_is_accepted_on_the_own_page(browser):
    _event, person, _next = offered()
    page = browser.get(page_of(person))
    assert page.words("h1") == "A place is free for you"
    assert "We are holding it for you until" in page.words()
    answer = browser.submit(f"{page_of(person)}/acceptance", {}, page=page_of(person))
    assert (answer.status_code, answer.location) == (303, page_of(person))
    db.session.refresh(person)
    assert person.is_confirmed
    assert "Your place is confirmed" in browser.get(page_of(person)).words("h1")


def test_an_offer_can_be_refused_although_other_changes_are_closed(browser):
    event, person, following = offered()
    event.changes_close_at = datetime.now(UTC) - timedelta(minutes=1)
    db.session.commit()
    answer = browser.submit(f"{page_of(person)}/cancellation", {}, page=page_of(person))
    assert answer.status_code == 303
    db.session.expire_all()
    assert (person.status, following.status) == (S.CANCELLED, S.OFFERED)


def test_a_second_click_on_accept_says_the_same(browser):
    _event, person, _next = offered()
    for _click in range(2):
        answer = browser.submit(f"{page_of(person)}/acceptance", {}, page=page_of(person))
        assert (answer.status_code, answer.location) == (303, page_of(person))


def test_one_second_after_the_deadline_it_is_refused_and_the_page_says_why(browser):
    event, person, _next = offered()
    page = browser.get(page_of(person)).form_values()
    move_deadline(person, -timedelta(hours=48, seconds=1))
    answer = browser.client.post(f"{page_of(person)}/acceptance", data=page)
    assert answer.status_code == 409
    assert "The place held for you has expired" in answer.text
    assert f"/events/{event.slug}/register" in answer.text
    db.session.refresh(person)
    assert person.status is S.OFFERED
    assert "The place held for you has expired" in browser.get(page_of(person)).words("h1")


def test_a_place_is_not_accepted_by_looking_at_its_address(browser):
    """Programs that read letters follow every link in them."""
    _event, person, _next = offered()
    assert browser.client.get(f"{page_of(person)}/acceptance").status_code == 405
    db.session.refresh(person)
    assert person.status is S.OFFERED


def test_refusing_the_offer_gives_it_to_the_next(browser):
    _event, person, following = offered()
    browser.submit(f"{page_of(person)}/cancellation", {}, page=page_of(person))
    for someone in (person, following):
        db.session.refresh(someone)
    assert (person.status, following.status) == (S.CANCELLED, S.OFFERED)


def test_a_group_is_formed_and_joined_by_its_code(browser):
    _event, _holder, [first, second] = waiting(2, capacity=2)
    own = browser.get(page_of(first))
    assert f"{page_of(first)}/party" in [a.attributes.get("href") for a in own.all("a")]
    answer = browser.submit(f"{page_of(first)}/party", {}, page=f"{page_of(first)}/party")
    assert answer.status_code == 303
    party = db.session.scalars(sa.select(Party)).one()
    assert printed(party.code) in browser.get(f"{page_of(first)}/party").words()
    typed = printed(party.code).lower()
    answer = browser.submit(f"{page_of(second)}/party", {"code": typed})
    assert (answer.status_code, answer.location) == (303, f"{page_of(second)}/party")
    assert "There are 2 people in this group." in browser.get(f"{page_of(second)}/party").words()


def test_a_group_is_left_again(browser):
    _event, _holder, [person] = waiting()
    page = f"{page_of(person)}/party"
    browser.submit(page, {})
    answer = browser.submit(f"{page}/removal", {}, page=page)
    assert (answer.status_code, answer.location) == (303, page_of(person))
    db.session.refresh(person)
    assert person.party_id is None


@pytest.mark.parametrize("typed", ["", "ABCD-EFGH", "x" * 200, "'; --"])
def test_a_wrong_code_is_refused_at_its_field(browser, typed):
    _event, _holder, [person] = waiting()
    page = browser.post(f"{page_of(person)}/party", {"code": typed})
    assert "One answer needs another look" in page.words()
    assert (
        db.session.scalar(sa.select(Registration.party_id).where(Registration.id == person.id))
        is None
    )


def test_who_does_not_wait_is_led_back_to_the_own_page(browser):
    _event, holder, _others = waiting()
    answer = browser.client.get(f"{page_of(holder)}/party")
    assert (answer.status_code, answer.location) == (303, page_of(holder))
    hidden = browser.get(page_of(holder)).form_values()
    answer = browser.client.post(f"{page_of(holder)}/party", data=hidden)
    assert (answer.status_code, answer.location) == (303, page_of(holder))


def test_the_event_page_says_what_is_left_of_sectors_and_sessions(browser):
    event = factories.event(capacity=30)
    set_sector_places(event, Sector.CSO, 2)
    details = SessionDetails(
        title="Atölye", starts_at=event.starts_at, ends_at=event.ends_at, chosen=True, capacity=25
    )
    add_session(event, details, by=None, at=datetime.now(UTC))
    db.session.commit()
    words = browser.get(f"/events/{event.slug}").words()
    assert "30 places left" in words
    assert (
        "Civil society organisation: 2 of 2 places left" in words or ": 2 of 2 places left" in words
    )
    assert "25 of 25 places left" in words
    form = browser.get(f"/events/{event.slug}/register").words()
    assert "(2 places left)" in form
    for _person in range(2):
        factories.registration(event, sector=Sector.CSO)
    assert ": Full" in browser.get(f"/events/{event.slug}").words()
    assert "(full)" in browser.get(f"/events/{event.slug}/register").words()


def test_where_an_organizer_chooses_the_page_promises_no_places(browser):
    event = factories.event(capacity=30, approval=True)
    set_sector_places(event, Sector.CSO, 2)
    db.session.commit()
    assert "2 of 2 places left" not in browser.get(f"/events/{event.slug}").words()


def test_a_kept_form_and_page_follow_what_is_left_of_event_sector_and_session(browser):
    """Both are kept between views: what they say of places must never be of yesterday."""
    event = factories.event(capacity=4)
    set_sector_places(event, Sector.CSO, 3)
    db.session.commit()

    def shown():
        form = browser.get(f"/events/{event.slug}/register").words()
        page = browser.get(f"/events/{event.slug}").words()
        return "(3 places left)" in form, "(1 place left)" in form, "1 of 3 places left" in page

    assert shown() == (True, False, False)
    for _official in range(3):  # the sector's own places stay as they were
        factories.registration(event, sector=Sector.PUBLIC)
    assert shown() == (False, True, True)


def waits_for_a_session():
    event = factories.event(capacity=5, waitlist=True)
    session = factories.session(event, title_en="Workshop", capacity=1)
    people = [
        register_for_someone(
            event,
            factories.person(),
            source=RegistrationSource.ONLINE,
            by=factories.user(),
            at=utc_now(),
            wishes=Wishes(sessions=[session]),
        )
        for _ in range(2)
    ]
    db.session.commit()
    return people[1]


def test_who_waits_for_a_session_is_told_so_and_may_come_without_it(browser):
    person = waits_for_a_session()
    page = browser.get(page_of(person))
    assert "there is none in: “Workshop”" in page.words()
    assert "All places are taken" not in page.words()
    answer = browser.submit(f"{page_of(person)}/sessions/coming-without", {}, page=page_of(person))
    assert (answer.status_code, answer.location) == (303, page_of(person))
    db.session.refresh(person)
    assert (person.status, person.chosen_sessions) == (S.CONFIRMED, [])


def test_a_second_press_of_come_without_it_shows_the_present_state(browser):
    person = waits_for_a_session()
    token = browser.get(page_of(person)).form_values()
    for _press in range(2):
        answer = browser.client.post(f"{page_of(person)}/sessions/coming-without", data=token)
        assert (answer.status_code, answer.location) == (303, page_of(person))


def test_who_waits_for_the_event_itself_is_offered_no_such_thing(browser):
    _event, _holder, [person] = waiting()
    page = browser.get(page_of(person))
    assert "All places are taken." in page.words()
    assert "Come without it" not in page.words()
