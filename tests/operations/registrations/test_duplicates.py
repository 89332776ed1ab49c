"""Two registrations of one person become one: whose place, what is carried over, who is told."""

from threading import Barrier

import pytest
import sqlalchemy as sa

from extensions import db
from lib.clock import utc_now
from models.audit import AuditAction, AuditEntry
from models.events import Event
from models.letters import Letter
from models.participants import Note
from models.places import Quota, QuotaScope
from models.registrations import Consent, ConsentPurpose, Registration, RegistrationStatus, Ticket
from models.sectors import Sector
from models.users import User
from operations.events.agenda import SessionDetails, add_session
from operations.places.quotas import EventFull
from operations.registrations import duplicates
from operations.registrations.duplicates import NotMergeable, merge
from operations.registrations.entries import change_status
from operations.registrations.notes import write_note
from operations.registrations.tags import tag_registration
from queries.registrations.duplicates import (
    Shared,
    pairs_at_one_address,
    pairs_of_namesakes,
    perhaps_the_same,
)
from queries.registrations.entries import registration_by_link
from queries.registrations.participants import ParticipantFilter
from queries.registrations.tags import tags_on
from tests import factories
from tests.turns import PATIENCE, in_threads

S = RegistrationStatus


def twins(event, **second):
    return (
        factories.registration(event, family_name="Çağ"),
        factories.registration(event, family_name="Çağ", **second),
    )


def make_one(kept, other, **options):
    options = {"from_other": (), "by": factories.user(), "at": utc_now(), **options}
    merge(kept, other, **options)
    db.session.commit()


def letters_to(registration) -> list[str]:
    kinds = sa.select(Letter.kind).where(Letter.registration_id == registration.id)
    return [str(kind) for kind in db.session.scalars(kinds.order_by(Letter.id))]


def test_place_of_the_other_passes_to_the_kept_one_that_waited(app):
    event = factories.event(capacity=1, waitlist=True)
    confirmed, waiting = twins(event)
    beside = factories.registration(event)
    ticket = confirmed.ticket
    make_one(waiting, confirmed)
    assert [r.status for r in (waiting, confirmed, beside)] == [
        S.CONFIRMED,
        S.CANCELLED,
        S.WAITLISTED,
    ]
    assert event.places.taken == 1
    assert ticket.revoked_at is not None
    assert db.session.scalars(sa.select(Ticket).where(Ticket.revoked_at.is_(None))).one() is (
        waiting.ticket
    )
    assert letters_to(waiting) == ["registration_waitlisted", "registration_confirmed"]
    assert letters_to(confirmed) == ["registration_confirmed"]


def test_second_place_of_the_same_person_goes_to_who_waits(app):
    event = factories.event(capacity=2, waitlist=True, offer_hours=None)
    kept, other = twins(event)
    beside = factories.registration(event)
    make_one(kept, other)
    assert [r.status for r in (kept, other, beside)] == [S.CONFIRMED, S.CANCELLED, S.CONFIRMED]
    assert event.places.taken == 2
    assert letters_to(kept) == letters_to(other) == ["registration_confirmed"]


def test_offer_of_the_other_stays_with_the_person(app):
    event = factories.event(capacity=1, waitlist=True)
    inside = factories.registration(event)
    offered, waiting = twins(event)
    change_status(inside, S.CANCELLED, at=utc_now(), by=None)
    db.session.commit()
    until = offered.offered_until
    assert (offered.status, waiting.status) == (S.OFFERED, S.WAITLISTED)
    make_one(waiting, offered)
    assert (waiting.status, waiting.offered_until) == (S.OFFERED, until)
    assert (offered.status, offered.offered_until, event.places.taken) == (S.CANCELLED, None, 1)


def test_who_waited_twice_has_waited_since_the_first_time(app):
    event = factories.event(capacity=1, waitlist=True)
    factories.registration(event)
    first, second = twins(event)
    since = first.status_changed_at
    make_one(second, first)
    assert (second.status, second.status_changed_at) == (S.WAITLISTED, since)


def test_what_the_kept_one_lacks_is_carried_over_and_what_it_has_stays(app):
    event = factories.event()
    kept, other = twins(event, phone="+905320000000")
    by, at = factories.user(), utc_now()
    kept.phone, kept.province = None, "06"
    session = add_session(
        event,
        SessionDetails(title="Atölye", starts_at=event.starts_at, ends_at=event.ends_at),
        by=None,
        at=at,
    )
    other.chosen_sessions = [session]
    other.consents = [Consent(purpose=ConsentPurpose.PHOTOS, given_at=at)]
    for person, tag in ((kept, "Basın"), (other, "basın"), (other, "VIP")):
        tag_registration(person, tag, by=by, at=at)
    write_note(other, "Arandı", by=by, at=at)
    make_one(kept, other)
    assert (kept.phone, kept.province) == ("+905320000000", "06")
    assert kept.chosen_sessions == [session]
    assert [consent.purpose for consent in kept.consents] == [ConsentPurpose.PHOTOS]
    assert [tag.name for tag in tags_on([kept.id])[kept.id]] == ["Basın", "VIP"]
    assert db.session.scalars(sa.select(Note.registration_id)).all() == [kept.id]


