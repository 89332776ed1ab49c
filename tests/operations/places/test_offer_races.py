"""An offer that is accepted, cancelled and lapses in the same moment ends in one way only."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from threading import Barrier

import pytest
import sqlalchemy as sa
from flask import Flask

from extensions import db
from lib.clock import utc_now
from models.events import Event, InvalidTransition
from models.places import Quota, QuotaScope
from models.registrations import Claim, Registration, RegistrationStatus, Ticket
from models.sectors import Sector
from operations.places import offers
from operations.places.capacities import set_sector_places
from operations.places.offers import NoOffer, accept_offer, lapse_offers
from operations.places.quotas import EventFull
from operations.places.waiting_list import pass_on_places
from operations.registrations.entries import change_status
from operations.registrations.status_changes import change_statuses
from tests import factories
from tests.turns import PATIENCE

pytestmark = pytest.mark.race

S = RegistrationStatus
Act = Callable[[], object]


def at_once(app: Flask, *acts: Act) -> None:
    """Each in a thread and a session of its own; refusals are part of the game."""
    db.session.remove()
    barrier = Barrier(len(acts))

    def run(act: Act) -> None:
        with app.app_context():
            barrier.wait(PATIENCE)
            try:
                act()
                db.session.commit()
            except (NoOffer, InvalidTransition, EventFull):
                db.session.rollback()
            finally:
                db.session.remove()

    with ThreadPoolExecutor(len(acts)) as people:
        for done in [people.submit(run, act) for act in acts]:
            done.result(PATIENCE)


def offered(**details) -> tuple[Event, Registration, Registration]:
    """One has cancelled, the next was offered the place, another waits."""
    event = factories.event(capacity=1, waitlist=True, **details)
    first, second, third = (factories.registration(event) for _ in range(3))
    change_status(first, S.CANCELLED, at=utc_now(), by=None)
    db.session.commit()
    return event, second, third


def statuses(*registrations: Registration) -> list[S]:
    rows = db.session.execute(sa.select(Registration.id, Registration.status))
    found = {number: status for number, status in rows}  # noqa: C416 - rows are no tuples
    return [found[registration.id] for registration in registrations]


@pytest.mark.parametrize("_time", range(4))
def test_accepted_cancelled_and_lapsed_at_once_leaves_one_holder(app, _time):
    event, second, third = offered()
    event_id, second_id, until = event.id, second.id, second.offered_until

    def accept() -> None:
        accept_offer(db.session.get_one(Registration, second_id), at=until - timedelta(seconds=1))

    def lapse() -> None:
        lapse_offers(at=until)

    def cancel() -> None:
        change_status(
            db.session.get_one(Registration, second_id), S.CANCELLED, at=utc_now(), by=None
        )

    at_once(app, accept, lapse, cancel, accept)
    ends = statuses(second, third)
    # Cancelled by one of them, perhaps after it was accepted; or accepted last of all.
    assert ends in ([S.CONFIRMED, S.WAITLISTED], [S.CANCELLED, S.OFFERED])
    assert counters_are_right(event_id) == {"event": 1}
    valid = sa.select(sa.func.count(Ticket.id)).where(
        Ticket.registration_id == second_id, Ticket.revoked_at.is_(None)
    )
    if ends[0] is S.CONFIRMED:
        assert db.session.scalar(valid) == 1


def test_two_workers_let_an_offer_lapse_once(app):
    event, second, third = offered()
    until = second.offered_until
    at_once(app, *[partial(lapse_offers, at=until)] * 3)
    assert statuses(second, third) == [S.CANCELLED, S.OFFERED]
    assert counters_are_right(event.id) == {"event": 1}


def test_without_the_row_being_held_an_accepted_place_is_given_to_the_next_too(app, monkeypatch):
    """The twin: who reads first and decides later accepts what has just lapsed.

    SQLite's writers wait for each other from their beginning, but the row was read before.
    """
    event, second, _third = offered()
    second_id, until = second.id, second.offered_until
    monkeypatch.setattr(offers, "hold_registration", lambda _registration: None)
    db.session.commit()
    stale = db.session.get_one(Registration, second_id)  # as it was when the page was read
    db.session.commit()
    with ThreadPoolExecutor(1) as worker:
        worker.submit(_in_context(app, lambda: lapse_offers(at=until))).result(PATIENCE)
    accept_offer(stale, at=until - timedelta(seconds=1))
    db.session.commit()
    holders = db.session.scalar(
        sa.select(sa.func.count()).where(Registration.status.in_([S.CONFIRMED, S.OFFERED]))
    )
    assert holders == 2  # of one place
    db.session.expire_all()
    assert event.places.taken == 1


def test_with_the_row_being_held_it_is_refused(app):
    _event, second, third = offered()
    until = second.offered_until
    db.session.commit()
    with ThreadPoolExecutor(1) as worker:
        worker.submit(_in_context(app, lambda: lapse_offers(at=until))).result(PATIENCE)
    with pytest.raises(NoOffer):
        accept_offer(second, at=until - timedelta(seconds=1))
    db.session.rollback()
    assert statuses(second, third) == [S.CANCELLED, S.OFFERED]


def _in_context(app: Flask, act: Callable[[], object]) -> Act:
    def run() -> None:
        with app.app_context():
            act()
            db.session.commit()
            db.session.remove()

    return run


def test_bulk_decisions_beside_registrations_in_many_strata_wait_for_each_other_in_turn(app):
    """No deadlock and no fault, whatever is decided, limited and registered at the same time."""
    event = factories.event(capacity=20, waitlist=True, offer_hours=None)
    for sector in (Sector.PUBLIC, Sector.CSO):
        set_sector_places(event, sector, 12)
    db.session.commit()
    by = factories.user()
    sectors = [Sector.PUBLIC, Sector.CSO, Sector.ACADEMIA]
    people = [
        factories.registration(event, by=by, sector=sectors[number % 3]) for number in range(30)
    ]
    numbers, event_id, by_id = [person.id for person in people], event.id, by.id

    def deciding(mine: list[int], new: S) -> Act:
        def decide() -> None:
            someone = db.session.get_one(type(by), by_id)
            for start in range(0, len(mine), 5):
                change_statuses(
                    db.session.get_one(Event, event_id),
                    mine[start : start + 5],
                    new,
                    at=utc_now(),
                    by=someone,
                )
                db.session.commit()

        return decide

    def coming(sector: Sector) -> Act:
        def come() -> None:
            for _time in range(6):
                factories.registration(
                    db.session.get_one(Event, event_id),
                    by=db.session.get_one(type(by), by_id),
                    sector=sector,
                )

        return come

    def limit() -> None:
        for sector, capacity in ((Sector.CSO, 20), (Sector.ACADEMIA, 30), (Sector.CSO, None)):
            found = db.session.get_one(Event, event_id)
            set_sector_places(found, sector, capacity)
            pass_on_places(found, at=utc_now())
            db.session.commit()

    at_once(
        app,
        deciding(numbers, S.CANCELLED),
        deciding(numbers[::-1], S.CONFIRMED),
        deciding(numbers[::2], S.DECLINED),
        limit,
        *[coming(sector) for sector in sectors],
    )
    counters_are_right(event_id)


def counters_are_right(event_id: int) -> dict[str, int]:
    """What each counter says, which must be what the rows say."""
    db.session.rollback()
    db.session.expire_all()
    holding = Registration.status.in_([S.CONFIRMED, S.OFFERED])
    people = sa.select(sa.func.count()).where(Registration.event_id == event_id, holding)
    claims: Counter[int] = Counter(
        db.session.scalars(sa.select(Claim.quota_id).join(Claim.registration).where(holding))
    )
    said = {}
    for quota in db.session.scalars(sa.select(Quota).where(Quota.event_id == event_id)):
        whole = quota.scope is QuotaScope.EVENT
        assert quota.taken == (db.session.scalar(people) if whole else claims[quota.id])
        said[quota.sector or quota.scope.value] = quota.taken
        if quota.sector:
            of_sector = sa.select(sa.func.count()).where(
                Registration.event_id == event_id, holding, Registration.sector == quota.sector
            )
            assert quota.taken == db.session.scalar(of_sector)
    return said
