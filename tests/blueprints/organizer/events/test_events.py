from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from extensions import db
from models.events import Event, EventKind, EventStatus
from models.letters import Mailing
from models.users import Role
from tests import factories
from tests.statements import count_statements

FORM = {
    "title": "Çorum Sivil Toplum Günü",
    "kind": "civil_society_day",
    "province": "19",
    "country": "TR",
    "timezone": "Europe/Istanbul",
    "starts_at": "2027-03-12T10:00",
    "ends_at": "2027-03-12T17:00",
    "venue": "Devlet Tiyatro Salonu",
    "capacity": "120",
    "description": "Bir **gün**",
    "waitlist": "y",
}


@pytest.fixture
def browser(browser_of_pages):
    factories.sign_in(browser_of_pages.client, factories.user())
    return browser_of_pages


def only_event() -> Event:
    return db.session.scalars(sa.select(Event)).unique().one()


def test_draft_is_made_with_times_of_its_own_zone(browser):
    answer = browser.submit("/organizer/events/new", FORM)
    event = only_event()
    assert (answer.status_code, answer.location) == (303, f"/organizer/events/{event.id}")
    assert event.status is EventStatus.DRAFT
    assert event.starts_at == datetime(2027, 3, 12, 7, 0, tzinfo=UTC)
    assert (event.places.capacity, event.waitlist, event.approval) == (120, True, False)
    assert "12" in browser.get(answer.location).words()


@pytest.mark.parametrize("typed", ["2027-03-12 10:00", "12.03.2027 10:00", "12.03.2027 10.00"])
def test_times_are_read_as_people_write_them(browser, typed):
    browser.submit("/organizer/events/new", FORM | {"starts_at": typed})
    assert only_event().starts_at == datetime(2027, 3, 12, 7, 0, tzinfo=UTC)


def test_second_click_makes_no_second_draft(browser):
    first = browser.submit("/organizer/events/new", FORM)
    second = browser.submit("/organizer/events/new", FORM)
    assert first.location == second.location
    assert only_event()


