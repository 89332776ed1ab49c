from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import sqlalchemy as sa

from extensions import db
from models.events import Event
from models.letters import Letter, LetterKind
from models.registrations import Registration, RegistrationSource, RegistrationStatus
from operations.base.details import NO_WISHES
from operations.events.events import call_off
from operations.letters.mailings import tell_of_change
from operations.places.offers import shorten_offers
from operations.places.parties import form_party
from operations.registrations.corrections import change_details
from operations.registrations.entries import change_status, put_on_list
from operations.registrations.links import WrittenToLately, send_status_letter_again
from operations.registrations.mailboxes import (
    HELD_FOR,
    UNASKED,
    ManyOfMailbox,
    confirm_mailbox,
    lapse_holds,
)
from operations.registrations.online import register_online
from operations.registrations.own_pages import cancel_own
from operations.registrations.transfers import pass_on
from queries.registrations.mailboxes import awaiting
from tests import factories
from tests.factories import NOW

_S = RegistrationStatus
MAILBOX = "dernek@example.org"
MINUTE = timedelta(minutes=1)


def an_event(**details):
    return factories.event(at=NOW, **details)


def register(event, number: int, *, email: str = MAILBOX, at=NOW) -> Registration:
    made = register_online(
        event,
        factories.person(family_name=f"Uydurma {number}", email=email, phone=None),
        submission_key=f"key {number}",
        notice_version="1",
        consents=[],
        at=at,
    )
    assert made is not None
    db.session.commit()
    return made


def several(event, count: int, **options) -> list[Registration]:
    return [register(event, number, **options) for number in range(count)]


def kinds(event) -> list[LetterKind]:
    return list(
        db.session.scalars(
            sa.select(Letter.kind).where(Letter.event_id == event.id).order_by(Letter.id)
        )
    )


def standing(people) -> list[tuple[RegistrationStatus, bool, bool]]:
    """Each one's status, whether a ticket was made, and whether the mailbox has yet to confirm."""
    db.session.expire_all()
    return [(one.status, one.ticket is not None, one.awaits_mailbox) for one in people]


def test_fourth_of_a_mailbox_has_a_place_held_without_a_ticket_until_it_confirms(app):
    event = an_event(capacity=10)
    people = several(event, 4)
    assert standing(people) == [(_S.CONFIRMED, True, False)] * UNASKED + [(_S.OFFERED, False, True)]
    assert event.places.taken == 4
    assert people[3].mailbox_until == people[3].offered_until == NOW + HELD_FOR
    assert not people[3].has_offer(NOW)  # the own page, which who registered sees, gives no place
    assert kinds(event)[3:] == [LetterKind.MAILBOX_ASKED]
    assert confirm_mailbox(event, MAILBOX, [people[3].id], at=NOW + HELD_FOR / 2) == [people[3]]
    db.session.commit()
    assert standing([people[3]]) == [(_S.CONFIRMED, True, False)]
    assert event.places.taken == 4
    assert kinds(event)[4:] == [LetterKind.REGISTRATION_CONFIRMED]
    assert confirm_mailbox(event, MAILBOX, [people[3].id], at=NOW + HELD_FOR / 2) == []


def test_eighty_invented_names_make_four_letters_and_three_places_after_a_day(app):
    event = an_event(capacity=100)
    people = several(event, 80)
    assert len(kinds(event)) == 4
    assert len(awaiting(event, MAILBOX, at=NOW)) == 77
    while lapse_holds(at=NOW + HELD_FOR):
        db.session.commit()
    assert standing(people)[3:] == [(_S.CANCELLED, False, False)] * 77
    assert event.places.taken == UNASKED
    assert len(kinds(event)) == 4


def test_suffixes_and_other_letters_are_the_same_mailbox_and_other_events_are_not(app):
    event = an_event()
    addresses = ["dernek+a@example.org", "dernek+b@example.org", MAILBOX, "dernek+c@example.org"]
    people = [register(event, n, email=address) for n, address in enumerate(addresses)]
    assert [one.awaits_mailbox for one in people] == [False, False, False, True]
    assert not register(an_event(), 5).awaits_mailbox
    assert not register(event, 6, email="baska@example.org").awaits_mailbox


