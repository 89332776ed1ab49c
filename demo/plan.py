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
    """One item of an agenda: minutes after the event's start, and how many minutes it takes."""

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
    """How many put themselves on the list, or applied."""
    sectors: dict[Sector, int] = field(default_factory=lambda: MIXED)
    cancelled: float = 0.05
    """Share of those who registered."""
    attended: float = 0.0
    answered: float = 0.0
    """Share of those who attended and gave feedback."""
    published: bool = True
    called_off: bool = False
    freed: bool = False
    """Somebody has just cancelled: the place is offered to who has waited longest."""
    asks: bool = False
    """It has questions of its own, with places at tables and on a bus."""
    nominated: bool = False
    """Institutions are asked to nominate people."""
    second_day: bool = False
    evaluated: bool = False
    """Whether its applications were scored and a selection is proposed."""
    problems: str = ""
    """`merged`, `published` or nothing: how far the moderators have come with the problem list."""


def local(day: date, clock: str, zone: str = ISTANBUL) -> datetime:
    """«2019-07-09», «09.30» in the zone, as UTC."""
    hour, minute = clock.split(".")
    return datetime.combine(day, time(int(hour), int(minute)), ZoneInfo(zone)).astimezone(UTC)


def details(kind: EventKind, title: str, title_en: str, **values: Any) -> EventDetails:
    """The details of an event, with the description that events of this kind have."""
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
    """When an event ends that has this agenda."""
    return starts_at + timedelta(minutes=max(item.after + item.minutes for item in agenda))
