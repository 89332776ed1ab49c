"""Three hundred programs and people at once for fifty places, through the whole application."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Thread
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from extensions import db
from lib.clock import utc_now
from models.events import Event
from models.forms import FormPurpose, QuestionKind
from models.places import Quota, QuotaScope
from models.registrations import Registration, RegistrationStatus, Ticket
from models.sectors import Sector
from operations.accounts.tokens import create_api_token
from operations.forms.builder import add_question
from operations.forms.details import ChoiceDetails, QuestionDetails
from operations.places.capacities import set_sector_places
from operations.places.quotas import take_places
from tests import factories
from tests.turns import PATIENCE

pytestmark = pytest.mark.race

ASKING, PLACES, AT_ONCE = 300, 50, 24


@pytest.fixture
def headers(app: Flask) -> dict[str, str]:
    _token, text = create_api_token(factories.user(), name="yarış", at=utc_now())
    db.session.commit()
    return {"Authorization": f"Bearer {text}"}


def ask_all(ask: Callable[[int], Any]) -> list[Any]:
    with ThreadPoolExecutor(AT_ONCE) as programs:
        return list(programs.map(ask, range(ASKING)))


def registering(
    app: Flask, event: Event, headers: dict[str, str], **told: Any
) -> Callable[[int], int]:
    address = f"/api/v1/events/{event.id}/registrations"

    def register(number: int) -> int:
        person = {
            "given_name": "Işıl",
            "family_name": f"Çağ {number}",
            "sector": "cso",
            "email": f"isil{number}@example.org",
            **told,
        }
        if number % 3 and "sector" not in told:
            person["sector"] = "public"
        answer = app.test_client().post(address, json=person, headers=headers)
        return answer.status_code

    return register


def standing(event: Event) -> tuple[Counter[RegistrationStatus], int, int | None]:
    """Registrations by status, tickets, and the places that the event believes are taken."""
    db.session.rollback()
    statuses = db.session.scalars(
        sa.select(Registration.status).where(Registration.event_id == event.id)
    )
    tickets = db.session.scalar(sa.select(sa.func.count(Ticket.id)))
    taken = db.session.scalar(
        sa.select(Quota.taken).where(Quota.event_id == event.id, Quota.scope == QuotaScope.EVENT)
    )
    return Counter(statuses), tickets or 0, taken


def test_three_hundred_ask_for_fifty_places_and_the_rest_waits(app, headers):
    event = factories.event(capacity=PLACES, waitlist=True)
    assert Counter(ask_all(registering(app, event, headers))) == {201: ASKING}
    statuses = {RegistrationStatus.CONFIRMED: 50, RegistrationStatus.WAITLISTED: 250}
    assert standing(event) == (statuses, PLACES, PLACES)


def test_three_hundred_ask_for_fifty_places_and_the_rest_is_told_that_it_is_full(app, headers):
    event = factories.event(capacity=PLACES)
    answers = Counter(ask_all(registering(app, event, headers)))
    assert answers == {201: PLACES, 409: ASKING - PLACES}
    assert standing(event) == ({RegistrationStatus.CONFIRMED: 50}, PLACES, PLACES)


def test_three_hundred_ask_for_fifty_places_of_which_ten_are_for_one_sector(app, headers):
    event = factories.event(capacity=PLACES, waitlist=True)
    set_sector_places(event, Sector.CSO, 10)
    set_sector_places(event, Sector.PUBLIC, 200)
    db.session.commit()
    assert Counter(ask_all(registering(app, event, headers))) == {201: ASKING}
    statuses, tickets, taken = standing(event)
    assert statuses == {RegistrationStatus.CONFIRMED: 50, RegistrationStatus.WAITLISTED: 250}
    assert (tickets, taken) == (PLACES, PLACES)
    confirmed = sa.select(Registration.sector).where(
        Registration.status == RegistrationStatus.CONFIRMED
    )
    by_sector = Counter(db.session.scalars(confirmed))
    held = {quota.sector: quota.taken for quota in event.strata}
    assert by_sector == held and held[Sector.CSO] == 10 and held[Sector.PUBLIC] == 40


def test_three_hundred_press_for_the_last_seat_of_a_workshop(app, headers):
    event = factories.event()
    workshop = add_question(
        event,
        FormPurpose.REGISTRATION,
        QuestionKind.SINGLE_CHOICE,
        QuestionDetails(label="Atölye", choices=[ChoiceDetails("A", places=1), ChoiceDetails("B")]),
        by=None,
        at=utc_now(),
    )
    db.session.commit()
    asking = registering(app, event, headers, answers={workshop.key: "A"})
    assert Counter(ask_all(asking)) == {201: 1, 409: ASKING - 1}
    assert standing(event) == ({RegistrationStatus.CONFIRMED: 1}, 1, 1)
    db.session.refresh(workshop.choices[0].places)
    assert workshop.choices[0].places.taken == 1


def test_without_the_conditional_update_a_place_is_given_twice(app):
    """Shows that the race is real: who reads first and writes later gives the last place twice."""
    event = factories.event(capacity=1)

    def read_then_write(quota_id: int, all_have_read: Barrier) -> bool:
        with db.engine.connect() as reading:
            taken = reading.scalars(sa.select(Quota.taken).where(Quota.id == quota_id)).one()
        all_have_read.wait(PATIENCE)
        with db.engine.begin() as writing:
            writing.execute(sa.update(Quota).where(Quota.id == quota_id).values(taken=taken + 1))
        return bool(taken == 0)

    assert at_once(app, read_then_write, event) == [True, True]


def test_with_the_conditional_update_the_last_place_is_given_once(app):
    event = factories.event(capacity=1)

    def take(quota_id: int, all_have_begun: Barrier) -> bool:
        all_have_begun.wait(PATIENCE)
        given = take_places(db.session.scalars(sa.select(Event)).one()) is None
        db.session.commit()
        return given

    assert sorted(at_once(app, take, event)) == [False, True]


def at_once(app: Flask, take: Callable[[int, Barrier], bool], event: Event) -> list[bool]:
    """Two people, each in a thread and a session of their own."""
    quota_id, barrier, given = event.places.id, Barrier(2), []
    db.session.rollback()

    def ask() -> None:
        with app.app_context():
            given.append(take(quota_id, barrier))

    people = [Thread(target=ask) for _ in range(2)]
    for person in people:
        person.start()
    for person in people:
        person.join(PATIENCE)
    return given