def test_chosen_details_are_taken_from_the_other_and_found_by_search(app):
    event = factories.event()
    kept, other = twins(event, given_name="Işılay", email="yeni@example.org", sector=Sector.PUBLIC)
    make_one(kept, other, from_other={"given_name", "email", "sector"})
    assert (kept.given_name, kept.email, kept.sector) == (
        "Işılay",
        "yeni@example.org",
        Sector.PUBLIC,
    )
    assert "isilay" in kept.search_key
    assert kept.name_key == "isilay cag"


def limited(event, sector, capacity) -> Quota:
    quota = Quota(event_id=event.id, scope=QuotaScope.SECTOR, sector=sector, capacity=capacity)
    db.session.add(quota)
    event.places.strata_version += 1
    db.session.commit()
    db.session.expire(event, ["strata"])
    return quota


def test_claims_follow_the_chosen_sector(app):
    event = factories.event()
    public, cso = limited(event, Sector.PUBLIC, 1), limited(event, Sector.CSO, 1)
    kept, other = twins(event, sector=Sector.PUBLIC)
    make_one(kept, other, from_other={"sector"})
    db.session.refresh(public)
    db.session.refresh(cso)
    assert (public.taken, cso.taken, event.places.taken) == (1, 0, 1)
    assert [claim.quota for claim in kept.claims] == [public]


def test_full_sector_refuses_and_changes_nothing(app):
    event = factories.event(approval=True)
    public = limited(event, Sector.PUBLIC, 1)
    factories.registration(event, sector=Sector.PUBLIC)
    kept, other = twins(event, sector=Sector.PUBLIC)
    by, at = factories.user(), utc_now()
    full = db.session.scalars(sa.select(Registration).order_by(Registration.id)).first()
    change_status(full, S.CONFIRMED, at=at, by=by)
    change_status(kept, S.CONFIRMED, at=at, by=by)
    db.session.commit()
    with pytest.raises(EventFull):
        merge(kept, other, from_other={"sector"}, by=by, at=at)
    db.session.rollback()
    db.session.refresh(public)
    assert (public.taken, kept.sector, other.merged_into_id) == (1, Sector.CSO, None)


def test_links_of_the_merged_one_and_of_those_merged_before_lead_to_the_kept_one(app):
    event = factories.event()
    first, second = twins(event)
    third = factories.registration(event, family_name="Çağ")
    make_one(second, first)
    make_one(third, second)
    for one in (first, second, third):
        assert registration_by_link(one.id, one.link_version) is third
    assert registration_by_link(first.id, first.link_version + 1) is None


def test_merged_one_cannot_come_back_nor_be_merged_again(app):
    event = factories.event()
    kept, other = twins(event)
    elsewhere = factories.registration(factories.event())
    make_one(kept, other)
    for one, two in ((kept, other), (other, kept), (kept, kept), (kept, elsewhere)):
        with pytest.raises(NotMergeable):
            merge(one, two, from_other=(), by=factories.user(), at=utc_now())
        db.session.rollback()
    assert not any(pair.second is other for pair in perhaps_the_same(kept))


def test_both_are_told_of_in_the_audit(app):
    event = factories.event()
    kept, other = twins(event)
    by = factories.user()
    make_one(kept, other, by=by)
    entries = db.session.scalars(
        sa.select(AuditEntry).where(AuditEntry.action == AuditAction.REGISTRATION_MERGED)
    ).all()
    assert {(e.subject_id, e.details["twin"], e.user_id) for e in entries} == {
        (kept.id, other.id, by.id),
        (other.id, kept.id, by.id),
    }


def merged_both_ways(app) -> list[bool]:
    """Two organizers merge the same two at once, each keeping another one; who succeeded."""
    event = factories.event(capacity=1, waitlist=True)
    one, two = (registration.id for registration in twins(event))
    by, event_id, begun, done = factories.user().id, event.id, Barrier(2), []

    def act(kept_id, other_id):
        def merge_them():
            db.session.get_one(Event, event_id)
            kept, other = (db.session.get_one(Registration, n) for n in (kept_id, other_id))
            db.session.commit()  # both have read, nobody holds a lock
            begun.wait(PATIENCE)
            try:
                merge(kept, other, from_other=(), by=db.session.get_one(User, by), at=utc_now())
                db.session.commit()
                done.append(True)
            except NotMergeable:
                db.session.rollback()
                done.append(False)

        return merge_them

    in_threads(app, act(one, two), act(two, one))
    return sorted(done)


