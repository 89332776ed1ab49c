from datetime import timedelta

import pytest
import sqlalchemy as sa

from extensions import db
from letters.compose import registration_token
from models.audit import AuditEntry
from models.events import InvalidTransition
from models.letters import Letter, LetterKind
from models.places import Quota
from models.registrations import (
    ConsentPurpose,
    Registration,
    RegistrationSource,
    RegistrationStatus,
    Ticket,
)
from operations.base.tickets import qr_text
from operations.events.events import call_off
from operations.places.quotas import EventFull
from operations.registrations import online as online_registrations
from operations.registrations.corrections import change_details
from operations.registrations.entries import NotRegistrable, change_status, register_for_someone
from operations.registrations.online import RESEND_PAUSE, register_online
from queries.registrations.entries import registration_by_link
from tests import factories
from tests.factories import NOW
from tests.statements import count_statements

S = RegistrationStatus
AYSE = {"given_name": "Ayşe", "family_name": "Şahin", "email": "a@example.org"}


def online(event, *, key="a key", at=NOW, consents=(), **values):
    registration = register_online(
        event,
        factories.person(**values),
        submission_key=key,
        notice_version="2026-11",
        consents=consents,
        at=at,
    )
    db.session.commit()
    return registration


def letters_of(registration):
    kinds = sa.select(Letter.kind).where(Letter.registration_id == registration.id)
    return list(db.session.scalars(kinds.order_by(Letter.id)))


def test_whoever_registers_in_time_is_confirmed_with_a_ticket_and_a_letter(app):
    event = factories.event(at=NOW, capacity=10)
    registration = online(event)
    assert registration.status is S.CONFIRMED
    assert registration.ticket is not None
    assert letters_of(registration) == [LetterKind.REGISTRATION_CONFIRMED]
    assert event.places.taken == 1


def test_the_same_form_sent_twice_is_one_registration(app):
    event = factories.event(at=NOW)
    assert online(event, **AYSE).id == online(event, **AYSE).id
    assert db.session.scalar(sa.select(sa.func.count(Registration.id))) == 1


def test_a_colleague_in_the_same_form_is_another_registration(app):
    event = factories.event(at=NOW)
    first = online(event, **AYSE)
    assert online(event, **{**AYSE, "given_name": "Fatma"}).given_name == "Fatma"
    other = {**AYSE, "email": "b@example.org", "phone": None}
    assert online(event, **other).email == "b@example.org"
    assert online(factories.event(at=NOW), **AYSE).id != first.id
    assert online(event, **AYSE).id == first.id


def test_of_two_clicks_at_once_both_find_the_first_ones_registration(app, monkeypatch):
    event = factories.event(at=NOW)
    first = online(event, **AYSE)
    # The second click looked before the first one had come to its end.
    monkeypatch.setattr(online_registrations, "registration_by_key", lambda _key: None)
    assert online(event, **AYSE).id == first.id
    assert letters_of(first) == [LetterKind.REGISTRATION_CONFIRMED]


def test_the_same_person_is_told_by_letter_and_takes_no_second_place(app):
    event = factories.event(at=NOW, capacity=10)
    first = online(event, key="one", email="a@example.org", family_name="Şahin")
    later = NOW + RESEND_PAUSE + timedelta(seconds=1)
    again = online(event, key="two", email="a@example.org", family_name="ŞAHİN", at=later)
    assert again is None
    db.session.commit()
    assert event.places.taken == 1
    [letter] = db.session.scalars(sa.select(Letter).where(Letter.registration_id == first.id))
    assert (letter.kind, letter.due_at) == (LetterKind.REGISTRATION_CONFIRMED, later)


def test_nobody_fills_a_mailbox_by_registering_in_anothers_name(app):
    event = factories.event(at=NOW)
    first = online(event, key="one", email="a@example.org", family_name="Şahin")
    for attempt in range(5):
        again = online(event, key=f"more {attempt}", email="a@example.org", family_name="Şahin")
        assert again is None
    assert len(letters_of(first)) == 1


def test_two_people_may_share_an_address(app):
    event = factories.event(at=NOW)
    online(event, key="one", email="dernek@example.org", given_name="Ali")
    online(event, key="two", email="dernek@example.org", given_name="Ayşe")
    assert event.places.taken == 2


def test_a_full_event_without_a_waiting_list_refuses(app):
    event = factories.event(at=NOW, capacity=1)
    online(event, key="one")
    with pytest.raises(EventFull):
        online(event, key="two")


def test_a_full_event_with_a_waiting_list_takes_down_who_waits(app):
    event = factories.event(at=NOW, capacity=1, waitlist=True)
    online(event, key="one")
    waiting = online(event, key="two")
    assert waiting.status is S.WAITLISTED
    assert waiting.ticket is None
    assert letters_of(waiting) == [LetterKind.REGISTRATION_WAITLISTED]


