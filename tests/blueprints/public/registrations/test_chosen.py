"""The own page of someone whom a selection chose, or keeps in reserve."""

import pytest

from extensions import db
from letters.compose import registration_token
from lib.clock import utc_now
from models.registrations import RegistrationStatus
from models.sectors import Sector
from models.selection import ReasonTold, SelectionOutcome
from operations.registrations.corrections import change_details
from operations.registrations.entries import change_status
from operations.selection.confirmation import confirm_selection
from operations.selection.proposals import propose
from tests import factories
from tests.factories import selection as made

_S = RegistrationStatus


@pytest.fixture
def by(app):
    return factories.user()


@pytest.fixture
def decided(by):
    """A CSO has the only place; one of each sector is in reserve."""
    now = utc_now()
    event = made.study_visit(capacity=1, at=now)
    made.criterion(event, by=by)
    people = [
        made.scored(event, points, by=by, sector=sector)
        for points, sector in ((90, Sector.CSO), (80, Sector.PUBLIC), (70, Sector.CSO))
    ]
    selection = propose(event, places=1, reserves=1, by=by, at=now)
    confirm_selection(
        selection,
        told=dict.fromkeys(SelectionOutcome, ReasonTold.NOTHING),
        reason_for=lambda _result: "",
        by=by,
        at=now,
    )
    db.session.commit()
    return people


def test_nobody_changes_the_side_for_which_they_were_chosen_or_wait(decided, browser_of_pages):
    for person, other in ((decided[0], "public"), (decided[1], "cso")):
        page = f"/registrations/{registration_token(person)}/details"
        fields = {
            "given_name": "Düzeltilmiş",
            "family_name": f"Ilgın {person.id}",
            "email": "secilen@example.org",
            "sector": person.sector.value,
            "institution": "Iğdır Gençlik Derneği",
            "province": "76",
        }
        refused = browser_of_pages.post(page, {**fields, "sector": other}, status=409)
        assert refused.all("p", id="sector-error")
        answer = browser_of_pages.submit(page, fields)
        assert answer.status_code == 303
    db.session.expire_all()
    assert [(p.given_name, p.sector) for p in decided[:2]] == [
        ("Düzeltilmiş", Sector.CSO),
        ("Düzeltilmiş", Sector.PUBLIC),
    ]
    change_status(decided[0], _S.CANCELLED, at=utc_now(), by=None)
    db.session.commit()
    assert [p.status for p in decided] == [_S.CANCELLED, _S.WAITLISTED, _S.OFFERED]


def test_an_organizer_may_still_correct_the_side(decided, by):
    person = factories.person(sector=Sector.PRIVATE)
    change_details(decided[1], person, at=utc_now(), by=by)
    db.session.commit()
    assert decided[1].sector is Sector.PRIVATE