def test_whoever_did_not_register_by_themselves_is_not_counted(app):
    event, by = an_event(), factories.user()
    for number, source in enumerate([*RegistrationSource] * 2):
        if source is not RegistrationSource.ONLINE:
            person = factories.person(family_name=f"Başka {number}", email=MAILBOX)
            made = put_on_list(event, person, source, NOW, NO_WISHES, by=by)
            assert not made.awaits_mailbox
    assert not any(one.awaits_mailbox for one in several(event, UNASKED))


def test_people_who_wait_as_a_group_are_not_counted(app):
    event = an_event(capacity=0, waitlist=True)
    for one in several(event, UNASKED):
        form_party(one, at=NOW)
    db.session.commit()
    assert not register(event, 7).awaits_mailbox


def test_giving_up_and_coming_again_is_counted(app):
    """Otherwise one name after another could be entered, and the mailbox written to each time."""
    event, by = an_event(), factories.user()
    for one in several(event, UNASKED):
        change_status(one, _S.CANCELLED, at=NOW, by=by)
    db.session.commit()
    assert register(event, 7).awaits_mailbox


def test_on_the_waiting_list_nobody_moves_up_before_the_mailbox_confirms(app):
    event = an_event(capacity=1, waitlist=True, offer_hours=None)
    first = factories.registration(event, at=NOW)
    people = several(event, 4)
    for one in people[:3]:
        change_status(one, _S.CANCELLED, at=NOW, by=None)
    change_status(first, _S.CANCELLED, at=NOW, by=None)
    db.session.commit()
    assert standing([people[3]]) == [(_S.WAITLISTED, False, True)]
    assert event.places.taken == 0
    confirm_mailbox(event, MAILBOX, [people[3].id], at=NOW)
    db.session.commit()
    assert standing([people[3]]) == [(_S.CONFIRMED, True, False)]


def test_application_waits_for_the_mailbox_and_an_organizers_word_counts_instead(app):
    event, by = an_event(approval=True), factories.user()
    people = several(event, 5)
    assert standing(people[3:]) == [(_S.PENDING, False, True)] * 2
    change_status(people[3], _S.CONFIRMED, at=NOW, by=by)
    db.session.commit()
    assert standing([people[3]]) == [(_S.CONFIRMED, True, False)]
    confirm_mailbox(event, MAILBOX, [people[4].id], at=NOW)
    assert standing([people[4]]) == [(_S.PENDING, False, False)]
    assert kinds(event)[-1] == LetterKind.REGISTRATION_RECEIVED


def test_place_that_no_mailbox_confirmed_goes_to_the_next_who_waits(app):
    event = an_event(capacity=4, waitlist=True, offer_hours=None)
    people = several(event, 4)
    other = factories.registration(event, at=NOW)
    assert other.status is _S.WAITLISTED
    assert lapse_holds(at=NOW + HELD_FOR - MINUTE) == 0
    assert lapse_holds(at=NOW + HELD_FOR) == 1
    db.session.commit()
    assert standing([people[3], other]) == [
        (_S.CANCELLED, False, False),
        (_S.CONFIRMED, True, False),
    ]
    assert confirm_mailbox(event, MAILBOX, [people[3].id], at=NOW + HELD_FOR) == []


def test_another_letter_is_written_when_the_earlier_is_old_or_has_been_answered(app):
    event = an_event()
    people = several(event, 5)
    with pytest.raises(WrittenToLately):
        send_status_letter_again(people[4], at=NOW)
    confirm_mailbox(event, MAILBOX, [people[3].id, people[4].id], at=NOW)
    register(event, 7)
    register(event, 8, at=NOW + 11 * MINUTE)
    db.session.commit()
    asked = [kind for kind in kinds(event) if kind is LetterKind.MAILBOX_ASKED]
    assert len(asked) == 3


