"""How a problem list came about, and how its priorities are counted."""

from datetime import datetime
from zoneinfo import ZoneInfo

from flask_babel import gettext as _
from flask_babel import ngettext

from exports.charts.numbers import whole
from exports.problems.words import most_points
from exports.reports.content import ReportFormula
from lib.dates import date_text
from lib.provinces import PROVINCES
from queries.problems.told import ToldEvent, ToldList

_MOST_EVENTS = 40


def period(told: ToldList, locale: str) -> str:
    """From the first to the last event in which something was said; may be empty."""
    days = [_day(event.starts_at, event.timezone, locale) for event in told.events]
    return " – ".join(dict.fromkeys([days[0], days[-1]])) if days else ""


def method(told: ToldList, locale: str, zone: str) -> list[tuple[str, str]]:
    return [
        (_("What was said"), _said(told)),
        *([(_("Events"), _events(told, locale))] if told.events else []),
        (_("Workshops"), _workshops(told)),
        (_("Public"), _published(told, locale, zone)),
        (_("Closed"), _closed(told, locale, zone)),
        (_("Priority"), _priority(told)),
        (_("Limits"), _limits()),
    ]


def formulas(told: ToldList) -> list[ReportFormula]:
    """With the weights that hold for this list."""
    both, provinces, harm, votes, count = most_points(told.weights)
    text = (
        f"{both}·b + {provinces}·k/K + {harm}·(h−1)/4 + {votes}·v + {count}·n/(n+10)\n\n"
        + "\n".join(_letters())
    )
    return [ReportFormula(name=_("Priority"), text=text, source="")]


def _letters() -> list[str]:
    return [
        "b: "
        + _(
            "1 with two statements or more from both public institutions and civil society, ½ with at least one from each, else 0"
        ),
        "K: "
        + _(
            "the provinces of the list’s scope with a closed list; k: those of them in which the problem was said; the list of one event or province counts as 1 of 1 once it is closed, else as 0"
        ),
        "h: " + _("the mean of how much it hurts, from 1 to 5; 3 where nobody said"),
        "v: "
        + _(
            "of the people who gave dots in a workshop, the share that gave this problem one; 0 where nobody did"
        ),
        "n: " + _("the number of statements"),
    ]


def _said(told: ToldList) -> str:
    own = ngettext(
        "%(num)d statement came to this list.", "%(num)d statements came to this list.", told.said
    )
    hidden = ngettext("%(num)d of them is hidden.", "%(num)d of them are hidden.", told.hidden)
    joined = ngettext(
        "%(num)d statement stands in its problems, those of gathered lists included.",
        "%(num)d statements stand in its problems, those of gathered lists included.",
        told.joined,
    )
    count = ngettext("%(num)d problem", "%(num)d problems", len(told.problems))
    moderators = _(
        "Moderators read them and put what says the same under one title: %(count)s.", count=count
    )
    return " ".join([own, *([hidden] if told.hidden else []), joined, moderators])


def _events(told: ToldList, locale: str) -> str:
    names = [_event(event, locale) for event in told.events[:_MOST_EVENTS]]
    if more := len(told.events) - len(names):
        names.append(_("%(num)s more", num=whole(more)))
    return "\n".join(names)


def _event(event: ToldEvent, locale: str) -> str:
    day = _day(event.starts_at, event.timezone, locale)
    return ", ".join(filter(None, [event.title, PROVINCES.get(event.province or ""), day]))


def _workshops(told: ToldList) -> str:
    if not told.workshops:
        return str(_("There was no workshop in the room."))
    held = ngettext("%(num)d workshop was held.", "%(num)d workshops were held.", told.workshops)
    voted = ngettext(
        "%(num)d person gave dots there.", "%(num)d people gave dots there.", told.seats
    )
    return f"{held} {voted}"


def _published(told: ToldList, locale: str, zone: str) -> str:
    if told.published_at is None:
        return str(_("The list is not public yet."))
    day = _day(told.published_at, zone, locale)
    return str(_("The list has been public since %(day)s.", day=day))


def _closed(told: ToldList, locale: str, zone: str) -> str:
    if told.closed_at is None:
        return str(_("The list is not closed yet, so that the term of provinces may still change."))
    return str(_("The list was closed on %(day)s.", day=_day(told.closed_at, zone, locale)))


def _priority(told: ToldList) -> str:
    words: str = _(
        "From 0 to 100, by version %(version)s of the weights; each term is printed with what it is counted from. Equal ones stand by provinces, statements and title.",
        version=told.weights_version,
    )
    return words


def _limits() -> str:
    return str(
        _(
            "Statements stand in their public text: personal data and insults are masked. A side is told only where at least five people of it could have said the sentence; the terms of a priority count all sides."
        )
    )


def _day(moment: datetime, zone: str, locale: str) -> str:
    return date_text(moment.astimezone(ZoneInfo(zone)).date(), locale)
