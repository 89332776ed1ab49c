"""By whose clock a time is told: the same words on pages, in letters, calendars and files."""

import re
from datetime import UTC, datetime, timedelta

import icalendar
import pytest
import sqlalchemy as sa

from blueprints.public.registrations.tickets import ticket_sheet
from extensions import db
from letters.compose import registration_token
from models.letters import Letter, LetterKind
from models.registrations import RegistrationStatus
from operations.registrations.entries import change_status
from operations.registrations.session_choices import choose_sessions
from queries.check_in.checkpoints import checkpoints_of
from tests import factories
from tests.browser_of_pages import Document
from tests.factories.delegations import delegation, path

ISTANBUL, VIENNA, NEW_YORK = "Europe/Istanbul", "Europe/Vienna", "America/New_York"
# A Thursday. Clocks have changed in New York; they do in Vienna three days later.
MORNING = datetime(2039, 3, 24, 8, 0, tzinfo=UTC)
EVENING = datetime(2039, 3, 20, 20, 59, tzinfo=UTC)  # a minute before midnight in Istanbul
ZONES = [ISTANBUL, VIENNA, NEW_YORK]
WHEN = {
    (ISTANBUL, "tr"): "24 Mart 2039 Perşembe, 11.00–19.00",
    (VIENNA, "tr"): "24 Mart 2039 Perşembe, 09.00–17.00 (Viyana saatiyle)",
    (VIENNA, "en"): "Thursday 24 March 2039, 09:00–17:00 (Vienna time)",
    (NEW_YORK, "tr"): "24 Mart 2039 Perşembe, 04.00–12.00 (New York saatiyle)",
    (NEW_YORK, "en"): "Thursday 24 March 2039, 04:00–12:00 (New York time)",
}


def event_in(zone, **details):
    values = {
        "timezone": zone,
        "starts_at": MORNING,
        "ends_at": MORNING + timedelta(hours=8),
        "registration_closes_at": EVENING,
        "changes_close_at": EVENING,
        "country": "AT",
        "province": None,
    }
    made = factories.event(**{**values, **details})
    factories.session(made)
    return made


def page_of(registration):
    return f"/registrations/{registration_token(registration)}"


def words(text):
    return " ".join(text.split())


def letter_of(kind):
    query = sa.select(Letter).filter_by(kind=kind).order_by(Letter.id.desc()).limit(1)
    return db.session.scalars(query).one()


@pytest.fixture
def organizer(browser_of_pages):
    factories.sign_in(browser_of_pages.client, factories.user())
    return browser_of_pages


@pytest.mark.parametrize(("zone", "locale"), list(WHEN))
def test_the_page_of_an_event_tells_it_in_its_zone_and_the_deadline_in_the_sites(
    browser_of_pages, zone, locale
):
    event = event_in(zone)
    page = browser_of_pages.get(f"/events/{event.slug}?lang={locale}")
    assert words(page.all("time")[0].text) == WHEN[zone, locale]
    until = {"tr": "20 Mart 2039 Pazar, 23.59", "en": "Sunday 20 March 2039, 23:59"}[locale]
    clock = {"tr": " (İstanbul saatiyle)", "en": " (Istanbul time)"}[locale]
    closes = until if zone == ISTANBUL else until + clock
    assert closes in [words(fact.text) for fact in page.all("dd")]
    agenda = page.words("main").partition("Program akışı" if locale == "tr" else "Agenda")[2]
    assert ("saatiyle" in agenda or "time." in agenda) is (zone != ISTANBUL)


def test_a_site_elsewhere_names_istanbul(app, browser_of_pages, monkeypatch):
    monkeypatch.setitem(app.config, "BABEL_DEFAULT_TIMEZONE", VIENNA)
    here, there = event_in(VIENNA, title="Burada"), event_in(ISTANBUL, title="Orada")
    page = browser_of_pages.get(f"/events/{there.slug}")
    assert words(page.all("time")[0].text) == f"{WHEN[ISTANBUL, 'tr']} (İstanbul saatiyle)"
    assert "20 Mart 2039 Pazar, 21.59 (Viyana saatiyle)" in page.words("main")
    assert "saatiyle" not in browser_of_pages.get(f"/events/{here.slug}").words("main")
    factories.registration(there)
    letter = letter_of(LetterKind.REGISTRATION_CONFIRMED)
    assert f"{WHEN[ISTANBUL, 'tr']} (İstanbul saatiyle)" in letter.text


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("locale", ["tr", "en"])
@pytest.mark.parametrize("hours", [8, 80])
def test_page_letter_ticket_and_calendar_tell_the_same_words(
    app, browser_of_pages, zone, locale, hours
):
    event = event_in(zone, ends_at=MORNING + timedelta(hours=hours))
    person = factories.registration(event, locale=locale)
    page = browser_of_pages.get(f"/events/{event.slug}?lang={locale}")
    when = words(page.all("time")[0].text)
    letter = letter_of(LetterKind.REGISTRATION_CONFIRMED)
    assert when in letter.text
    assert when in words(Document(letter.html).all("body")[0].text)
    with app.test_request_context(f"/?lang={locale}"):
        assert when in [told for _what, told in ticket_sheet(person, "CODE").facts]
    file = browser_of_pages.client.get(f"{page_of(person)}/calendar.ics?lang={locale}").data
    calendar = icalendar.Calendar.from_ical(file)
    described = str(calendar.walk("VEVENT")[0]["description"])
    assert (when in described) is (zone != ISTANBUL)
    assert [one["TZID"] for one in calendar.walk("VTIMEZONE")] == [zone]


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("locale", ["tr", "en"])
def test_page_and_letter_tell_the_same_end_of_an_offer(browser_of_pages, zone, locale):
    event = event_in(zone, capacity=1, waitlist=True)
    holder, waiting = (factories.registration(event, locale=locale) for _ in range(2))
    change_status(holder, RegistrationStatus.CANCELLED, at=datetime.now(UTC), by=None)
    db.session.commit()
    letter = letter_of(LetterKind.PLACE_OFFERED)
    said = {"tr": "Son kabul zamanı", "en": "Accept by"}[locale]
    [until] = re.findall(rf"^{said}: (.+)$", letter.text, re.MULTILINE)
    assert ("İstanbul saatiyle" in until or "Istanbul time" in until) is (zone != ISTANBUL)
    page = browser_of_pages.get(f"{page_of(waiting)}?lang={locale}").words("main")
    assert page.count(until) == 2  # until when it is kept, and until when it can be refused
    assert until in words(Document(letter.html).all("body")[0].text)


