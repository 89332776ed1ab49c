from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import icalendar
import pytest

from exports.calendar import event_calendar, events_calendar, person_calendar
from extensions import db
from operations.events.events import call_off
from tests import factories

ISTANBUL = "Europe/Istanbul"
URL = "https://meydan.example.org/events/gun"


def entry_of(event, locale="tr"):
    content = event_calendar(event, url=URL, site=ISTANBUL, locale=locale)
    (entry,) = icalendar.Calendar.from_ical(content).walk("VEVENT")
    return entry


def event(**details):
    return factories.event(
        starts_at=datetime(2027, 3, 12, 7, 0, tzinfo=UTC),
        ends_at=datetime(2027, 3, 12, 14, 0, tzinfo=UTC),
        **details,
    )


def test_the_entry_stands_at_the_events_hour_in_its_zone(app):
    content = event_calendar(event(), url=URL, site=ISTANBUL, locale="tr")
    assert b"DTSTART;TZID=Europe/Istanbul:20270312T100000" in content
    calendar = icalendar.Calendar.from_ical(content)
    assert [zone["TZID"] for zone in calendar.walk("VTIMEZONE")] == ["Europe/Istanbul"]
    assert not calendar.get_missing_tzids()
    assert len(content) < 2000  # the rules of the zone, not of its whole history


def test_a_zone_with_summer_time_keeps_its_rules(app):
    berlin = event(timezone="Europe/Berlin")
    entry = entry_of(berlin)
    assert entry.start == berlin.starts_at.astimezone(ZoneInfo("Europe/Berlin"))
    assert b"BEGIN:DAYLIGHT" in event_calendar(berlin, url=URL, site=ISTANBUL, locale="tr")


def test_the_zone_is_told_in_words_where_it_is_not_the_sites(app):
    """Programs show the hour of whoever looks; the zone's name in the database is theirs alone."""
    vienna = event(timezone="Europe/Vienna", description="Belediye ziyareti")
    session = factories.session(vienna, title_en="Workshop")
    told = "12 Mart 2027 Cuma, 08.00–15.00 (Viyana saatiyle)"
    assert str(entry_of(vienna)["description"]) == f"{told}\n\nBelediye ziyareti\n\n{URL}"
    assert str(entry_of(event())["description"]) == URL
    content = person_calendar(vienna, [session], url=URL, site=ISTANBUL, locale="en")
    _whole, hour = icalendar.Calendar.from_ical(content).walk("VEVENT")
    assert str(hour["description"]).startswith("Friday 12 March 2027, 08:00–09:00 (Vienna time)")
    assert content.count(b"Europe/Vienna") == content.count(b"TZID") == 5


def test_letters_commas_and_long_lines_survive(app):
    title = "Şırnak'ta «İş birliği»; ığüöç, " * 5
    made = event(title=title.strip(), title_en="Together", address="Gazi Cd. 1, Kat: 2")
    assert str(entry_of(made)["summary"]) == title.strip()
    assert str(entry_of(made, "en")["summary"]) == "Together"
    assert (
        str(entry_of(made)["location"]) == "Çorum Devlet Tiyatro Salonu, Gazi Cd. 1, Kat: 2, Çorum"
    )
    content = event_calendar(made, url=URL, site=ISTANBUL, locale="tr")
    assert max(len(line) for line in content.split(b"\r\n")) <= 75


def test_a_later_file_changes_the_same_entry(app):
    made = event()
    before = entry_of(made)
    made.venue = "Yeni salon"
    db.session.commit()
    after = entry_of(made)
    assert after["uid"] == before["uid"] == f"event-{made.id}@meydan.example.org"
    assert after["sequence"] > before["sequence"]


def test_a_called_off_event_is_cancelled_in_calendars(app):
    made = event()
    assert entry_of(made)["status"] == "CONFIRMED"
    call_off(made, by=factories.user(), at=datetime.now(UTC))
    assert entry_of(made)["status"] == "CANCELLED"


def test_the_same_event_gives_the_same_bytes(app):
    made = event()
    assert event_calendar(made, url=URL, site=ISTANBUL, locale="tr") == event_calendar(
        made, url=URL, site=ISTANBUL, locale="tr"
    )


@pytest.mark.parametrize("count", [0, 1, 3])
def test_a_calendar_of_the_programme_may_be_empty(app, count):
    made = [(event(), URL) for _ in range(count)]
    calendar = icalendar.Calendar.from_ical(
        events_calendar(made, site=ISTANBUL, locale="tr", name="Etkinlikler")
    )
    assert len(calendar.walk("VEVENT")) == count
    assert str(calendar["name"]) == "Etkinlikler"


def test_the_site_offers_one_event_and_all_of_them(app):
    made, client = factories.event(title="Gün"), app.test_client()
    factories.event(title="Bitti", over=True)
    one = icalendar.Calendar.from_ical(client.get(f"/events/{made.slug}.ics").data)
    assert [str(entry["url"]) for entry in one.walk("VEVENT")] == [
        f"http://meydan.example.org/events/{made.slug}"
    ]
    every = icalendar.Calendar.from_ical(client.get("/events.ics").data)
    assert [str(entry["summary"]) for entry in every.walk("VEVENT")] == ["Bitti", "Gün"]
