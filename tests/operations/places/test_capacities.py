"""Limits that are set, changed and taken away while people hold places."""

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from extensions import db
from models.audit import AuditAction, AuditEntry
from models.forms import AskedAt, FormPurpose, QuestionKind
from models.places import Quota, QuotaScope
from models.registrations import Claim, RegistrationSource, RegistrationStatus
from models.sectors import Sector
from operations.base.details import Wishes
from operations.events.agenda import (
    SessionDetails,
    SessionInUse,
    add_session,
    change_session,
    remove_session,
)
from operations.forms.builder import add_question
from operations.forms.details import ChoiceDetails, QuestionDetails
from operations.places.capacities import (
    CapacitiesTooLow,
    CapacityTooLow,
    change_places,
    set_choice_places,
    set_sector_places,
    set_session_places,
)
from operations.places.quotas import EventFull
from operations.registrations.corrections import change_details, change_wishes
from operations.registrations.entries import change_status, register_for_someone
from tests import factories
from tests.factories import NOW
from tests.operations.places.test_waiting_list import statuses

S = RegistrationStatus


def chosen_session(event, capacity=None):
    details = SessionDetails(
        title="Atölye",
        starts_at=event.starts_at,
        ends_at=event.starts_at + timedelta(hours=1),
        chosen=True,
        capacity=capacity,
    )
    session = add_session(event, details, by=None, at=NOW)
    db.session.commit()
    return session


def on_list(event, *, wishes, **person):
    made = register_for_someone(
        event,
        factories.person(**person),
        source=RegistrationSource.API,
        by=factories.user(),
        at=NOW,
        wishes=wishes,
    )
    db.session.commit()
    return made


def bus_question(event):
    details = QuestionDetails(
        label="Otobüs",
        asked_at=AskedAt.REGISTRATION,
        choices=[ChoiceDetails("Ankara"), ChoiceDetails("Çorum")],
    )
    question = add_question(
        event, FormPurpose.REGISTRATION, QuestionKind.SINGLE_CHOICE, details, by=None, at=NOW
    )
    db.session.commit()
    return question


def taken_of(quota):
    db.session.refresh(quota)
    return quota.taken


def test_a_first_limit_of_a_sector_counts_who_holds_a_place_already(app):
    event = factories.event(at=NOW, capacity=3, waitlist=True)
    people = [factories.registration(event, at=NOW, sector=Sector.CSO) for _ in range(4)]
    with pytest.raises(CapacityTooLow) as refusal:
        set_sector_places(event, Sector.CSO, 2)
    assert refusal.value.taken == 3
    set_sector_places(event, Sector.CSO, 3)
    db.session.commit()
    [quota] = event.strata
    assert (quota.taken, quota.capacity) == (3, 3)
    # Who waits claims one too, so that it is looked for when one becomes free.
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Claim)) == 4
    change_status(people[0], S.CANCELLED, at=NOW, by=None)
    db.session.commit()
    assert statuses(people) == [S.CANCELLED, S.CONFIRMED, S.CONFIRMED, S.OFFERED]
    assert taken_of(quota) == 3


def test_a_first_limit_of_a_session_counts_who_chose_it(app):
    event = factories.event(at=NOW)
    session = chosen_session(event)
    on_list(event, wishes=Wishes(sessions=[session]))
    on_list(event, wishes=Wishes())
    set_session_places(session, 1)
    db.session.commit()
    assert session.places.taken == 1
    with pytest.raises(EventFull) as refusal:
        on_list(event, wishes=Wishes(sessions=[session]))
    assert refusal.value.quota is session.places


def test_a_first_limit_of_a_choice_counts_who_picked_it(app):
    event = factories.event(at=NOW)
    question = bus_question(event)
    ankara, corum = question.choices
    on_list(event, wishes=Wishes(questions=[question], answers={question.id: (ankara.id,)}))
    set_choice_places(ankara, 1)
    set_choice_places(corum, 1)
    db.session.commit()
    assert (ankara.places.taken, corum.places.taken) == (1, 0)
    with pytest.raises(EventFull):
        on_list(event, wishes=Wishes(questions=[question], answers={question.id: (ankara.id,)}))


def test_taking_a_limit_away_takes_its_claims_along(app):
    event = factories.event(at=NOW)
    set_sector_places(event, Sector.CSO, 5)
    person = factories.registration(event, at=NOW, sector=Sector.CSO)
    set_sector_places(event, Sector.CSO, None)
    db.session.commit()
    db.session.refresh(person)
    assert (event.strata, person.claims) == ([], [])
    change_status(person, S.CANCELLED, at=NOW, by=None)
    db.session.commit()
    assert event.places.taken == 0


