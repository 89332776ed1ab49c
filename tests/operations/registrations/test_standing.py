"""Nobody stands on one list twice, whoever enters them and however the name is written."""

from typing import Any

import pytest
import sqlalchemy as sa

from extensions import db
from lib.clock import utc_now
from models.events import Event
from models.registrations import Registration, RegistrationSource, RegistrationStatus
from models.users import User
from operations.base.details import NO_WISHES
from operations.registrations import entries, online, standing
from operations.registrations.corrections import change_details
from operations.registrations.delegations import complete, nominate, take_back
from operations.registrations.entries import change_status, register_for_someone
from operations.registrations.imports import import_participants
from operations.registrations.many import Newcomer
from operations.registrations.online import register_online
from operations.registrations.standing import AlreadyOnList
from operations.registrations.transfers import pass_on
from queries.registrations.namesakes import declined_like, is_same
from tests import factories
from tests.factories import delegations
from tests.turns import while_held

S = RegistrationStatus
PLAIN: dict[str, Any] = {
    "given_name": "Isil",
    "family_name": "Ince",
    "email": "i@example.org",
    "phone": "+905320000001",
}
TURKISH = {**PLAIN, "given_name": "Işıl", "family_name": "İNCE"}


def standing_in(event):
    rows = sa.select(Registration).where(
        Registration.event_id == event.id,
        Registration.status.in_([S.PENDING, S.WAITLISTED, S.OFFERED, S.CONFIRMED]),
    )
    return list(db.session.scalars(rows.order_by(Registration.id)))


def registers(event, key="another", **values):
    return register_online(
        event,
        factories.person(**values),
        submission_key=key,
        notice_version="2026-11",
        consents=(),
        at=utc_now(),
    )


def is_entered(event, **values):
    return register_for_someone(
        event,
        factories.person(**values),
        source=RegistrationSource.API,
        by=factories.user(),
        at=utc_now(),
    )


def is_imported(event, **values):
    return import_participants(
        event,
        [Newcomer(factories.person(**values))],
        letters=False,
        by=factories.user(),
        at=utc_now(),
    )


def is_nominated(event, **values):
    return nominate(delegations.delegation(event), [factories.person(**values)], at=utc_now())


def is_corrected(event, **values):
    other = factories.registration(event)
    change_details(other, factories.person(**values), at=utc_now(), by=None)


def completes(event, **values):
    [nominee] = nominate(delegations.delegation(event), [factories.person()], at=utc_now())
    complete(
        nominee,
        factories.person(**values),
        notice_version="2026-11",
        consents=(),
        wishes=NO_WISHES,
        at=utc_now(),
    )


def gets_a_place(event, **values):
    pass_on(factories.registration(event), factories.person(**values), at=utc_now())


def comes_back(event, **values):
    gone = factories.registration(event, **values)
    change_status(gone, S.CANCELLED, at=utc_now(), by=None)
    change_status(gone, S.CONFIRMED, at=utc_now(), by=factories.user())


@pytest.mark.parametrize(
    "way",
    [
        is_entered,
        is_imported,
        is_nominated,
        is_corrected,
        completes,
        gets_a_place,
        comes_back,
    ],
)
@pytest.mark.parametrize(
    "written",
    [TURKISH, {**TURKISH, "email": "other@example.org"}, {**TURKISH, "phone": "+905320000002"}],
)
def test_the_same_person_is_refused_on_every_way_onto_the_list(app, way, written):
    event = factories.event(transferable=True)
    known = factories.registration(event, **PLAIN)
    with pytest.raises(AlreadyOnList) as refused:
        way(event, **written)
    assert refused.value.registration in (known, None)


@pytest.mark.parametrize(
    "way", [is_entered, is_imported, is_nominated, is_corrected, completes, gets_a_place]
)
@pytest.mark.parametrize("left", [S.CANCELLED, S.DECLINED])
def test_who_has_left_the_list_may_come_onto_it_again(app, way, left):
    event = factories.event(transferable=True)
    gone = factories.registration(event, **PLAIN)
    change_status(gone, left, at=utc_now(), by=factories.user())
    way(event, **TURKISH)
    assert [r.email for r in standing_in(event)].count("i@example.org") == 1


def test_who_registers_again_is_told_by_letter_however_the_name_is_written(app):
    event = factories.event()
    factories.registration(event, **PLAIN)
    assert registers(event, **TURKISH) is None
    assert registers(event, **{**TURKISH, "email": "other@example.org"}) is None
    assert len(standing_in(event)) == 1


