from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest

from lib.turkish import sort_key
from lib.zones import (
    by_place,
    clock_of,
    deadline_text,
    must_be_named,
    place_of,
    when_text,
    zones_around,
)

ISTANBUL, VIENNA, NEW_YORK = "Europe/Istanbul", "Europe/Vienna", "America/New_York"
MORNING = datetime(2027, 3, 12, 9, 0, tzinfo=UTC)
EVERY_ZONE = sorted(available_timezones())


@pytest.mark.parametrize(
    ("zone", "turkish", "english"),
    [
        (VIENNA, "Viyana saatiyle", "Vienna time"),
        (ISTANBUL, "İstanbul saatiyle", "Istanbul time"),
        (NEW_YORK, "New York saatiyle", "New York time"),
        ("Europe/Isle_of_Man", "Man Adası saatiyle", "Isle of Man time"),
        ("America/Argentina/Buenos_Aires", "Buenos Aires saatiyle", "Buenos Aires time"),
        ("America/Indiana/Knox", "Knox, Indiana saatiyle", "Knox, Indiana time"),
        ("UTC", "UTC saatiyle", "UTC time"),
        ("Factory", "UTC saatiyle", "UTC time"),
        # The database of zones counts hours west of Greenwich; people count them the other way.
        ("Etc/GMT-3", "UTC+3 saatiyle", "UTC+3 time"),
        ("Etc/GMT+5", "UTC−5 saatiyle", "UTC−5 time"),
    ],
)
def test_a_clock_is_called_after_its_place(zone, turkish, english):
    assert (clock_of(zone, "tr"), clock_of(zone, "en")) == (turkish, english)


@pytest.mark.parametrize("locale", ["tr", "en"])
def test_every_zone_has_a_name_that_people_can_read(locale):
    names = {zone: place_of(zone, locale) for zone in EVERY_ZONE}
    assert len(names) > 500
    assert not {zone: name for zone, name in names.items() if not name or set(name) & set("/_")}
    assert not [name for name in names.values() if "nknown" in name or "ilinmeyen" in name]


def test_zones_of_one_name_have_one_clock():
    """Else a time of the one would be told to readers of the other without a name."""
    year = [datetime(2027, 1, 1, tzinfo=UTC) + timedelta(days=day) for day in range(0, 366, 3)]
    clocks: dict[str, set[tuple[timedelta | None, ...]]] = {}
    for zone in EVERY_ZONE:
        clock = tuple(moment.astimezone(ZoneInfo(zone)).utcoffset() for moment in year)
        clocks.setdefault(place_of(zone, "en"), set()).add(clock)
    assert not {place: found for place, found in clocks.items() if len(found) > 1}


@pytest.mark.parametrize(
    ("zone", "beside", "named"),
    [
        (ISTANBUL, ISTANBUL, False),
        ("Turkey", ISTANBUL, False),
        ("Asia/Istanbul", ISTANBUL, False),
        (VIENNA, ISTANBUL, True),
        (ISTANBUL, VIENNA, True),
        ("Europe/Moscow", ISTANBUL, True),  # the same hour all year
        ("Europe/Helsinki", ISTANBUL, True),  # the same hour in summer
    ],
)
def test_a_zone_is_named_where_people_call_it_by_another_place(zone, beside, named):
    assert must_be_named(zone, beside) is named


@pytest.mark.parametrize(
    ("zone", "hours", "turkish", "english"),
    [
        (ISTANBUL, 7, "12 Mart 2027 Cuma, 12.00–19.00", "Friday 12 March 2027, 12:00–19:00"),
        (
            VIENNA,
            7,
            "12 Mart 2027 Cuma, 10.00–17.00 (Viyana saatiyle)",
            "Friday 12 March 2027, 10:00–17:00 (Vienna time)",
        ),
        (
            NEW_YORK,  # where clocks change on the third of these days
            79,
            "12 Mart 2027 Cuma, 04.00 – 15 Mart 2027 Pazartesi, 12.00 (New York saatiyle)",
            "Friday 12 March 2027, 04:00 – Monday 15 March 2027, 12:00 (New York time)",
        ),
    ],
)
def test_when_an_event_is_stands_in_its_own_zone(zone, hours, turkish, english):
    ends_at = MORNING + timedelta(hours=hours)
    assert when_text(MORNING, ends_at, zone, ISTANBUL, "tr") == turkish
    assert when_text(MORNING, ends_at, zone, ISTANBUL, "en") == english


@pytest.mark.parametrize("day", [27, 28])
def test_the_name_stays_when_clocks_change(day):
    """Vienna puts its clocks forward on 28 March 2027; ten o'clock there is ten o'clock."""
    ten = datetime(2027, 3, day, 10, 0, tzinfo=ZoneInfo(VIENNA))
    text = when_text(ten, ten + timedelta(hours=1), VIENNA, ISTANBUL, "en")
    assert text.endswith(f"{day} March 2027, 10:00–11:00 (Vienna time)")
    assert deadline_text(ten, VIENNA, ISTANBUL, "en").endswith(
        f"March 2027, {'12:00' if day == 27 else '11:00'} (Istanbul time)"
    )


@pytest.mark.parametrize(
    ("zone", "site", "expected"),
    [
        (ISTANBUL, ISTANBUL, "12 Mart 2027 Cuma, 12.00"),
        (VIENNA, ISTANBUL, "12 Mart 2027 Cuma, 12.00 (İstanbul saatiyle)"),
        (ISTANBUL, VIENNA, "12 Mart 2027 Cuma, 10.00 (Viyana saatiyle)"),
    ],
)
def test_a_deadline_stands_in_the_zone_of_the_site(zone, site, expected):
    assert deadline_text(MORNING, zone, site, "tr") == expected


def test_places_are_listed_in_the_order_of_the_alphabet():
    turkish = [place for _zone, place in by_place([VIENNA, "Europe/Skopje", ISTANBUL], "tr")]
    assert turkish == ["İstanbul", "Üsküp", "Viyana"]


@pytest.mark.parametrize("site", [ISTANBUL, NEW_YORK, "Asia/Tbilisi", "UTC"])
@pytest.mark.parametrize("locale", ["tr", "en"])
def test_the_zones_around_the_site_are_told_apart_by_their_places(site, locale):
    places = [place for _zone, place in by_place(zones_around(site), locale)]
    assert len(places) == len(set(places)) > 40
    assert places == sorted(places, key=sort_key)


def test_around_the_site_lies_its_part_of_the_world_without_old_names():
    around = zones_around(ISTANBUL)
    assert {ISTANBUL, VIENNA, "Europe/Kyiv", "Europe/London"} <= set(around)
    assert not {"Europe/Kiev", "Europe/Belfast", NEW_YORK} & set(around)
    assert NEW_YORK in zones_around("UTC")
