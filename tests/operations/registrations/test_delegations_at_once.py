"""Nominees, contacts and organizers in the same moment."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Event as Flag
from time import sleep

import pytest
import sqlalchemy as sa
from flask import Flask

from extensions import db
from lib.clock import utc_now
from models.delegations import Delegation
from models.events import Event
from models.letters import Letter, LetterKind
from models.places import Quota
from models.registrations import Registration
from models.sectors import Sector
from operations.base.details import NO_WISHES
from operations.places import claims
from operations.places.capacities import set_sector_places
from operations.places.quotas import hold_places
from operations.registrations.delegations import (
    DelegationDetails,
    complete,
    invite_delegation,
    nominate,
    remind_to_complete,
)
from tests import factories
from tests.factories import delegations
from tests.turns import PATIENCE, Client, while_held

pytestmark = pytest.mark.race


def test_a_nominee_completes_while_their_sector_is_being_limited(app, monkeypatch):
    """Each holds what the other one waits for, unless references to the nominee can be written."""
    event = factories.event()
    [nominee] = nominate(
        delegations.delegation(event), [factories.person(sector=Sector.PUBLIC)], at=utc_now()
    )
    db.session.commit()
    event_id, number, person = event.id, nominee.id, factories.person(sector=Sector.PUBLIC)
    completing = Flag()

    def hold(of: Event) -> bool:
        completing.set()
        sleep(0.5)  # the organizer holds the places by now
        return hold_places(of)

    def limit() -> None:
        completing.wait(0.5)
        set_sector_places(db.session.get_one(Event, event_id), Sector.PUBLIC, 5)

    def completes() -> None:
        monkeypatch.setattr(claims, "hold_places", hold)
        complete(
            db.session.get_one(Registration, number),
            person,
            notice_version="1",
            consents=[],
            wishes=NO_WISHES,
            at=utc_now(),
        )
        db.session.commit()

    both(app, limit, completes)
    taken = db.session.execute(sa.select(Quota.scope, Quota.taken))
    assert {scope.value: count for scope, count in taken} == {"event": 1, "sector": 1}


def both(app: Flask, *acts: Callable[[], None]) -> None:
    db.session.remove()

    def run(act: Callable[[], None]) -> None:
        with app.app_context():
            act()
            db.session.commit()
            db.session.remove()

    with ThreadPoolExecutor(len(acts)) as people:
        for done in [people.submit(run, act) for act in acts]:
            done.result(PATIENCE)


def test_who_presses_the_reminder_twice_writes_to_each_once(app):
    asked = delegations.delegation(factories.event())
    at = utc_now()
    nominate(asked, [factories.person() for _ in range(3)], at=at)
    db.session.execute(sa.update(Letter).values(created_at=asked.created_at - timedelta(days=2000)))
    db.session.commit()
    number = asked.id

    def remind() -> int:
        count = remind_to_complete(db.session.get_one(Delegation, number), by=None, at=at)
        if count == 0:
            db.session.commit()
        return count

    def press() -> int:
        count = remind()
        db.session.commit()
        return count

    assert while_held(app, remind, press) == 0
    nominated = sa.select(sa.func.count()).where(Letter.kind == LetterKind.PARTICIPANT_NOMINATED)
    assert db.session.scalar(nominated) == 6


def test_two_organizers_who_invite_the_same_institution_at_once_invite_it_once(app):
    by, event = factories.user(), factories.event()
    organizer, event_id = Client(app, by.id), event.id
    fields = {
        "institution": "Iğdır Valiliği",
        "sector": "public",
        "province": "76",
        "size": "3",
        "contact_name": "Şükran Öz",
        "contact_email": "sukran@igdir.example.org",
        "locale": "tr",
    }

    def invite() -> None:
        details = DelegationDetails(
            institution=fields["institution"],
            sector=Sector.PUBLIC,
            province="76",
            size=3,
            contact_name=fields["contact_name"],
            contact_email=fields["contact_email"],
            locale="tr",
            nominations_close_at=None,
        )
        invite_delegation(db.session.get_one(Event, event_id), details, by=None, at=utc_now())

    address = f"/organizer/events/{event_id}/delegations/new"
    assert while_held(app, invite, lambda: organizer.post(address, **fields)) == 303
    assert db.session.scalar(sa.select(sa.func.count(Delegation.id))) == 1
    assert db.session.scalar(sa.select(sa.func.count(Letter.id))) == 1
