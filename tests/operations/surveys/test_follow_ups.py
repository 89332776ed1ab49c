from datetime import timedelta

import sqlalchemy as sa

from extensions import db
from models.events import EventKind
from models.feedback import FeedbackInvitation, Wave
from models.surveys import Survey
from operations.surveys.follow_ups import ask_after_90_days
from operations.surveys.targets import invite_targets
from tests import factories
from tests.factories.feedback import attendee


def test_who_came_to_a_training_is_asked_after_90_days_by_itself(app):
    event = factories.event(kind=EventKind.TRAINING, over=True)
    came = attendee(event, email="geldi@example.org")
    factories.registration(event, email="gelmedi@example.org")
    ask_after_90_days(event, by=factories.user(), at=factories.NOW)
    db.session.commit()
    wave = db.session.scalars(sa.select(Wave)).one()
    after = event.ends_at + timedelta(days=90)
    assert invite_targets(at=after - timedelta(seconds=1)) == 0
    assert invite_targets(at=after) == 1
    db.session.commit()
    invited = db.session.scalars(sa.select(FeedbackInvitation)).one()
    assert (invited.wave_id, invited.registration_id) == (wave.id, came.id)
    assert invite_targets(at=after) == 0


def test_it_is_asked_once_however_often_the_form_is_begun(app):
    event = factories.event(kind=EventKind.TRAINING)
    by = factories.user()
    first = ask_after_90_days(event, by=by, at=factories.NOW)
    assert (first.province, first.title) == (event.province, f"{event.title}: 90 gün sonra")
    assert ask_after_90_days(event, by=by, at=factories.NOW) is None
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Survey)) == 1