@pytest.mark.race
def test_four_at_once_with_one_mailbox_do_not_pass_as_the_first_three(app):
    """Without the mailbox being held, six at once on PostgreSQL all pass."""
    event_id = an_event().id
    people = [factories.person(family_name=f"Uydurma {n}", email=MAILBOX) for n in range(6)]
    db.session.remove()

    def come(number: int) -> bool:
        with app.app_context():
            made = register_online(
                db.session.get_one(Event, event_id),
                people[number],
                submission_key=f"key {number}",
                notice_version="1",
                consents=[],
                at=NOW,
            )
            assert made
            awaits = made.awaits_mailbox
            db.session.commit()
            db.session.remove()
            return awaits

    with ThreadPoolExecutor(6) as threads:
        assert sorted(threads.map(come, range(6))) == [False] * UNASKED + [True] * 3


def test_changes_of_the_event_are_not_told_to_a_mailbox_that_has_not_confirmed(app):
    event = an_event()
    several(event, 5)
    mailing = tell_of_change(event, by=factories.user(), at=NOW)
    assert mailing is not None
    assert mailing.people == UNASKED


def letters_to(mailbox: str) -> int:
    return (
        db.session.scalar(sa.select(sa.func.count(Letter.id)).where(Letter.mailbox == mailbox)) or 0
    )


def test_nobody_gets_round_it_by_changing_their_own_address_to_it(app):
    event = an_event()
    several(event, UNASKED)
    mine = register(event, 7, email="ben@example.org")
    to_it = factories.person(family_name="Uydurma 7", email="dernek+x@example.org")
    with pytest.raises(ManyOfMailbox):
        change_details(mine, to_it, at=NOW, by=None)
    db.session.rollback()
    assert letters_to(MAILBOX) == UNASKED
    change_details(mine, to_it, at=NOW, by=factories.user())  # an organizer knows them
    assert mine.mailbox == MAILBOX


def test_nobody_gets_round_it_by_giving_places_to_it(app):
    event = an_event(transferable=True)
    people = several(event, UNASKED)
    other = register(event, 7, email="ben@example.org")
    new = factories.person(family_name="Uydurma 8", email=MAILBOX)
    with pytest.raises(ManyOfMailbox):
        pass_on(other, new, at=NOW)
    db.session.rollback()
    assert pass_on(people[0], new, at=NOW).is_confirmed  # among those who share it already


def test_mailbox_that_has_not_confirmed_is_told_no_end_and_no_change(app):
    event, by = an_event(), factories.user()
    people = several(event, 6)
    cancel_own(people[3], reason="", at=NOW)
    change_status(people[4], _S.DECLINED, at=NOW, by=by)
    elsewhere = factories.person(family_name="Uydurma 5", email="baska@example.org")
    change_details(people[5], elsewhere, at=NOW, by=None)
    db.session.commit()
    assert letters_to(MAILBOX) == UNASKED + 1
    assert people[5].awaits_mailbox
    assert letters_to("baska@example.org") == 1


def test_nothing_is_confirmed_once_the_event_is_called_off(app):
    event = an_event()
    people = several(event, 4)
    call_off(event, by=factories.user(), at=NOW)
    assert confirm_mailbox(event, MAILBOX, [people[3].id], at=NOW) == []
    assert standing([people[3]]) == [(_S.OFFERED, False, True)]


def test_whoever_comes_while_the_event_lasts_has_until_its_end(app):
    event = an_event(starts_at=NOW - 60 * MINUTE, ends_at=NOW + 60 * MINUTE)
    people = several(event, 4)
    assert people[3].mailbox_until == people[3].offered_until == event.ends_at
    shorten_offers(event, at=NOW)  # as any change of the event does
    assert lapse_holds(at=NOW) == 0
    assert confirm_mailbox(event, MAILBOX, [people[3].id], at=NOW) == [people[3]]
    assert standing([people[3]]) == [(_S.CONFIRMED, True, False)]


def test_nothing_is_held_beyond_the_beginning_that_was_moved_earlier(app):
    event = an_event()
    people = several(event, 4)
    event.starts_at = NOW + 60 * MINUTE
    shorten_offers(event, at=NOW)
    db.session.commit()
    assert people[3].mailbox_until == people[3].offered_until == event.starts_at
    assert letters_to(MAILBOX) == UNASKED + 1
