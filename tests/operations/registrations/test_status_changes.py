from typing import Any

import sqlalchemy as sa

from extensions import db
from models.letters import Letter, LetterKind
from models.registrations import RegistrationStatus
from operations.registrations.status_changes import change_statuses
from tests import factories

S = RegistrationStatus


def test_each_ticked_person_is_told_of_once(app):
    event = factories.event(capacity=2, approval=True)
    people = [factories.registration(event) for _ in range(3)]
    organizer, at = factories.user(), factories.NOW
    done = change_statuses(event, [p.id for p in people], S.CONFIRMED, at=at, by=organizer)
    db.session.commit()
    assert (done.changed, done.without_place, done.impossible) == (people[:2], people[2:], [])
    assert [p.status for p in people] == [S.CONFIRMED, S.CONFIRMED, S.PENDING]
    assert event.places.taken == 2
    letters = sa.select(sa.func.count()).where(Letter.kind == LetterKind.REGISTRATION_CONFIRMED)
    assert db.session.scalar(letters) == 2


def test_who_cannot_be_changed_stays_and_is_named(app):
    event = factories.event(approval=True)
    pending, declined = factories.registration(event), factories.registration(event)
    organizer, at = factories.user(), factories.NOW
    change_statuses(event, [declined.id], S.DECLINED, at=at, by=organizer)
    done = change_statuses(event, [pending.id, declined.id], S.DECLINED, at=at, by=organizer)
    assert (done.changed, done.impossible) == ([pending], [declined])


def test_numbers_of_another_event_change_nothing_there(app):
    event, other = factories.event(approval=True), factories.event(approval=True)
    theirs = factories.registration(other)
    done = change_statuses(event, [theirs.id], S.DECLINED, at=factories.NOW, by=factories.user())
    db.session.commit()
    db.session.refresh(theirs)
    assert not (done.changed or done.impossible or done.without_place)
    assert theirs.status is S.PENDING


def test_freed_place_does_not_go_to_someone_who_is_cancelled_too(app):
    event = factories.event(capacity=1, waitlist=True)
    inside, waiting, other = (factories.registration(event) for _ in range(3))
    done = change_statuses(
        event, [inside.id, waiting.id], S.CANCELLED, at=event.created_at, by=factories.user()
    )
    db.session.commit()
    assert len(done.changed) == 2
    assert (waiting.status, other.status) == (S.CANCELLED, S.OFFERED)
    assert event.places.taken == 1


def test_who_has_registered_anew_is_not_brought_back_with_many_others(app):
    event, by = factories.event(), factories.user()
    same: dict[str, Any] = {
        "given_name": "Işıl",
        "family_name": "İnce",
        "email": "i@example.org",
    }
    gone, other = factories.registration(event, **same), factories.registration(event)
    change_statuses(event, [gone.id, other.id], S.CANCELLED, at=factories.NOW, by=by)
    factories.registration(event, **same)
    done = change_statuses(event, [gone.id, other.id], S.CONFIRMED, at=factories.NOW, by=by)
    db.session.commit()
    assert (done.changed, done.impossible) == ([other], [gone])
    assert (gone.status, event.places.taken) == (S.CANCELLED, 2)
