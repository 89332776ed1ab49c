"""Links: asked for by address, sent again, revoked."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from extensions import db
from letters.compose import registration_address, registration_token
from lib.clock import utc_now
from models.audit import AuditAction, AuditEntry
from models.letters import Letter, LetterKind
from models.links import ListingRequest
from operations.base.tickets import qr_text
from operations.events.events import call_off, withdraw
from operations.registrations.duplicates import merge
from operations.registrations.links import (
    WrittenToLately,
    answer_listing_requests,
    ask_for_listing,
    revoke_links,
    send_status_letter_again,
)
from queries.registrations.entries import registration_by_link
from tests import factories
from tests.factories import NOW
from tests.statements import count_statements
from tests.turns import in_threads

ADDRESS = "ortak@example.org"
MINUTE = timedelta(minutes=1)


def listings():
    return db.session.scalars(
        sa.select(Letter).where(Letter.kind == LetterKind.REGISTRATIONS_LISTED).order_by(Letter.id)
    ).all()


def ask(address=ADDRESS, *, at=NOW, locale="en"):
    ask_for_listing(address, locale=locale, at=at)
    db.session.commit()


def answer(*, at=NOW):
    looked_at = answer_listing_requests(at=at)
    db.session.commit()
    return looked_at


def on_list(event, **values):
    return factories.registration(event, **{"email": ADDRESS, "at": NOW, **values})


def test_the_letter_lists_all_registrations_of_the_address_with_name_state_and_link(app):
    full = factories.event(at=NOW, title="Dolu Gün", title_en="Full Day", capacity=0, waitlist=True)
    other = factories.event(at=NOW, title="Çalıştay", title_en="Workshop")
    people = [
        on_list(full, given_name="Ayşe", family_name="Kaya"),
        on_list(other, given_name="Mehmet", family_name="Kaya"),
        on_list(other, given_name="Başka", family_name="Biri", email="baska@example.org"),
    ]
    ask()
    assert answer() == 1
    (letter,) = listings()
    assert (letter.to_address, letter.locale, letter.event_id) == (ADDRESS, "en", None)
    for words in ("Full Day", "Workshop", "Ayşe Kaya", "Mehmet Kaya", "On the waiting list"):
        assert words in letter.text and words in letter.html
    for person in people[:2]:
        assert registration_address(person) in letter.text
        assert registration_address(person) in letter.html
    assert registration_address(people[2]) not in letter.text
    assert "Başka" not in letter.text


def test_an_address_that_nobody_gave_gets_no_letter(app):
    ask("kimse@example.org")
    assert (answer(), listings()) == (1, [])


@pytest.mark.parametrize("known", [True, False])
def test_asking_takes_the_same_statement_for_known_and_unknown_addresses(app, known):
    if known:
        on_list(factories.event(at=NOW))
    with count_statements() as seen:
        ask_for_listing(ADDRESS, locale="tr", at=NOW)
    assert len(seen) == 1 and seen[0].startswith("INSERT INTO listing_requests")


def test_an_address_is_written_to_at_most_once_in_ten_minutes(app):
    on_list(factories.event(at=NOW))
    for minutes in (0, 1, 9):
        ask(at=NOW + minutes * MINUTE)
        answer(at=NOW + minutes * MINUTE)
    assert len(listings()) == 1
    answer(at=NOW + 10 * MINUTE)
    ask(at=NOW + 10 * MINUTE)
    answer(at=NOW + 10 * MINUTE)
    assert len(listings()) == 2


def test_nothing_is_kept_of_who_asked_once_the_ten_minutes_are_over(app):
    ask("kimse@example.org")
    answer()
    answer(at=NOW + 10 * MINUTE)
    assert db.session.scalar(sa.select(sa.func.count()).select_from(ListingRequest)) == 0


def test_events_that_ended_more_than_a_year_ago_and_drafts_are_left_out(app):
    ended = NOW - timedelta(days=365)
    for title, ends_at in (("Eski", ended), ("Yeni", ended + MINUTE)):
        starts_at = ends_at - timedelta(hours=1)
        on_list(
            factories.event(
                at=starts_at - MINUTE, title=title, starts_at=starts_at, ends_at=ends_at
            )
        )
    withdrawn, off = (factories.event(at=NOW, title=title) for title in ("Taslak", "İptal"))
    on_list(withdrawn), on_list(off)
    withdraw(withdrawn, by=factories.user(), at=NOW)
    call_off(off, by=factories.user(), at=NOW)
    db.session.commit()
    ask()
    answer()
    (letter,) = listings()
    assert [title in letter.text for title in ("Eski", "Yeni", "Taslak", "İptal")] == [
        False,
        True,
        False,
        True,
    ]


def test_a_revoked_link_is_replaced_by_letter_and_the_ticket_stays(app):
    registration, by = on_list(factories.event(at=NOW)), factories.user()
    before, ticket = registration_token(registration), qr_text(registration, registration.ticket)
    revoke_links(registration, by=by, at=NOW)
    db.session.commit()
    assert registration_token(registration) != before
    assert qr_text(registration, registration.ticket) == ticket
    letter = db.session.scalars(sa.select(Letter).order_by(Letter.id.desc())).first()
    assert registration_address(registration) in letter.text and before not in letter.text
    entry = db.session.scalars(
        sa.select(AuditEntry).where(AuditEntry.action == AuditAction.LINK_REVOKED)
    ).one()
    assert (entry.user_id, entry.subject_id, entry.details) == (by.id, registration.id, {})


@pytest.mark.race
def test_two_who_revoke_at_once_count_up_twice(app):
    registration = on_list(factories.event(at=NOW))
    number = registration.id

    def revoke():
        registration = db.session.get_one(type(listed), number)
        revoke_links(registration, by=None, at=NOW)
        db.session.commit()

    listed = registration
    in_threads(app, revoke, revoke)
    assert db.session.get_one(type(listed), number).link_version == 3


def test_the_letter_is_sent_again_at_most_once_in_ten_minutes(app):
    registration = on_list(factories.event(at=NOW))
    for minutes in (0, 9):
        with pytest.raises(WrittenToLately):
            send_status_letter_again(registration, at=NOW + minutes * MINUTE)
    send_status_letter_again(registration, at=NOW + 10 * MINUTE)
    db.session.commit()
    [letter] = db.session.scalars(sa.select(Letter)).all()
    assert letter.due_at == NOW + 10 * MINUTE
    registration.event.venue = "Iğdır Kültür Merkezi"  # now it says something else
    send_status_letter_again(registration, at=NOW + 20 * MINUTE)
    db.session.commit()
    first, second = db.session.scalars(sa.select(Letter).order_by(Letter.id)).all()
    assert (first, first.kind) == (letter, second.kind)
    assert first.message_id != second.message_id


def test_the_worker_answers_what_was_asked(app):
    on_list(factories.event())
    ask(at=utc_now())
    result = app.test_cli_runner().invoke(args=["work", "--once"])
    assert result.exit_code == 0, result.output
    assert len(listings()) == 1


def test_revoking_kills_the_links_of_what_was_merged_into_it_too(app):
    event, organizer = factories.event(), factories.user()
    kept, other, oldest = (factories.registration(event) for _ in range(3))
    merge(other, oldest, from_other=[], by=organizer, at=NOW)
    merge(kept, other, from_other=[], by=organizer, at=NOW)
    db.session.commit()
    numbers = [(person.id, person.link_version) for person in (kept, other, oldest)]
    assert [registration_by_link(*number) for number in numbers] == [kept] * 3
    revoke_links(kept, by=organizer, at=NOW)
    db.session.commit()
    assert [registration_by_link(*number) for number in numbers] == [None] * 3
