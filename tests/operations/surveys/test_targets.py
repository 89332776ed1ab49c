"""Target groups, invited by the worker while a wave is open."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from extensions import db
from models.feedback import FeedbackInvitation, Wave
from models.letters import Letter, LetterKind
from models.registrations import Consent, ConsentPurpose
from models.sectors import Sector
from operations.surveys.surveys import SurveyDetails, create_survey
from operations.surveys.targets import invite_targets
from operations.surveys.waves import WaveDetails, begin_wave
from tests import factories
from tests.factories import NOW, feedback


@pytest.fixture
def begin(app):
    def make(target, *, province=None, opens_at=NOW):
        by = factories.user()
        details = SurveyDetails(title="Çorum anketi")
        survey = create_survey(details, [], province=province, by=by, at=NOW)
        wave = begin_wave(
            survey, WaveDetails(name="İlk", opens_at=opens_at, target=target), by=by, at=NOW
        )
        db.session.commit()
        return wave

    return make


def person(event, email, *, withdrawn=False, consents=True, **values):
    made = factories.registration(event, email=email, **values)
    if consents:
        made.consents.append(
            Consent(
                purpose=ConsentPurpose.FUTURE_EVENTS,
                given_at=NOW,
                withdrawn_at=NOW if withdrawn else None,
            )
        )
    db.session.commit()
    return made


def invite(at=NOW):
    while invite_targets(at=at, limit=2):
        db.session.commit()
    db.session.rollback()


def written_to():
    return sorted(letter.to_address for letter in invitations())


def invitations():
    rows = sa.select(Letter).where(Letter.kind == LetterKind.SURVEY_INVITED)
    return db.session.scalars(rows).all()


def test_who_allowed_it_and_fits_is_invited_once(begin):
    event, other = factories.event(), factories.event()
    for number in range(3):
        person(event, f"stk{number}@example.org", sector=Sector.CSO)
    person(other, "stk0@example.org", sector=Sector.CSO)
    person(event, "kamu@example.org", sector=Sector.PUBLIC)
    person(event, "hayir@example.org", sector=Sector.CSO, consents=False)
    person(event, "artik@example.org", sector=Sector.CSO, withdrawn=True)
    wave = begin({"sectors": ["cso"]})
    for _again in range(2):
        invite()
        assert written_to() == [f"stk{number}@example.org" for number in range(3)]
    kept = db.session.scalars(sa.select(FeedbackInvitation)).all()
    assert {(row.wave_id, row.sector, row.email) for row in kept} == {(wave.id, Sector.CSO, None)}
    assert db.session.get_one(Wave, wave.id).invited == 3


def test_a_provinces_survey_writes_to_people_of_its_own_lists(begin):
    person(factories.event(province="19"), "corum@example.org")
    person(factories.event(province="06"), "ankara@example.org")
    begin({"sectors": list(Sector)}, province="19")
    invite()
    assert written_to() == ["corum@example.org"]


def test_who_came_is_asked_some_months_later_by_itself(begin):
    event = factories.event(over=True)
    feedback.attendee(event, email="geldi@example.org")
    factories.registration(event, email="gelmedi@example.org")
    later = NOW + timedelta(days=90)
    begin({"event": [str(event.id)]}, opens_at=later)
    invite(later - timedelta(minutes=1))
    assert written_to() == []
    invite(later)
    assert written_to() == ["geldi@example.org"]
    [letter] = invitations()
    assert "Çorum anketi" in letter.subject


def test_nobody_is_invited_without_a_target_or_after_the_end(begin):
    person(factories.event(), "stk@example.org")
    begin({})
    ended = begin({"sectors": list(Sector)})
    ended.closes_at = NOW
    db.session.commit()
    invite()
    assert written_to() == []
    ended.closes_at = None
    db.session.commit()
    invite()
    assert written_to() == ["stk@example.org"]
