"""Time zones as people call them, and when a time must say by whose clock it is told.

Nobody reads a zone's name in the database of zones. A zone is called after its place, in the
reader's language: «Viyana saatiyle», «Vienna time».
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

from babel.dates import get_timezone_location

from lib.dates import moment_text, on_one_day, span_text
from lib.turkish import sort_key

_SPOKEN = {"tr": "{place} saatiyle", "en": "{place} time"}
# How CLDR calls zones that are no place's, such as Etc/GMT+3; their clocks never change.
_NO_PLACE = ("UTC", "GMT", "Unknown")
_ANY_DAY = datetime(2000, 1, 1)  # noqa: DTZ001 - any day does where clocks never change


@lru_cache(maxsize=2048)
def place_of(zone: str, locale: str) -> str:
    """«Viyana» / «Vienna»; «UTC» or «UTC+3» for a zone that is no place's."""
    known = ZoneInfo(zone)
    if get_timezone_location(known, locale="en", return_city=True).startswith(_NO_PLACE):
        return _from_utc(known)
    # Some places stand under a part of their country, such as Indiana/Indianapolis.
    return get_timezone_location(known, locale=locale, return_city=True).rpartition("/")[2]


def clock_of(zone: str, locale: str) -> str:
    """By whose clock: «Viyana saatiyle» / «Vienna time»."""
    return _SPOKEN[locale].format(place=place_of(zone, locale))


def must_be_named(zone: str, beside: str) -> bool:
    """Whether a time by the clock of `zone` must say so to readers who go by that of `beside`.

    It must wherever people call the two by different places, also while both clocks show the same
    hour: who travels to Moscow cannot know that it has Istanbul's hour, and a time without a name
    leaves them to ask. So it depends on no date, and no list names the zone of its summer events
    only. Two names of one place, as the database of zones keeps old ones, are one zone.
    """
    return place_of(zone, "en") != place_of(beside, "en")


def named(text: str, zone: str, beside: str, locale: str) -> str:
    """The text, which tells a time of `zone`, with its clock behind it where that must be named."""
    return f"{text} ({clock_of(zone, locale)})" if must_be_named(zone, beside) else text


def when_text(starts_at: datetime, ends_at: datetime, zone: str, site: str, locale: str) -> str:
    """When an event is, with its hours and, where it must be, the zone: whatever tells it in full.

    «12 Mart 2027 Cuma, 10.00–17.00 (Viyana saatiyle)»; `site` is the zone of the site.
    """
    if on_one_day(starts_at, ends_at, zone):
        text = span_text(starts_at, ends_at, zone, locale)
    else:
        text = " – ".join(moment_text(moment, zone, locale) for moment in (starts_at, ends_at))
    return named(text, zone, site, locale)


def deadline_text(moment: datetime, zone: str, site: str, locale: str) -> str:
    """Until when, by the site's clock, which is named where the event's `zone` is another.

    «5 Mart 2027 Cuma, 23.59 (İstanbul saatiyle)»: who must act is seldom where the event will be.
    """
    return named(moment_text(moment, site, locale), site, zone, locale)


def by_place(zones: Iterable[str], locale: str) -> list[tuple[str, str]]:
    """(zone, place), in alphabetical order of the places."""
    placed = [(zone, place_of(zone, locale)) for zone in zones]
    return sorted(placed, key=lambda pair: sort_key(pair[1]))


@lru_cache(maxsize=16)
def zones_around(site: str) -> tuple[str, ...]:
    """The zones of the site's part of the world, one for each place; all where it lies in none.

    Under several names of one zone (Kiev, Kyiv, Uzhgorod) it is the one that people call it by.
    """
    part, slash, _rest = site.partition("/")
    chosen: dict[str, str] = {}
    for zone in sorted(available_timezones()):
        if zone.startswith(f"{part}/" if slash else ""):
            place = place_of(zone, "en")
            if place not in chosen or zone.rpartition("/")[2] == place.replace(" ", "_"):
                chosen[place] = zone
    return tuple(sorted(chosen.values()))


def _from_utc(zone: ZoneInfo) -> str:
    hours = (zone.utcoffset(_ANY_DAY) or timedelta()) // timedelta(hours=1)
    return f"UTC{'+' if hours > 0 else '−'}{abs(hours)}" if hours else "UTC"