def test_a_name_alone_makes_nobody_the_same():
    nobody = {"email": None, "phone": None}
    assert not is_same(factories.person(**PLAIN | nobody), factories.person(**PLAIN | nobody))
    assert not is_same(factories.person(**PLAIN), factories.person(**PLAIN | nobody))
    assert not is_same(factories.person(**PLAIN), factories.person(**PLAIN | {"family_name": "Öz"}))


def test_who_is_nominated_again_keeps_their_address(app):
    event = factories.event()
    asked = delegations.delegation(event)
    [first] = nominate(asked, [factories.person(**PLAIN)], at=utc_now())
    take_back(asked, first, at=utc_now())
    [again] = nominate(asked, [factories.person(**PLAIN)], at=utc_now())
    assert (again.email, again.access_code) == ("i@example.org", None)


def test_who_cancelled_and_is_nominated_keeps_their_address(app):
    event = factories.event()
    gone = factories.registration(event, **PLAIN)
    change_status(gone, S.CANCELLED, at=utc_now(), by=None)
    [nominee] = nominate(delegations.delegation(event), [factories.person(**PLAIN)], at=utc_now())
    assert (nominee.email, nominee.access_code) == ("i@example.org", None)


def test_a_place_passed_on_to_who_waits_ends_the_waiting(app):
    event = factories.event(transferable=True, capacity=1, waitlist=True)
    giver = factories.registration(event)
    waiting = factories.registration(event, **PLAIN)
    assert waiting.status is S.WAITLISTED
    successor = pass_on(giver, factories.person(**TURKISH), at=utc_now())
    db.session.commit()
    assert standing_in(event) == [successor]
    assert (waiting.status, waiting.merged_into_id) == (S.CANCELLED, successor.id)
    assert event.places.taken == 1


def test_two_of_one_name_on_an_old_list_can_still_be_corrected(app):
    event = factories.event()
    one, other = (factories.registration(event, **PLAIN) for _time in range(2))
    change_details(one, factories.person(**PLAIN, institution="Valilik"), at=utc_now(), by=None)
    assert (one.institution, other.institution) == ("Valilik", "Iğdır Gençlik Derneği")


def test_a_declined_applicant_who_applies_again_is_known(app):
    event = factories.event(approval=True)
    declined = factories.registration(event, **PLAIN)
    change_status(declined, S.DECLINED, at=utc_now(), by=factories.user())
    again = registers(event, **TURKISH)
    assert declined_like(again) == [declined]
    assert declined_like(declined) == []
    assert declined_like(factories.registration(event, **{**PLAIN, "family_name": "Öz"})) == []


@pytest.mark.race
def test_of_two_same_registrations_at_once_one_gets_in(app):
    event = factories.event()
    two_at_once(app, event)
    assert len(standing_in(event)) == 1


@pytest.mark.race
@pytest.mark.parametrize("app", ["postgres"], indirect=True)
def test_without_the_hold_on_the_name_both_get_in(app, monkeypatch):
    """The proof of the guard. On SQLite writers take turns anyway."""
    for module in (standing, online, entries):
        monkeypatch.setattr(module, "hold_name", lambda *_who, **_how: None)
    event = factories.event()
    two_at_once(app, event)
    assert len(standing_in(event)) == 2


@pytest.mark.race
def test_who_is_imported_while_they_register_is_on_the_list_once(app):
    event = factories.event()
    number, by = event.id, factories.user().id
    db.session.commit()
    came = while_held(
        app,
        lambda: registers(db.session.get_one(Event, number), **PLAIN),
        lambda: outcome(
            lambda: import_participants(
                db.session.get_one(Event, number),
                [Newcomer(factories.person(**TURKISH))],
                letters=False,
                by=db.session.get_one(User, by),
                at=utc_now(),
            )
        ),
    )
    assert came is AlreadyOnList
    assert len(standing_in(event)) == 1


def two_at_once(app, event):
    number = event.id
    db.session.commit()
    while_held(
        app,
        lambda: registers(db.session.get_one(Event, number), key="one", **PLAIN),
        lambda: outcome(lambda: registers(db.session.get_one(Event, number), key="two", **TURKISH)),
    )


def outcome(act):
    try:
        act()
        db.session.commit()
    except AlreadyOnList as refusal:
        db.session.rollback()
        return type(refusal)
    return None
