import pytest
import sqlalchemy as sa

from extensions import db
from models.audit import AuditAction, AuditEntry
from models.feedback import Right, Wave
from models.sectors import Sector
from queries.feedback.waves import wave_of_event
from tests import factories
from tests.factories import results
from tests.factories.feedback import answer, right


@pytest.fixture
def organizer(browser_of_pages):
    factories.sign_in(browser_of_pages.client, factories.user())
    return browser_of_pages


def test_a_page_says_what_closing_does_and_the_act_counts_everything(organizer):
    event = factories.event(over=True)
    for _ in range(7):
        answer(event, side=Sector.CSO)
    right(event)
    page = f"/organizer/events/{event.id}/feedback/closing"
    shown = organizer.get(page)
    assert "Davet edilen 8 kişiden 7 kişi yanıt verdi." in shown.words()
    assert "geri alınamaz" in shown.words()
    answered = organizer.submit(page, {})
    assert answered.location == f"/organizer/events/{event.id}/feedback"
    db.session.expire_all()
    wave = wave_of_event(event)
    assert wave.settled
    assert wave.sheets is None
    assert db.session.scalar(sa.select(sa.func.count(Right.id))) == 0
    assert "Anket kapandı" in organizer.get(answered.location).words()
    [entry] = db.session.scalars(
        sa.select(AuditEntry).where(AuditEntry.action == AuditAction.WAVE_CLOSED)
    )
    assert entry.subject_id == wave.id


def test_closed_twice_it_stays_as_it_was(organizer):
    wave = results.answered_wave(6)
    page = f"/organizer/surveys/{wave.survey.id}/waves/{wave.id}/closing"
    assert organizer.client.get(page).status_code == 303
    before = wave.closed_at
    token = organizer.get("/account").form_values()["csrf_token"]
    assert organizer.client.post(page, data={"csrf_token": token}).status_code == 303
    db.session.expire_all()
    assert db.session.get(Wave, wave.id).closed_at == before


def test_a_paper_wave_asks_for_its_sheets_and_refuses_no_number(organizer):
    wave = results.answered_wave(6, closed=False)
    page = f"/organizer/surveys/{wave.survey.id}/waves/{wave.id}/closing"
    organizer.post(page, {"sheets": "altı"}, status=422)
    organizer.post(page, {"sheets": "-1"}, status=422)
    organizer.submit(page, {"sheets": "9"})
    db.session.expire_all()
    assert db.session.get(Wave, wave.id).sheets == 9
