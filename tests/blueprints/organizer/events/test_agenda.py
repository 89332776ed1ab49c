from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from extensions import db
from models.events import Session
from tests import factories
from tests.blueprints.organizer.scene import Scene, scene
from tests.statements import count_statements

FORM = {
    "title": "Panel",
    "starts_at": "2027-06-01T10:00",
    "ends_at": "2027-06-01T11:30",
    "room": "Salon A",
    "speakers": "Ayşe Yılmaz, Ankara Üniversitesi, Sosyoloji\n\n  Şükrü Çağ  ",
}


@pytest.fixture
def browser(browser_of_pages):
    factories.sign_in(browser_of_pages.client, factories.user())
    return browser_of_pages


@pytest.fixture
def there(app) -> Scene:
    return scene(
        starts_at=datetime(2027, 6, 1, 7, tzinfo=UTC), ends_at=datetime(2027, 6, 1, 15, tzinfo=UTC)
    )


def agenda(there: Scene) -> str:
    return f"/organizer/events/{there.event.id}/sessions"


def test_session_is_added_with_speakers_a_line_each(browser, there):
    answer = browser.submit(f"{agenda(there)}/new", FORM)
    assert (answer.status_code, answer.location) == (303, agenda(there))
    session = db.session.scalars(sa.select(Session).where(Session.title == "Panel")).one()
    assert session.starts_at == datetime(2027, 6, 1, 7, tzinfo=UTC)
    assert [(s.name, s.affiliation) for s in session.speakers] == [
        ("Ayşe Yılmaz", "Ankara Üniversitesi, Sosyoloji"),
        ("Şükrü Çağ", ""),
    ]
    assert "Şükrü Çağ" in browser.get(f"/events/{there.event.slug}").words()


def test_second_click_adds_no_second_session(browser, there):
    for _click in range(2):
        browser.submit(f"{agenda(there)}/new", FORM)
    panels = sa.select(sa.func.count()).where(Session.title == "Panel")
    assert db.session.scalar(panels) == 1


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("title", ""),
        ("starts_at", "2027-05-31T23:00"),
        ("ends_at", "2027-06-02T00:30"),
        ("ends_at", "2027-06-01T10:00"),
        ("ends_at", "x"),
        ("speakers", ", Valilik"),
        ("speakers", "x" * 201),
        ("speakers", "Ali\n" * 51),
        ("speakers", "x" * 10_001),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field_and_nothing_is_lost(
    browser, there, field, typed
):
    page = browser.post(f"{agenda(there)}/new", {**FORM, field: typed})
    assert page.all("p", id=f"{field}-error"), page.words("main")
    assert page.all("input", id="room")[0].attributes["value"] == "Salon A"
    if field == "speakers":
        assert page.all("textarea", id="speakers")[0].text.strip() == typed.strip()


def test_session_is_changed_and_its_speakers_shown_for_it(browser, there):
    browser.submit(f"{agenda(there)}/new", FORM)
    session = db.session.scalars(sa.select(Session).where(Session.title == "Panel")).one()
    address = f"/organizer/sessions/{session.id}/edit"
    shown = browser.get(address).all("textarea", id="speakers")[0].text
    assert shown.strip().splitlines()[0] == "Ayşe Yılmaz, Ankara Üniversitesi, Sosyoloji"
    browser.submit(address, {**FORM, "title": "Kapanış", "speakers": ""})
    db.session.expire_all()
    assert (session.title, session.speakers) == ("Kapanış", [])


def test_session_is_removed(browser, there):
    answer = browser.submit(
        f"/organizer/sessions/{there.session.id}/removal", {}, page=agenda(there)
    )
    assert answer.location == agenda(there)
    assert db.session.scalar(sa.select(sa.func.count(Session.id))) == 0


def test_session_with_a_door_stays_and_the_page_says_why(browser, there):
    there.checkpoint.session = there.session
    db.session.commit()
    browser.submit(
        f"/organizer/sessions/{there.session.id}/removal", {}, page=f"{agenda(there)}?lang=en"
    )
    assert "cannot be deleted" in browser.get(agenda(there)).words()
    assert db.session.scalar(sa.select(sa.func.count(Session.id))) == 1


def test_agenda_takes_the_same_statements_for_one_row_and_for_three(browser, there):
    address = agenda(there)
    for more in (0, 2):
        for number in range(more):
            browser.submit(f"{address}/new", {**FORM, "title": f"Oturum {number}"})
        db.session.remove()
        with count_statements() as seen:
            browser.get(address)
        assert len(seen) == 4, seen
