"""Pages that show people only after a form was sent, or for a pair of rows that belong together:
the walk over all addresses (tests/demo) does not reach them."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa

from extensions import db
from models.accesses import Access
from models.forms import QuestionKind
from models.registrations import RegistrationStatus
from operations.base.answers import UploadedFile, write_answers
from operations.forms.uploads import SentFile, keep_upload
from operations.registrations.entries import change_status
from tests import factories
from tests.blueprints.check_in.desks import Desk
from tests.factories import forms


@pytest.fixture
def desk(browser_of_pages):
    return Desk(browser_of_pages)


@pytest.fixture
def browser(browser_of_pages):
    factories.sign_in(browser_of_pages.client, factories.user())
    return browser_of_pages


def written():
    rows = db.session.scalars(sa.select(Access).order_by(Access.id))
    return [(row.page, row.registration_id, row.people, row.narrowed_by) for row in rows]


def test_a_search_at_the_desk_is_a_row_also_where_nobody_is_found(desk):
    factories.registration(desk.event, family_name="Bekleyen")
    for typed in ("bekl", "hiç kimse"):
        desk.browser.post(f"{desk.address}/desk", {"q": typed}, status=200)
    narrowed_by = f"checkpoint={desk.door.id}&q"
    page = "check_in.desk.search"
    assert written() == [(page, None, 1, narrowed_by), (page, None, 0, narrowed_by)]


def test_a_person_at_the_desk_is_a_row(desk):
    person = factories.registration(desk.event)
    desk.browser.get(f"{desk.address}/desk/{person.id}")
    assert written() == [("check_in.desk.show", person.id, 1, "")]


def test_namesakes_of_a_walk_in_are_rows(desk):
    known = factories.registration(desk.event, given_name="Şükrü", family_name="Iğdırlı")
    desk.refused(409)
    assert written() == [("check_in.walk_ins.create", known.id, 1, "")]


def test_doubtful_ticks_are_rows(browser_of_pages):
    now = datetime.now(UTC)
    yesterday = now - timedelta(days=1)
    desk = Desk(browser_of_pages, starts_at=yesterday, ends_at=yesterday + timedelta(hours=8))
    person = factories.registration(desk.event)
    change_status(person, RegistrationStatus.CANCELLED, by=desk.staff, at=now)
    db.session.commit()
    began = desk.event.starts_at.astimezone(ZoneInfo(desk.event.timezone))
    line = f"{person.ticket.short_code} {began:%H.%M}"
    typed = {"lines": line, "clock": "", "day": str(began.date())}
    page = desk.browser.post(f"{desk.address}/ticks/new", typed, status=200)
    assert person.name in page.words("main")
    assert written() == [("check_in.ticks.create", person.id, 1, "")]


def test_somebody_elses_scan_is_a_row(desk):
    person = factories.registration(desk.event)
    desk.admits(person)
    scan = db.session.scalars(sa.text("SELECT id FROM scans")).one()
    before = len(written())
    desk.browser.get(f"{desk.address}?scan={scan}")
    assert written()[before:] == []  # one's own scan is a record itself
    factories.sign_in(desk.browser.client, factories.user())
    page = desk.browser.get(f"{desk.address}?scan={scan}")
    assert person.name in page.words("main")
    assert written()[before:] == [("check_in.scanner.show", person.id, 1, "")]


def test_letters_shown_before_they_are_sent_are_rows(browser):
    event = factories.event()
    one, other = (factories.registration(event, family_name=name) for name in ("Ak", "Bal"))
    page = f"/organizer/events/{event.id}/mailings"
    words = {"subject": "Otobüs", "body": "Sayın {name}, 8.30'da.", "body_en": ""}
    typed = {**browser.get(f"{page}/new").form_values(), **words}
    assert written() == []
    assert "Sayın" in browser.client.post(f"{page}/preview", data=typed).text
    assert [row[:2] for row in written()] == [
        ("organizer.mailings.show_first", person.id) for person in (one, other)
    ]


def test_the_letter_that_a_decision_would_send_is_a_row(browser):
    event = factories.event(approval=True)
    person = factories.registration(event, given_name="Yalnızca")
    page = f"/organizer/events/{event.id}/status-changes"
    typed = {**browser.get(f"{page}/new?q=yaln").form_values(), "status": "confirmed"}
    assert written() == []
    assert person.name in browser.client.post(f"{page}/preview?q=yaln", data=typed).text
    assert written() == [("organizer.status_changes.preview", None, 1, "q")]


def test_duplicates_are_rows(browser):
    event = factories.event()
    first, second = (
        factories.registration(event, given_name="Işıl", family_name="Çağ") for _ in range(2)
    )
    browser.get(f"/organizer/events/{event.id}/duplicates")
    browser.get(f"/organizer/registrations/{first.id}/mergers/{second.id}")
    assert written() == [
        ("organizer.duplicates.index", None, 2, ""),
        ("organizer.duplicates.new", first.id, 1, ""),
        ("organizer.duplicates.new", second.id, 1, ""),
    ]


@pytest.mark.parametrize("sensitive", [True, False])
def test_a_file_that_somebody_sent_is_a_row(browser, sensitive):
    event = factories.event()
    asked = forms.question(event, QuestionKind.FILE, sensitive=sensitive)
    person, at = factories.registration(event), datetime.now(UTC)
    upload = keep_upload(asked, SentFile("a.pdf", "application/pdf", b"%PDF-1"), at=at)
    write_answers(person, [asked], {asked.id: UploadedFile(upload.id)}, at=at)
    db.session.commit()
    assert browser.client.get(f"/organizer/uploads/{upload.id}").data == b"%PDF-1"
    row = db.session.scalars(sa.select(Access)).one()
    assert (row.page, row.registration_id) == ("organizer.uploads.show", person.id)
    assert row.sensitive is sensitive


def test_a_letter_is_a_row_of_its_person_each_time(browser):
    event = factories.event()
    person = factories.registration(event)
    letter = db.session.scalars(sa.text("SELECT id FROM letters")).one()
    browser.client.get(f"/organizer/letters/{letter}")
    browser.client.get(f"/organizer/letters/{letter}/as-mail")
    assert written() == [
        ("organizer.letters.show", person.id, 1, ""),
        ("organizer.letters.show_as_mail", person.id, 1, ""),
    ]