@pytest.mark.parametrize("waitlist", [False, True])
def test_who_is_beaten_to_the_last_place_stands_as_if_they_had_known(app, waitlist):
    event = factories.event(at=NOW, capacity=1, waitlist=waitlist)
    # Another one's commit after we had read the event.
    taken = sa.update(Quota).where(Quota.id == event.places.id).values(taken=1)
    db.session.execute(taken, execution_options={"synchronize_session": False})
    assert not event.is_full()
    if waitlist:
        waiting = online(event, consents=iter([ConsentPurpose.PHOTOS]))
        assert [consent.purpose for consent in waiting.consents] == [ConsentPurpose.PHOTOS]
        assert (waiting.status, waiting.ticket) == (S.WAITLISTED, None)
        assert letters_of(waiting) == [LetterKind.REGISTRATION_WAITLISTED]
    else:
        with pytest.raises(EventFull):
            online(event)
    kept = [sa.func.count(rows.id) for rows in (Registration, Ticket, Letter)]
    assert [db.session.scalar(sa.select(one)) for one in kept] == [waitlist, 0, waitlist]
    assert db.session.scalar(sa.select(Quota.taken)) == 1


def test_place_is_taken_last_so_that_nobody_waits_while_a_letter_is_written(app):
    event = factories.event(at=NOW, capacity=10)
    with count_statements() as statements:
        online(event)
    written = [" ".join(s.split()[:3]) for s in statements if not s.startswith("SELECT")]
    assert written == [
        "SAVEPOINT sa_savepoint_1",
        "INSERT INTO registrations",
        "INSERT INTO tickets",
        "INSERT INTO letters",
        "UPDATE quotas SET",
        "RELEASE SAVEPOINT sa_savepoint_1",
    ]


def test_where_an_organizer_chooses_everyone_is_pending_and_takes_no_place(app):
    event = factories.event(at=NOW, capacity=1, approval=True)
    applicants = [online(event, key=str(number)) for number in range(3)]
    assert {a.status for a in applicants} == {S.PENDING}
    assert event.places.taken == 0


@pytest.mark.parametrize(
    "details",
    [
        {"draft": True},
        {"registration_opens_at": NOW + timedelta(seconds=1)},
        {"registration_closes_at": NOW},
        {"starts_at": NOW - timedelta(days=2), "ends_at": NOW - timedelta(seconds=1)},
    ],
)
def test_outside_its_time_an_event_takes_nobody(app, details):
    with pytest.raises(NotRegistrable):
        online(factories.event(at=NOW, **details))


def test_an_event_called_off_takes_nobody_not_even_by_hand(app):
    event = factories.event(at=NOW)
    call_off(event, by=factories.user(), at=NOW)
    with pytest.raises(NotRegistrable):
        online(event)
    with pytest.raises(NotRegistrable):
        register_for_someone(
            event, factories.person(), source=RegistrationSource.API, by=factories.user(), at=NOW
        )


def test_consents_are_kept_one_by_one(app):
    event = factories.event(at=NOW)
    registration = online(event, consents=[ConsentPurpose.PHOTOS])
    assert [(c.purpose, c.given_at) for c in registration.consents] == [
        (ConsentPurpose.PHOTOS, NOW)
    ]


def test_a_cancelled_place_goes_to_the_first_who_waits_where_nobody_is_asked(app):
    event = factories.event(at=NOW, capacity=1, waitlist=True, offer_hours=None)
    first = online(event, key="one")
    second = online(event, key="two", at=NOW + timedelta(seconds=1))
    third = online(event, key="three", at=NOW + timedelta(seconds=2))
    change_status(first, S.CANCELLED, at=NOW + timedelta(hours=1), by=None)
    db.session.commit()
    assert [r.status for r in (first, second, third)] == [S.CANCELLED, S.CONFIRMED, S.WAITLISTED]
    assert event.places.taken == 1
    assert letters_of(second)[-1] is LetterKind.REGISTRATION_CONFIRMED
    assert second.ticket is not None


def test_confirming_an_applicant_takes_a_place_and_refuses_the_one_too_many(app):
    event = factories.event(at=NOW, capacity=1, approval=True)
    chosen, other = (online(event, key=str(number)) for number in range(2))
    by = factories.user()
    change_status(chosen, S.CONFIRMED, at=NOW, by=by)
    db.session.commit()
    with pytest.raises(EventFull):
        change_status(other, S.CONFIRMED, at=NOW, by=by)
    db.session.rollback()
    db.session.refresh(event.places)
    assert event.places.taken == 1


