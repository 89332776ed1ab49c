"""How an event of the demonstration is described before it becomes rows."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from demo.people import MIXED
from demo.texts import DESCRIPTIONS
from models.events import EventKind
from models.sectors import Sector
from operations.events.events import EventDetails

ISTANBUL = "Europe/Istanbul"


@dataclass(frozen=True)
class Item:
    """An item of an agenda: its start, in minutes after the event's, and its length in minutes."""

    after: int
    minutes: int
    title: str
    title_en: str
    room: str = ""
    speakers: int = 0
    affiliation: str = ""


@dataclass(frozen=True, kw_only=True)
class Planned:
    """An event and what happened there. Shares are of the people who were confirmed."""

    details: EventDetails
    agenda: list[Item]
    announced_at: datetime
    people: int = 0
    """People who registered or applied by themselves."""
    sectors: dict[Sector, int] = field(default_factory=lambda: MIXED)
    cancelled: float = 0.05
    """Share of those who registered."""
    attended: float = 0.0
    answered: float = 0.0
    """Share of those who attended and gave feedback."""
    published: bool = True
    called_off: bool = False
    freed: bool = False
    """Somebody has just cancelled: the place is offered to the person who has waited longest."""
    asks: bool = False
    """It has questions of its own, with places at tables and on a bus."""
    nominated: bool = False
    """Institutions are asked to nominate people."""
    second_day: bool = False
    evaluated: bool = False
    """Whether its applications were scored and a selection is proposed."""
    problems: str = ""
    """How far the moderators have come with the problem list: `merged`, `published` or ""."""


def local(day: date, clock: str, zone: str = ISTANBUL) -> datetime:
    """A day and a time of the zone, «2019-07-09» and «09.30», in UTC."""
    hour, minute = clock.split(".")
    return datetime.combine(day, time(int(hour), int(minute)), ZoneInfo(zone)).astimezone(UTC)


def details(kind: EventKind, title: str, title_en: str, **values: Any) -> EventDetails:
    """The details of an event, with the usual description of its kind."""
    description, description_en = DESCRIPTIONS[kind]
    return EventDetails(
        **{
            "kind": kind,
            "title": title,
            "title_en": title_en,
            "description": description,
            "description_en": description_en,
            "timezone": ISTANBUL,
            **values,
        }
    )


def lasting(starts_at: datetime, agenda: list[Item]) -> datetime:
    """The end of an event with this agenda."""
    return starts_at + timedelta(minutes=max(item.after + item.minutes for item in agenda))
