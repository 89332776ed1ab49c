"""A place passed on: never free in between, never held by two."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from threading import Barrier, BrokenBarrierError

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extensions import db
from models.audit import AuditAction, AuditEntry
from models.events import InvalidTransition
from models.letters import Letter, LetterKind
from models.places import Quota, QuotaScope
from models.registrations import Registration, RegistrationStatus
from models.sectors import Sector
from models.selection import Selection, SelectionOutcome, SelectionResult
from operations.places.quotas import EventFull
from operations.registrations import transfers
from operations.registrations.corrections import SectorDecided
from operations.registrations.entries import change_status
from operations.registrations.own_pages import ChangesClosed, cancel_own
from operations.registrations.transfers import NotTransferable, pass_on
from tests import factories
from tests.factories import NOW
from tests.turns import PATIENCE, in_threads

S = RegistrationStatus
LATER = NOW + timedelta(hours=1)


def transferable(**details):
    return factories.event(**{"at": NOW, "transferable": True, "capacity": 1, **details})


def quota(event, sector, capacity):
    db.session.add(
        Quota(event_id=event.id, scope=QuotaScope.SECTOR, sector=sector, capacity=capacity)
    )
    db.session.commit()
    db.session.expire_all()


def on_list(event, **values):
    return factories.registration(event, at=NOW, **values)


def taken(event):
    rows = db.session.execute(
        sa.select(Quota.sector, Quota.taken).where(Quota.event_id == event.id).order_by(Quota.id)
    )
    return dict(rows.all())


def letters_to(registration):
    return list(
        db.session.scalars(
            sa.select(Letter.kind)
            .where(Letter.registration_id == registration.id)
            .order_by(Letter.id)
        )
    )


def test_the_new_person_has_the_place_and_the_old_one_has_none(app):
    event = transferable()
    giver = on_list(event, given_name="Ayşe", family_name="Kaya")
    person = factories.person(given_name="Şükrü", locale="en")
    successor = pass_on(giver, person, at=LATER)
    db.session.commit()
    assert (giver.status, successor.status) == (S.CANCELLED, S.CONFIRMED)
    assert (successor.given_name, successor.locale) == ("Şükrü", "en")
    assert successor.ticket is not None and successor.ticket.short_code != giver.ticket.short_code
    assert successor.awaits_completion and successor.notice_version is None
    assert successor.consents == []
    assert taken(event) == {None: 1}


def test_both_are_told_and_the_change_is_written_down_without_names(app):
    event = transferable()
    giver = on_list(event, given_name="Ayşe", family_name="Kaya")
    successor = pass_on(giver, factories.person(email="sukru@example.org"), at=LATER)
    db.session.commit()
    assert letters_to(giver) == [
        LetterKind.REGISTRATION_CONFIRMED,
        LetterKind.REGISTRATION_CANCELLED,
    ]
    letter = db.session.scalars(
        sa.select(Letter).where(Letter.registration_id == successor.id)
    ).one()
    assert (letter.kind, letter.to_address) == (LetterKind.PLACE_PASSED_ON, "sukru@example.org")
    assert "Ayşe Kaya" in letter.text and "/completion" in letter.text
    entry = db.session.scalars(
        sa.select(AuditEntry).where(AuditEntry.action == AuditAction.REGISTRATION_TRANSFERRED)
    ).one()
    assert (entry.subject_id, entry.details) == (giver.id, {"to": successor.id})


def test_nobody_from_the_waiting_list_gets_in_between(app):
    event = transferable(waitlist=True)
    giver, waiting = on_list(event), on_list(event)
    pass_on(giver, factories.person(), at=LATER)
    db.session.commit()
    assert waiting.status is S.WAITLISTED
    assert taken(event) == {None: 1}


def test_the_same_sector_needs_no_further_place(app):
    event = transferable(capacity=5)
    quota(event, Sector.CSO, 1)
    giver = on_list(event, sector=Sector.CSO)
    successor = pass_on(giver, factories.person(sector=Sector.CSO), at=LATER)
    db.session.commit()
    assert [claim.quota.sector for claim in successor.claims] == [Sector.CSO]
    assert taken(event) == {None: 1, Sector.CSO: 1}


def test_another_sector_needs_a_place_there_and_gives_the_own_back(app):
    event = transferable(capacity=5, waitlist=True, offer_hours=None)
    quota(event, Sector.CSO, 1)
    quota(event, Sector.PUBLIC, 1)
    giver, waiting = (on_list(event, sector=Sector.CSO) for _ in range(2))
    pass_on(giver, factories.person(sector=Sector.PUBLIC), at=LATER)
    db.session.commit()
    assert taken(event) == {None: 2, Sector.CSO: 1, Sector.PUBLIC: 1}
    assert waiting.is_confirmed  # of the sector that got a place back


def test_another_sector_without_a_place_is_refused_and_nothing_changes(app):
    event = transferable(capacity=5)
    quota(event, Sector.PUBLIC, 1)
    on_list(event, sector=Sector.PUBLIC)
    giver = on_list(event, sector=Sector.CSO)
    with pytest.raises(EventFull) as refusal:
        pass_on(giver, factories.person(sector=Sector.PUBLIC), at=LATER)
    assert refusal.value.quota.sector is Sector.PUBLIC
    db.session.rollback()
    assert giver.is_confirmed and taken(event) == {None: 2, Sector.PUBLIC: 1}


def test_place_that_a_selection_gave_to_a_sector_stays_with_it(app):
    event = transferable(capacity=5)
    giver = on_list(event, sector=Sector.CSO)
    chosen = Selection(
        event=event,
        places=1,
        record={},
        proposed_at=NOW,
        confirmed_at=NOW,
        results=[
            SelectionResult(registration=giver, outcome=SelectionOutcome.CHOSEN, rank=1, reason={})
        ],
    )
    db.session.add(chosen)
    db.session.commit()
    with pytest.raises(SectorDecided):
        pass_on(giver, factories.person(sector=Sector.PUBLIC), at=LATER)
    db.session.rollback()
    assert pass_on(giver, factories.person(sector=Sector.CSO), at=LATER).is_confirmed


def test_who_waits_has_no_place_to_pass_on(app):
    event = transferable(waitlist=True)
    _holding, waiting = on_list(event), on_list(event)
    with pytest.raises(NotTransferable):
        pass_on(waiting, factories.person(), at=LATER)


@pytest.mark.parametrize("status", [S.DECLINED, S.CANCELLED])
def test_who_lost_the_place_has_none_to_pass_on(app, status):
    giver = on_list(transferable())
    change_status(giver, status, at=NOW, by=factories.user())
    db.session.commit()
    with pytest.raises(NotTransferable):
        pass_on(giver, factories.person(), at=LATER)


def test_an_event_that_does_not_allow_it_refuses(app):
    with pytest.raises(NotTransferable):
        pass_on(on_list(transferable(transferable=False)), factories.person(), at=LATER)


CLOSES = datetime(2027, 3, 28, 0, 59, tzinfo=UTC)
"""03.59 in Istanbul, 01.59 in Berlin: a minute before its clocks go forward."""


@pytest.mark.parametrize("zone", ["Europe/Istanbul", "Europe/Berlin"])
@pytest.mark.parametrize("act", [pass_on, cancel_own])
def test_the_deadline_counts_to_the_second_whatever_the_clocks_show(app, zone, act):
    event = transferable(
        starts_at=CLOSES + timedelta(days=1),
        ends_at=CLOSES + timedelta(days=2),
        changes_close_at=CLOSES,
        timezone=zone,
        capacity=5,
    )
    asked = {"person": factories.person()} if act is pass_on else {"reason": ""}
    for late in (timedelta(0), timedelta(seconds=1)):
        with pytest.raises(ChangesClosed):
            act(on_list(event), **asked, at=CLOSES + late)
        db.session.rollback()
    act(on_list(event), **asked, at=CLOSES - timedelta(seconds=1))


@pytest.mark.parametrize("act", [pass_on, cancel_own])
def test_without_a_deadline_of_its_own_the_beginning_is_one(app, act):
    event = transferable()
    asked = {"person": factories.person()} if act is pass_on else {"reason": ""}
    giver = on_list(event)
    with pytest.raises(ChangesClosed):
        act(giver, **asked, at=event.starts_at)
    act(giver, **asked, at=event.starts_at - timedelta(seconds=1))


def outcomes(app, *acts):
    """What came of acts that two people or two clicks begin at the same moment."""
    event = transferable(waitlist=True, offer_hours=None)
    giver_id, said = on_list(event).id, []
    on_list(event)  # waits

    def begin(act):
        def run():
            giver = db.session.get_one(Registration, giver_id)
            try:
                act(giver)
            except (NotTransferable, InvalidTransition) as refusal:
                db.session.rollback()
                said.append(type(refusal).__name__)
            else:
                db.session.commit()
                said.append("done")

        return run

    in_threads(app, *map(begin, acts))
    statuses = db.session.scalars(sa.select(Registration.status).order_by(Registration.id)).all()
    return sorted(said), list(statuses), db.session.scalar(sa.select(Quota.taken))


def passing(giver):
    pass_on(giver, factories.person(), at=LATER)


def cancelling(giver):
    change_status(giver, S.CANCELLED, at=LATER, by=None)


@pytest.mark.race
def test_two_clicks_pass_the_place_on_once(app):
    said, statuses, places = outcomes(app, passing, passing)
    assert said == ["NotTransferable", "done"]
    assert (statuses, places) == ([S.CANCELLED, S.WAITLISTED, S.CONFIRMED], 1)


@pytest.mark.race
def test_without_the_hold_two_clicks_make_two_people_of_one_place(app, monkeypatch):
    """The twin: SQLite's writers wait for each other from their beginning, PostgreSQL's do not."""
    both_have_read, on_postgres = Barrier(2), db.engine.dialect.name == "postgresql"

    def read_only(_registration):
        with suppress(BrokenBarrierError):
            both_have_read.wait(PATIENCE if on_postgres else 1)

    monkeypatch.setattr(transfers, "hold_registration", read_only)
    said, statuses, places = outcomes(app, passing, passing)
    assert said == (["done", "done"] if on_postgres else ["NotTransferable", "done"])
    assert (statuses.count(S.CONFIRMED), places) == (2 if on_postgres else 1, 1)


@pytest.mark.race
def test_who_cancels_and_passes_on_at_once_does_one_of_both(app):
    said, statuses, places = outcomes(app, passing, cancelling)
    assert said in (["NotTransferable", "done"], ["InvalidTransition", "done"])
    assert statuses[0] is S.CANCELLED and statuses.count(S.CONFIRMED) == places == 1


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=15
)
@given(
    steps=st.lists(
        st.tuples(
            st.integers(0, 4),
            st.sampled_from(["pass", "cancel"]),
            st.sampled_from(list(Sector)[:3]),
        ),
        max_size=6,
    )
)
def test_whatever_is_passed_on_the_counters_say_what_the_rows_say(app, steps):
    event = transferable(capacity=3, waitlist=True, offer_hours=None)
    quota(event, Sector.CSO, 2)
    quota(event, Sector.PUBLIC, 1)
    for sector in (Sector.CSO, Sector.CSO, Sector.CSO, Sector.PUBLIC, Sector.PUBLIC):
        on_list(event, sector=sector)
    for number, step, sector in steps:
        rows = db.session.scalars(
            sa.select(Registration)
            .where(Registration.event_id == event.id)
            .order_by(Registration.id)
        ).all()
        try:
            if step == "pass":
                pass_on(rows[number], factories.person(sector=sector), at=LATER)
            else:
                cancel_own(rows[number], reason="", at=LATER)
            db.session.commit()
        except (NotTransferable, EventFull, InvalidTransition):
            db.session.rollback()
    held = db.session.scalars(
        sa.select(Registration).where(
            Registration.event_id == event.id, Registration.status == S.CONFIRMED
        )
    ).all()
    of = {sector: sum(r.sector is sector for r in held) for sector in (Sector.CSO, Sector.PUBLIC)}
    assert taken(event) == {None: len(held), **of}
    assert len(held) <= 3 and of[Sector.CSO] <= 2 and of[Sector.PUBLIC] <= 1