def test_an_impossible_step_is_refused(app):
    registration = online(factories.event(at=NOW))
    change_status(registration, S.CANCELLED, at=NOW, by=None)
    with pytest.raises(InvalidTransition):
        change_status(registration, S.DECLINED, at=NOW, by=None)


def test_a_change_of_status_is_audited_without_names(app):
    event, by = factories.event(at=NOW), factories.user()
    registration = online(event)
    change_status(registration, S.CANCELLED, at=NOW, by=by, reason="Hastalık")
    entry = db.session.scalars(sa.select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert entry is not None
    assert (entry.action, entry.user_id, entry.subject_id, entry.details) == (
        "registration:cancelled",
        by.id,
        registration.id,
        {"before": "confirmed"},
    )


def test_correcting_a_name_never_voids_the_ticket(app):
    registration = online(factories.event(at=NOW))
    assert registration.ticket is not None
    before = qr_text(registration, registration.ticket)
    later = NOW + timedelta(minutes=1)
    change_details(registration, factories.person(family_name="Öztürk"), at=later, by=None)
    db.session.commit()
    assert qr_text(registration, registration.ticket) == before
    assert "ozturk" in registration.search_key


def test_a_corrected_address_gets_the_letter_that_the_wrong_one_got(app):
    registration = online(factories.event(at=NOW), email="yanlis@example.org")
    person = factories.person(email="dogru@example.org")
    for minutes in (1, 2):  # the second time nothing is new
        change_details(registration, person, at=NOW + timedelta(minutes=minutes), by=None)
    db.session.commit()
    confirmed = Letter.kind == LetterKind.REGISTRATION_CONFIRMED
    addresses = db.session.scalars(
        sa.select(Letter.to_address).where(confirmed).order_by(Letter.id)
    ).all()
    assert addresses == ["yanlis@example.org", "dogru@example.org"]


@pytest.mark.parametrize("by_organizer", [False, True])
def test_old_address_is_told_of_a_change_that_came_by_the_link(app, by_organizer):
    registration = online(factories.event(at=NOW), email="eski@example.org")
    by = factories.user() if by_organizer else None
    for address in ("yeni@example.org", "yeni@example.org", None):
        change_details(registration, factories.person(email=address), at=NOW, by=by)
    db.session.commit()
    told = db.session.execute(
        sa.select(Letter.to_address, Letter.text)
        .where(Letter.kind == LetterKind.ADDRESS_CHANGED)
        .order_by(Letter.id)
    ).all()
    addresses = [address for address, _text in told]
    assert addresses == ([] if by_organizer else ["eski@example.org", "yeni@example.org"])
    assert all("/registrations/" not in text for _address, text in told)
    assert not any("yeni@" in text for _address, text in told)


@pytest.mark.parametrize("by_organizer", [False, True])
def test_an_address_corrected_by_an_organizer_ends_the_links_that_went_to_the_wrong_one(
    app, by_organizer
):
    registration = online(factories.event(at=NOW), email="yanlis@example.org")
    number, old_link = registration.id, registration.link_version
    by = factories.user() if by_organizer else None
    same = factories.person(email="yanlis@example.org")
    change_details(registration, same, at=NOW, by=by)  # another correction ends nothing
    assert registration_by_link(number, old_link) is registration
    change_details(registration, factories.person(email="dogru@example.org"), at=NOW, by=by)
    db.session.commit()
    assert (registration_by_link(number, old_link) is None) is by_organizer
    assert registration_by_link(number, registration.link_version) is registration
    letter = db.session.scalars(
        sa.select(Letter).where(Letter.to_address == "dogru@example.org")
    ).one()
    assert registration_token(registration) in letter.text


def test_an_address_that_was_missing_ends_no_link(app):
    registration, by = online(factories.event(at=NOW), email="a@example.org"), factories.user()
    registration.email = None
    db.session.flush()
    version = registration.link_version
    change_details(registration, factories.person(email="b@example.org"), at=NOW, by=by)
    assert registration.link_version == version


def test_someone_confirmed_again_keeps_the_ticket(app):
    registration, by = online(factories.event(at=NOW)), factories.user()
    ticket = registration.ticket
    change_status(registration, S.CANCELLED, at=NOW, by=by)
    change_status(registration, S.CONFIRMED, at=NOW + timedelta(hours=1), by=by)
    db.session.commit()
    assert registration.ticket is ticket
    assert db.session.scalar(sa.select(sa.func.count(Ticket.id))) == 1


def test_someone_added_by_hand_may_come_late_and_without_an_address(app):
    event = factories.event(at=NOW, registration_closes_at=NOW - timedelta(days=1))
    registration = register_for_someone(
        event,
        factories.person(email=None, phone=None),
        source=RegistrationSource.ORGANIZER,
        by=factories.user(),
        at=NOW,
    )
    assert registration.is_confirmed
    assert letters_of(registration) == []
