"""Many at once, and two at once."""

from datetime import timedelta
from threading import Barrier
from time import process_time

import pytest
import sqlalchemy as sa

from extensions import db
from lib.clock import utc_now
from models.delegations import Delegation
from models.letters import Letter, LetterKind
from models.registrations import Registration
from operations.base.details import NO_WISHES
from operations.registrations import delegations
from operations.registrations.delegations import (
    DelegationDetails,
    FewerThanNominated,
    NominationsClosed,
    TooManyNominated,
    change_delegation,
    nominate,
)
from operations.registrations.many import write_awaited_letters
from operations.registrations.standing import AlreadyOnList
from queries.registrations.delegations import nominated_count
from tests import factories
from tests.factories.delegations import delegation
from tests.statements import count_statements
from tests.turns import PATIENCE, in_threads

SIZE = 5


def two_uploads_at_once(app) -> list[int]:
    """Each of five people, for one delegation that may nominate five; how many each brought."""
    asked_id, both_here, brought = delegation(size=SIZE).id, Barrier(2), []

    def upload():
        asked = db.session.get_one(Delegation, asked_id)
        asked.event.strata  # noqa: B018 - loaded, so that both come to the guard together
        db.session.rollback()
        both_here.wait(PATIENCE)
        asked = db.session.get_one(Delegation, asked_id)
        try:
            brought.append(
                len(nominate(asked, [factories.person() for _ in range(SIZE)], at=utc_now()))
            )
            db.session.commit()
        except TooManyNominated:
            db.session.rollback()
            brought.append(0)

    in_threads(app, upload, upload)
    return sorted(brought)


@pytest.mark.race
def test_two_uploads_at_once_never_bring_more_than_the_delegation_may_nominate(app):
    assert two_uploads_at_once(app) == [0, SIZE]
    assert db.session.scalar(sa.select(sa.func.count(Registration.id))) == SIZE


@pytest.mark.race
def test_without_the_hold_two_uploads_at_once_bring_too_many(app, monkeypatch):
    """The twin: SQLite's writers wait for each other from their beginning, PostgreSQL's do not."""
    both_counted = Barrier(2)
    count = nominated_count

    def counted_together(asked):
        found = count(asked)
        if db.engine.dialect.name == "postgresql":
            both_counted.wait(PATIENCE)
        return found

    monkeypatch.setattr(delegations, "_hold", lambda _asked: None)
    monkeypatch.setattr(delegations, "nominated_count", counted_together)
    on_postgres = db.engine.dialect.name == "postgresql"
    assert two_uploads_at_once(app) == [SIZE if on_postgres else 0, SIZE]


def test_two_thousand_are_nominated_in_seconds_and_the_worker_writes_to_them(app):
    asked = delegation(factories.event(capacity=2500), size=2000)
    people = [
        factories.person(sector=asked.sector, institution=asked.institution) for _ in range(2000)
    ]
    began = process_time()  # of ours: what the machine does beside it does not count
    with count_statements() as statements:
        nominate(asked, people, at=utc_now())
        db.session.commit()
    assert process_time() - began < 10
    assert len([s for s in statements if "INSERT" not in s]) < 20
    nominations = sa.select(sa.func.count(Letter.id)).where(
        Letter.kind == LetterKind.PARTICIPANT_NOMINATED
    )
    assert (db.session.scalar(nominations), asked.event.places.taken) == (0, 2000)
    assert write_awaited_letters(at=utc_now(), limit=50) == 50
    db.session.commit()
    assert db.session.scalar(nominations) == 50
    left = sa.select(sa.func.count(Registration.id)).where(Registration.awaits_letter)
    assert db.session.scalar(left) == 1950


def test_who_completes_before_the_letter_was_written_gets_none(app):
    asked = delegation(size=30)
    added = nominate(asked, [factories.person() for _ in range(30)], at=utc_now())
    db.session.commit()
    delegations.complete(
        added[0],
        factories.person(email="isil@example.org"),
        notice_version="1",
        consents=[],
        wishes=NO_WISHES,
        at=utc_now(),
    )
    assert write_awaited_letters(at=utc_now()) == 29
    kinds = db.session.scalars(sa.select(Letter.kind).where(Letter.registration_id == added[0].id))
    assert list(kinds) == [LetterKind.REGISTRATION_CONFIRMED]


def test_the_same_people_are_not_nominated_twice(app):
    asked = delegation()
    people = [factories.person(), factories.person(email=None)]
    nominate(asked, people, at=utc_now())
    db.session.commit()
    with pytest.raises(AlreadyOnList):
        nominate(asked, people, at=utc_now())


def test_a_delegation_becomes_no_smaller_than_it_is_and_a_new_contact_gets_a_new_link(app):
    asked = delegation()
    nominate(asked, [factories.person(), factories.person()], at=utc_now())
    db.session.commit()
    names = DelegationDetails.__dataclass_fields__
    present = {name: getattr(asked, name) for name in names}
    with pytest.raises(FewerThanNominated):
        change_delegation(
            asked, DelegationDetails(**{**present, "size": 1}), by=factories.user(), at=utc_now()
        )
    db.session.rollback()
    moved = DelegationDetails(**{**present, "contact_email": "yeni@corum.example.org"})
    change_delegation(asked, moved, by=factories.user(), at=utc_now())
    invited = (
        sa.select(Letter.to_address)
        .where(Letter.kind == LetterKind.DELEGATION_INVITED)
        .order_by(Letter.id)
    )
    assert asked.link_version == 2
    assert list(db.session.scalars(invited)) == [
        "sukran@corum.example.org",
        "yeni@corum.example.org",
    ]


def test_nobody_is_nominated_for_an_event_that_was_moved_earlier_and_has_begun(app):
    event = factories.event()
    asked = delegation(event, nominations_close_at=event.starts_at)
    event.starts_at = utc_now() - timedelta(minutes=1)
    with pytest.raises(NominationsClosed):
        nominate(asked, [factories.person()], at=utc_now())