@pytest.mark.parametrize(
    ("field", "typed", "refused"),
    [
        ("title", "", "title"),
        ("title", "   ", "title"),
        ("title", "x" * 10_000, "title"),
        ("kind", "party", "kind"),
        ("starts_at", "", "starts_at"),
        ("starts_at", "yarın", "starts_at"),
        ("starts_at", "0001-01-01T00:00", "starts_at"),
        ("starts_at", "9999-12-31T23:59", "starts_at"),
        ("starts_at", "2027-02-30T10:00", "starts_at"),
        ("ends_at", "2027-03-12T10:00", "ends_at"),
        ("ends_at", "2027-03-11T10:00", "ends_at"),
        ("registration_closes_at", "2027-03-13T10:00", "registration_closes_at"),
        ("capacity", "0", "capacity"),
        ("capacity", "-1", "capacity"),
        ("capacity", "on", "capacity"),
        ("capacity", "9" * 5000, "capacity"),
        ("country", "XX", "country"),
        ("country", "DE", "province"),
        ("timezone", "Mars/Olympus", "timezone"),
        ("province", "99", "province"),
        ("description", "x" * 10_001, "description"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field_and_nothing_is_lost(
    browser, field, typed, refused
):
    page = browser.post("/organizer/events/new", {**FORM, field: typed})
    assert page.all("p", id=f"{refused}-error"), page.words("main")
    if field not in ("kind", "country", "timezone", "province", "description"):
        assert page.all("input", id=field)[0].attributes["value"] == typed.strip()
    if field != "title":
        assert page.all("input", id="title")[0].attributes["value"] == FORM["title"]
    if field != "description":
        assert page.all("textarea", id="description")[0].text.strip() == FORM["description"]
    assert db.session.scalar(sa.select(sa.func.count(Event.id))) == 0


def test_the_reason_for_calling_an_event_off_stands_on_its_letters_page(browser):
    event = factories.event()
    factories.registration(event)
    overview = f"/organizer/events/{event.id}"
    typed = {"reason": " Yoğun kar\n\nyağışı ", "reason_en": "Heavy snow"}
    assert browser.submit(f"{overview}/cancellation", typed, page=overview).status_code == 303
    [mailing] = db.session.scalars(sa.select(Mailing))
    page = browser.get(f"/organizer/mailings/{mailing.id}")
    assert [e.text for e in page.all("pre")] == ["Yoğun kar\n\nyağışı", "Heavy snow"]


def test_a_reason_that_is_too_long_calls_nothing_off(browser):
    event = factories.event()
    overview = f"/organizer/events/{event.id}"
    answer = browser.submit(f"{overview}/cancellation", {"reason": "x" * 2001}, page=overview)
    assert (answer.status_code, answer.location) == (303, overview)
    db.session.refresh(event)
    assert event.is_published


def test_registration_that_closes_before_it_opens_is_refused(browser):
    times = {
        "registration_opens_at": "2027-03-02T10:00",
        "registration_closes_at": "2027-03-01T10:00",
    }
    page = browser.post("/organizer/events/new", {**FORM, **times})
    assert page.all("p", id="registration_closes_at-error")


@pytest.mark.parametrize(
    "title", ["٠١٢ 日本 🎉", "a\x00b", "'; DROP TABLE events; --", "<script>x</script>"]
)
def test_titles_of_any_script_are_kept(browser, title):
    answer = browser.submit("/organizer/events/new", {**FORM, "title": title})
    assert only_event().title == title.replace("\x00", "")
    assert answer.status_code == 303
    browser.get(answer.location)


def test_provincial_organizers_find_their_province_preset(browser_of_pages):
    factories.sign_in(
        browser_of_pages.client, factories.user(Role.PROVINCIAL_ORGANIZER, province="19")
    )
    page = browser_of_pages.get("/organizer/events/new")
    assert page.all("select", id="province")[0].text.split() == ["Çorum"]
    refused = browser_of_pages.post("/organizer/events/new", {**FORM, "province": "06"})
    assert refused.all("p", id="province-error")
    unsaid = browser_of_pages.post("/organizer/events/new", {**FORM, "province": ""})
    assert unsaid.all("p", id="province-error")
    assert browser_of_pages.submit("/organizer/events/new", FORM).status_code == 303


def test_edit_form_shows_what_is_kept_and_keeps_it(browser):
    event = factories.event(
        title_en="Civil Society Day",
        capacity=50,
        waitlist=True,
        description="Gün",
        starts_at=datetime(2027, 6, 1, 7, tzinfo=UTC),
        ends_at=datetime(2027, 6, 1, 14, tzinfo=UTC),
    )
    page = browser.get(f"/organizer/events/{event.id}/edit")
    assert page.all("input", id="starts_at")[0].attributes["value"] == "2027-06-01T10:00"
    assert page.all("input", id="capacity")[0].attributes["value"] == "50"
    kept = {
        **FORM,
        "title": event.title,
        "title_en": event.title_en,
        "venue": "Yeni Salon",
        "starts_at": "2027-06-01T10:00",
        "ends_at": "2027-06-01T17:00",
        "capacity": "",
    }
    assert browser.submit(f"/organizer/events/{event.id}/edit", kept).status_code == 303
    db.session.refresh(event)
    assert (event.venue, event.starts_at.hour) == ("Yeni Salon", 7)
    db.session.refresh(event.places)
    assert event.places.capacity is None


def test_capacity_below_the_places_taken_is_refused_with_their_number(browser):
    event = factories.event(capacity=3)
    for _ in range(2):
        factories.registration(event)
    page = browser.post(f"/organizer/events/{event.id}/edit?lang=en", {**FORM, "capacity": "1"})
    assert "2 places are taken already" in page.all("p", id="capacity-error")[0].text
    assert page.all("input", id="capacity")[0].attributes["value"] == "1"
    db.session.expire_all()
    assert event.places.capacity == 3


def test_event_is_published_withdrawn_called_off_and_published_again(browser):
    event = factories.event(draft=True)
    overview = f"/organizer/events/{event.id}"
    public = f"/events/{event.slug}"
    browser.get(public, status=404)
    for step, status, visible in (
        ("publication", EventStatus.PUBLISHED, 200),
        ("publication/withdrawal", EventStatus.DRAFT, 404),
        ("publication", EventStatus.PUBLISHED, 200),
        ("cancellation", EventStatus.CANCELLED, 200),
        ("publication", EventStatus.PUBLISHED, 200),
    ):
        answer = browser.submit(f"{overview}/{step}", {}, page=overview)
        assert (answer.status_code, answer.location) == (303, overview)
        db.session.refresh(event)
        assert event.status is status
        browser.get(public, status=visible)


def test_step_that_the_table_does_not_have_is_a_message(browser):
    event = factories.event(draft=True)
    overview = f"/organizer/events/{event.id}"
    answer = browser.submit(f"{overview}/cancellation", {}, page=overview)
    assert answer.status_code == 303
    assert "notice--danger" in browser.client.get(overview).text
    db.session.refresh(event)
    assert event.status is EventStatus.DRAFT


def test_filters_narrow_the_list(browser):
    now = datetime.now(UTC)
    factories.event(title="Çorum Sivil Toplum Günü", province="19")
    factories.event(title="IĞDIR ÇALIŞTAYI", province="76", kind=EventKind.WORKSHOP, draft=True)
    factories.event(
        title="Geçen Toplantı", starts_at=now - timedelta(days=9), ends_at=now - timedelta(days=8)
    )
    for query, shown in (
        ("", {"Çorum", "IĞDIR"}),
        ("?q=ığdır", {"IĞDIR"}),
        ("?q=calistay", {"IĞDIR"}),
        ("?q=gunu%20corum", {"Çorum"}),
        ("?q=tiyatro&status=published", {"Çorum"}),
        ("?status=draft", {"IĞDIR"}),
        ("?kind=workshop", {"IĞDIR"}),
        ("?province=19", {"Çorum"}),
        ("?when=past", {"Geçen"}),
        ("?when=all", {"Çorum", "IĞDIR", "Geçen"}),
        ("?status=&kind=&province=&when=", {"Çorum", "IĞDIR"}),
        ("?q=%25", set()),
    ):
        page = browser.get(f"/organizer/events{query}")
        titles = {e.text.split()[0] for e in page.all("th", scope="row")}
        assert titles == shown, query


def test_pages_show_every_event_once(browser, monkeypatch):
    monkeypatch.setattr("blueprints.organizer.events.events.PAGE", 2)
    for number in range(5):
        factories.event(title=f"Etkinlik {number}")
    titles, addresses = [], ["/organizer/events?when=all"]
    while addresses:
        page = browser.get(addresses[0])
        titles += [e.text.split()[1] for e in page.all("th", scope="row")]
        addresses = [e.attributes["href"] for e in page.all("a", rel="next")]
    assert titles == ["4", "3", "2", "1", "0"]


@pytest.mark.parametrize("cursor", ["x", "W10", "\x00", "9" * 5000])
def test_made_up_cursor_is_a_bad_request(browser, cursor):
    for area in ("events", "letters"):
        browser.get(f"/organizer/{area}", query_string={"after": cursor}, status=400)


@pytest.mark.parametrize(("page", "statements"), [("/organizer/events", 2), ("/organizer/", 5)])
def test_lists_take_the_same_statements_for_one_row_and_for_three(browser, page, statements):
    for rows in (1, 3):
        while len(db.session.scalars(sa.select(Event.id)).all()) < rows:
            factories.registration(factories.event(approval=True))
            db.session.remove()
        with count_statements() as seen:
            browser.get(page)
        assert len(seen) == statements, seen


def test_overview_takes_few_statements(browser):
    event = factories.event()
    for _ in range(3):
        factories.registration(event)
    with count_statements() as seen:
        browser.get(f"/organizer/events/{event.id}")
    assert len(seen) == 8, seen


def test_dashboard_says_what_waits(browser):
    event = factories.event(approval=True, title="Çalışma Ziyareti")
    for _ in range(2):
        factories.registration(event)
    factories.event(draft=True, title="Taslak Eğitim")
    words = browser.get("/organizer/?lang=en").words("main")
    assert "Çalışma Ziyareti: 2 applications to decide" in words
    assert "Taslak Eğitim: draft" in words
    assert "2 emails waiting to be sent" in words