@pytest.mark.race
def test_two_merges_of_the_same_two_at_once_leave_one_registration(app):
    assert merged_both_ways(app) == [False, True]
    live = sa.select(Registration.status).where(Registration.merged_into_id.is_(None))
    assert db.session.scalars(live).all() == [S.CONFIRMED]
    assert db.session.scalar(sa.select(Quota.taken)) == 1


@pytest.mark.race
def test_without_reading_anew_under_a_lock_both_merge_and_nobody_is_left(app, monkeypatch):
    """The twin that shows the race: each believes what it read before."""
    monkeypatch.setattr(duplicates, "hold_registration", lambda _registration: None)
    assert merged_both_ways(app) == [True, True]
    live = sa.select(Registration.id).where(Registration.merged_into_id.is_(None))
    assert db.session.scalars(live).all() == []


@pytest.mark.parametrize(
    ("second", "shared"),
    [
        ({"phone": None, "institution": "", "province": None}, None),
        ({"phone": "+905321234567", "institution": "", "province": "06"}, Shared.PHONE),
        (
            {"phone": None, "institution": "IĞDIR gençlik derneği", "province": "76"},
            Shared.INSTITUTION,
        ),
        ({"phone": None, "institution": "", "province": "76"}, Shared.PROVINCE),
    ],
)
def test_namesakes_are_pointed_out_where_something_else_is_the_same(app, second, shared):
    event = factories.event()
    first = factories.registration(event, given_name="Işıl", family_name="ÇAĞ")
    other = factories.registration(event, given_name="isil", family_name="cag", **second)
    factories.registration(event, given_name="Işıl", family_name="Çağlar")
    factories.registration(factories.event(), given_name="Işıl", family_name="ÇAĞ")
    found = pairs_of_namesakes(event, limit=10).items
    assert [(p.first, p.second) for p in found] == ([(first, other)] if shared else [])
    assert [(p.first, p.second) for p in perhaps_the_same(other)] == (
        [(other, first)] if shared else []
    )
    if shared:
        assert shared in found[0].shared


def test_similar_names_at_one_address_are_pointed_out_and_different_ones_are_not(app):
    event = factories.event()
    address = "ofis@example.org"
    first = factories.registration(event, given_name="Ayşe", family_name="Kaya", email=address)
    longer = factories.registration(
        event, given_name="Ayse", family_name="Kaya Demir", email=address
    )
    factories.registration(event, given_name="Mehmet", family_name="Öz", email=address)
    assert [(p.first, p.second) for p in pairs_at_one_address(event, limit=9)] == [(first, longer)]


def test_cancelled_and_declined_are_no_duplicates(app):
    event = factories.event()
    kept, other = twins(event)
    change_status(other, S.CANCELLED, at=utc_now(), by=None)
    db.session.commit()
    assert pairs_of_namesakes(event, limit=9).items == []
    assert perhaps_the_same(kept) == perhaps_the_same(other) == []


def test_pairs_come_page_by_page_each_once(app):
    event = factories.event()
    for name in "AAABB":
        factories.registration(event, family_name=name)
    seen, after = [], None
    while True:
        page = pairs_of_namesakes(event, limit=2, after=after)
        seen += [(pair.first.id, pair.second.id) for pair in page.items]
        if not (after := page.next):
            break
    assert len(seen) == len(set(seen)) == 4


def test_kept_one_is_found_by_what_the_other_gave_and_only_under_its_own_sector(app):
    event = factories.event()
    kept, other = twins(event, email="eski@example.org", sector=Sector.PUBLIC)
    make_one(kept, other)
    found = [
        list(ParticipantFilter(text="eski@example", sector=sector).everyone(event))
        for sector in (None, Sector.CSO, Sector.PUBLIC)
    ]
    assert found == [[kept], [kept], []]


@pytest.mark.parametrize("taken", [False, True])
def test_link_of_an_address_that_is_replaced_by_the_others_ends(app, taken):
    event = factories.event()
    kept, other = twins(event, email="dogru@example.org")
    number, old_link = kept.id, kept.link_version
    make_one(kept, other, from_other=["email"] if taken else [])
    assert (registration_by_link(number, old_link) is None) is taken
    written = letters_to(kept)
    assert len(written) == (2 if taken else 1), written
