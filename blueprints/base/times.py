"""Times in words for pages and files, as in letters, in the reader's language.

Full texts name their zone if it is not the site's; `day`, `clock` and `short_moment` do not, and
stand under a `clock_note` (components/times.html).
"""

import re
from collections.abc import Callable
from datetime import date, datetime

from flask import Flask
from markupsafe import Markup, escape

from blueprints.base.languages import language
from extensions import site_zone
from letters.compose import time_text
from lib import dates, zones
from models.events import Event

_KEPT = re.compile(r"\S+–\S+|\b\d{1,2} [^\W\d]+ \d{4}\b|\([^()]{1,30}\)")


def init_app(app: Flask) -> None:
    told: dict[str, Callable[..., str]] = {
        "when": when,
        "span": span,
        "hours": hours,
        "moment": moment,
        "deadline": deadline,
        "short_deadline": short_deadline,
        "day": _in_language(dates.day_text),
        "short_moment": _in_language(dates.short_moment_text),
    }
    app.jinja_env.filters.update(
        {name: _unbroken(tell) for name, tell in told.items()},
        clock=_in_language(dates.clock_text),
        short_date=_in_language(dates.short_date_text),
        ago=_in_language(dates.ago_text),
        other_clock=other_clock,
        iso_day=iso_day,
    )
    app.jinja_env.globals.update(site_clock=site_clock, site_zone=site_zone)


def iso_day(text: str) -> str:
    """A day that was kept as text, «2027-03-12», for tables: «12 Mar 2027»."""
    return dates.short_date_text(date.fromisoformat(text), language())


def when(event: Event) -> str:
    """In full, as in letters: «12 Mart 2027 Cuma, 10.00–17.00 (Viyana saatiyle)»."""
    return time_text(event, language())


def span(starts_at: datetime, ends_at: datetime, zone: str) -> str:
    """For lists: one day with its hours and their zone; for several days the days alone."""
    text = dates.span_text(starts_at, ends_at, zone, language())
    return named(text, zone) if dates.on_one_day(starts_at, ends_at, zone) else text


def hours(starts_at: datetime, ends_at: datetime, zone: str) -> str:
    """The hours in `zone`: «10.00–17.00 (Viyana saatiyle)»."""
    return named(dates.hours_text(starts_at, ends_at, zone, language()), zone)


def moment(at: datetime, zone: str) -> str:
    """The moment in `zone`: «12 Mart 2027 Cuma, 10.00 (Viyana saatiyle)»."""
    return named(dates.moment_text(at, zone, language()), zone)


def deadline(at: datetime, zone: str) -> str:
    """The moment in the site's zone: «5 Mart 2027 Cuma, 23.59 (İstanbul saatiyle)».

    `zone` is the event's; where both are the same, the zone is not named.
    """
    return zones.deadline_text(at, zone, site_zone(), language())


def short_deadline(at: datetime, zone: str) -> str:
    """`deadline` for tables: «5 Mar 2027, 23.59 (İstanbul saatiyle)»."""
    site = site_zone()
    return zones.named(dates.short_moment_text(at, site, language()), site, zone, language())


def named(text: str, zone: str) -> str:
    """The text with a time of `zone`, followed by the zone's name if it is not the site's."""
    return zones.named(text, zone, site_zone(), language())


def other_clock(zone: str) -> str:
    """The name of the zone, «Viyana saatiyle» / «Vienna time»; "" if it need not be named."""
    return zones.clock_of(zone, language()) if zones.must_be_named(zone, site_zone()) else ""


def site_clock() -> str:
    """The name of the site's zone: «İstanbul saatiyle» / «Istanbul time»."""
    return zones.clock_of(site_zone(), language())


def unbroken(text: str) -> Markup:
    """Markup in which «10.00–17.00», «12 Mart 2027» and «(Viyana saatiyle)» stay on one line.

    Invisible characters would do the same, but people would copy them and then not find the text.
    """
    kept = r'<span class="unbroken">\g<0></span>'
    return Markup(_KEPT.sub(kept, str(escape(text))))  # noqa: S704 - escaped


def _unbroken(tell: Callable[..., str]) -> Callable[..., Markup]:
    return lambda *told: unbroken(tell(*told))


def _in_language(formatter: Callable[..., str]) -> Callable[..., str]:
    """The formatter as a template filter: `{{ session.starts_at | clock(event.timezone) }}`."""

    def apply(*moments_and_zone: date | str) -> str:
        return formatter(*moments_and_zone, language())

    return apply