def test_ones_own_page_tells_hours_sessions_and_deadlines(browser_of_pages):
    event = event_in(VIENNA)
    person = factories.registration(event)
    choose_sessions(person, event.sessions, at=datetime.now(UTC))
    page = browser_of_pages.get(page_of(person)).words("main")
    assert "09.00–17.00 (Viyana saatiyle)" in page
    assert "Saatler Viyana saatiyle verilmiştir. 24 Mar 2039, 09.00" in page
    assert "iptal için son tarih ve saat: 20 Mart 2039 Pazar, 23.59 (İstanbul saatiyle)." in page
    choices = browser_of_pages.get(f"{page_of(person)}/sessions").words("main")
    assert "20 Mart 2039 Pazar, 23.59 (İstanbul saatiyle)" in choices
    assert "Saatler Viyana saatiyle verilmiştir." in choices


def test_page_and_letter_tell_the_same_to_whoever_nominates(browser_of_pages):
    event = event_in(NEW_YORK)
    asked = delegation(event, nominations_close_at=EVENING)
    letter = letter_of(LetterKind.DELEGATION_INVITED)
    page = browser_of_pages.get(path(asked)).words("main")
    for told in (WHEN[NEW_YORK, "tr"], "20 Mart 2039 Pazar, 23.59 (İstanbul saatiyle)"):
        assert told in page
        assert told in letter.text


def test_lists_name_the_zone_of_each_event(organizer):
    event_in(VIENNA, title="Viyana"), event_in(ISTANBUL, title="İstanbul")
    for address in ("/events", "/organizer/events"):
        listed = organizer.get(f"{address}?lang=en").words("main")
        assert "Thursday 24 March 2039, 09:00–17:00 (Vienna time)" in listed
        assert "Thursday 24 March 2039, 11:00–19:00 (" not in listed


def test_pages_of_an_event_say_once_by_whose_clock_their_times_are(organizer):
    there, here = event_in(VIENNA), event_in(ISTANBUL)
    note = "Times are Vienna time, deadlines Istanbul time."
    for rest in ("", "/registrations", "/sessions", "/checkpoints", "/attendance"):
        assert organizer.get(f"/organizer/events/{there.id}{rest}?lang=en").words().count(note) == 1
        assert "Istanbul time" not in organizer.get(f"/organizer/events/{here.id}{rest}").words()


def test_deadlines_are_the_sites_in_the_back_office_too(organizer):
    event = event_in(VIENNA)
    asked = delegation(event, nominations_close_at=EVENING)
    long, short = "Sunday 20 March 2039, 23:59", "20 Mar 2039, 23:59"
    for address, told in (
        (f"/organizer/events/{event.id}", long),
        (f"/organizer/delegations/{asked.id}", long),
        (f"/organizer/events/{event.id}/delegations", short),
    ):
        assert f"{told} (Istanbul time)" in organizer.get(f"{address}?lang=en").words("main")


def test_files_with_times_name_the_zone_over_them(organizer):
    there, here = event_in(VIENNA), event_in(ISTANBUL)
    for name, heading in (("registrations", "Registered"), ("attendance", "First admission")):
        files = [
            organizer.client.get(f"/organizer/events/{event.id}/{name}.csv?lang=en").text
            for event in (there, here)
        ]
        assert f",{heading} (Vienna time)," in files[0]
        assert f",{heading}," in files[1]
        assert "time)" not in files[1]


def test_the_pages_of_a_door_name_its_zone_once(organizer):
    there, here = (checkpoints_of(event_in(zone))[0].id for zone in (VIENNA, ISTANBUL))
    for rest in ("", "/desk", "/arrivals", "/ticks/new", "/live", "/conflicts"):
        said = organizer.get(f"/check-in/{there}{rest}").words("main")
        assert said.count("Saatler Viyana saatiyle verilmiştir.") == 1, rest
        assert "saatiyle" not in organizer.get(f"/check-in/{here}{rest}").words("main")