def test_who_registers_with_an_old_view_of_the_event_meets_the_new_limit(app):
    """The organizer limits the sector after the form was read and before the place is taken."""
    event = factories.event(at=NOW)
    assert event.strata == [] and event.places.strata_version == 0  # as they were read
    by, event_id, places_id = factories.user(), event.id, event.places.id
    db.session.commit()
    with db.engine.begin() as elsewhere:
        elsewhere.execute(
            sa.insert(Quota).values(
                event_id=event_id, scope=QuotaScope.SECTOR, sector=Sector.CSO, capacity=0, taken=0
            )
        )
        elsewhere.execute(sa.update(Quota).where(Quota.id == places_id).values(strata_version=1))
    with pytest.raises(EventFull) as refusal:
        factories.registration(event, by=by, at=NOW, sector=Sector.CSO)
    assert refusal.value.quota.sector is Sector.CSO
    db.session.rollback()
    db.session.refresh(event.places)
    assert event.places.taken == 0


def test_all_places_of_a_page_are_saved_or_none(app):
    event, by = factories.event(at=NOW, capacity=5), factories.user()
    for _person in range(2):
        factories.registration(event, at=NOW, sector=Sector.CSO)
    wanted: dict[Any, int] = {event: 9, Sector.CSO: 1, Sector.PUBLIC: 4}
    with pytest.raises(CapacitiesTooLow) as refusal:
        change_places(event, wanted, by=by, at=NOW)
    assert refusal.value.taken == {Sector.CSO: 2}
    db.session.rollback()
    assert event.places.capacity == 5 and event.strata == []
    change_places(event, {**wanted, Sector.CSO: 2}, by=by, at=NOW)
    db.session.commit()
    assert {quota.sector: quota.capacity for quota in event.strata} == {
        Sector.CSO: 2,
        Sector.PUBLIC: 4,
    }
    noted = sa.select(sa.func.count()).where(AuditEntry.action == AuditAction.PLACES_CHANGED)
    assert db.session.scalar(noted) == 1


def test_another_sector_moves_the_place_and_passes_the_old_one_on(app):
    event = factories.event(at=NOW, waitlist=True)
    set_sector_places(event, Sector.CSO, 1)
    set_sector_places(event, Sector.PUBLIC, 1)
    db.session.commit()
    first, waiting = (factories.registration(event, at=NOW, sector=Sector.CSO) for _ in range(2))
    details = factories.person(sector=Sector.PUBLIC)
    change_details(first, details, at=NOW, by=None)
    db.session.commit()
    assert statuses([first, waiting]) == [S.CONFIRMED, S.OFFERED]
    with pytest.raises(EventFull) as refusal:
        change_details(waiting, factories.person(sector=Sector.PUBLIC), at=NOW, by=None)
    assert refusal.value.quota.sector is Sector.PUBLIC
    db.session.rollback()
    assert waiting.sector is Sector.CSO


def test_other_wishes_take_the_new_places_before_the_old_ones_are_given_back(app):
    event = factories.event(at=NOW)
    full, free = chosen_session(event, 1), chosen_session(event, 1)
    on_list(event, wishes=Wishes(sessions=[full]))
    person = on_list(event, wishes=Wishes(sessions=[free]))
    with pytest.raises(EventFull):
        change_wishes(person, Wishes(sessions=[full]), at=NOW, by=None)
    db.session.rollback()
    assert (taken_of(full.places), taken_of(free.places)) == (1, 1)
    assert person.chosen_sessions == [free]
    change_wishes(person, Wishes(sessions=[]), at=NOW, by=None)
    db.session.commit()
    assert (taken_of(full.places), taken_of(free.places)) == (1, 0)


def test_other_answers_leave_the_sessions_as_they_are(app):
    event = factories.event(at=NOW)
    session, question = chosen_session(event, 5), bus_question(event)
    ankara, corum = question.choices
    set_choice_places(ankara, 1)
    set_choice_places(corum, 1)
    db.session.commit()
    picked = Wishes(questions=[question], answers={question.id: (ankara.id,)}, sessions=[session])
    person = on_list(event, wishes=picked)
    other = Wishes(questions=[question], answers={question.id: (corum.id,)})
    change_wishes(person, other, at=NOW, by=None)
    db.session.commit()
    assert [taken_of(q) for q in (ankara.places, corum.places, session.places)] == [0, 1, 1]
    assert person.chosen_sessions == [session]


def test_a_session_that_people_chose_is_not_removed(app):
    event = factories.event(at=NOW)
    session = chosen_session(event, 5)
    on_list(event, wishes=Wishes(sessions=[session]))
    with pytest.raises(SessionInUse):
        remove_session(session, by=None, at=NOW)
    db.session.rollback()
    assert session.places.taken == 1
    unchosen = chosen_session(event, 5)
    remove_session(unchosen, by=None, at=NOW)
    db.session.commit()
    assert [quota.session_id for quota in event.strata] == [session.id]


def test_more_places_in_a_session_bring_in_who_waits_for_it(app):
    event = factories.event(at=NOW, waitlist=True)
    session = chosen_session(event, 1)
    people = [on_list(event, wishes=Wishes(sessions=[session])) for _ in range(3)]
    details = SessionDetails(
        title="Atölye",
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        chosen=True,
        capacity=2,
    )
    change_session(session, details, by=factories.user(), at=NOW)
    db.session.commit()
    assert statuses(people) == [S.CONFIRMED, S.OFFERED, S.WAITLISTED]
