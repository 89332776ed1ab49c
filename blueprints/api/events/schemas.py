from datetime import UTC, datetime
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, StrictBool

from blueprints.api.base.fields import (
    Country,
    Line,
    MaybeEmail,
    MaybeLine,
    MaybePhone,
    MaybeProvince,
    MaybeShortLine,
    MaybeText,
    Places,
    Province,
    Time,
    Zone,
    in_zone,
    maybe_in_zone,
    without_defaults,
)
from blueprints.api.base.lists import Listed, Window
from extensions import site_zone
from letters.compose import site_address
from models.checkpoints import Checkpoint
from models.events import DEFAULT_OFFER_HOURS, Event, EventKind, EventStatus
from operations.events.rules import MOST_OFFER_HOURS

_NOT_GIVEN = datetime(1970, 1, 1, tzinfo=UTC)


class EventFields(BaseModel):
    """The fields that can be set when an event is made and changed later."""

    title_en: MaybeLine = ""
    description: Annotated[MaybeText, Field(description="Markdown.")] = ""
    description_en: Annotated[MaybeText, Field(description="Markdown.")] = ""
    timezone: Annotated[
        Zone, Field(default_factory=site_zone, description="Left out: the zone of the site.")
    ]
    province: MaybeProvince = None
    country: Country = "TR"
    venue: MaybeLine = ""
    address: MaybeLine = ""
    capacity: Annotated[Places | None, Field(description="null: no limit.")] = None
    waitlist: StrictBool = False
    offer_hours: Annotated[
        int | None,
        Field(
            strict=True,
            ge=1,
            le=MOST_OFFER_HOURS,
            description="How long a freed place is kept for whom it is offered to; null: given at once.",
        ),
    ] = DEFAULT_OFFER_HOURS
    approval: StrictBool = False
    asks_gender: StrictBool = False
    transferable: StrictBool = False
    registration_opens_at: Time | None = None
    registration_closes_at: Time | None = None
    changes_close_at: Annotated[
        Time | None, Field(description="Until when people change by themselves; null: the start.")
    ] = None
    contact_name: Annotated[
        MaybeShortLine,
        Field(
            description="The contact person, whom everyone is shown. None: the province's, or else the site's."
        ),
    ] = ""
    contact_email: Annotated[
        MaybeEmail, Field(description="Where replies to the event's emails go.")
    ] = None
    contact_phone: MaybePhone = None
    published: StrictBool = False


class NewEvent(EventFields):
    title: Line
    kind: EventKind
    starts_at: Time
    ends_at: Time
    province: Annotated[
        MaybeProvince, Field(description="Left out: the province of the token's user.")
    ] = None


class EventChange(EventFields):
    """A field that is left out stays as it is. null is refused for a field that needs a value."""

    model_config = ConfigDict(json_schema_extra=without_defaults)

    title: Line = ""
    kind: EventKind = EventKind.MEETING
    starts_at: Time = _NOT_GIVEN
    ends_at: Time = _NOT_GIVEN
    status: EventStatus | None = None


class EventQuery(Window):
    kind: EventKind | None = None
    status: EventStatus | None = None
    province: Province | None = None


class CheckpointName(BaseModel):
    id: int
    name: str


class EventJson(BaseModel):
    id: int
    slug: str
    url: Annotated[str, Field(description="The public page.")]
    status: EventStatus
    kind: EventKind
    title: str
    title_en: str
    description: str
    description_en: str
    starts_at: datetime
    ends_at: datetime
    timezone: str
    province: str | None
    country: str
    venue: str
    address: str
    capacity: int | None
    taken: Annotated[int, Field(description="Confirmed registrations.")]
    waitlist: bool
    offer_hours: int | None
    approval: bool
    asks_gender: bool
    transferable: bool
    registration_opens_at: datetime | None
    registration_closes_at: datetime | None
    changes_close_at: datetime | None
    contact_name: str
    contact_email: str | None
    contact_phone: str | None
    published: bool
    checkpoints: list[CheckpointName]

    @classmethod
    def of(cls, event: Event, checkpoints: list[Checkpoint]) -> Self:
        """Times are given with the offset of the event's zone."""
        zone = event.timezone
        return cls(
            id=event.id,
            slug=event.slug,
            url=site_address("public.events.show", slug=event.slug),
            status=event.status,
            kind=event.kind,
            title=event.title,
            title_en=event.title_en,
            description=event.description,
            description_en=event.description_en,
            starts_at=in_zone(event.starts_at, zone),
            ends_at=in_zone(event.ends_at, zone),
            timezone=zone,
            province=event.province,
            country=event.country,
            venue=event.venue,
            address=event.address,
            capacity=event.places.capacity,
            taken=event.places.taken,
            waitlist=event.waitlist,
            offer_hours=event.offer_hours,
            approval=event.approval,
            asks_gender=event.asks_gender,
            transferable=event.transferable,
            changes_close_at=maybe_in_zone(event.changes_close_at, zone),
            registration_opens_at=maybe_in_zone(event.registration_opens_at, zone),
            registration_closes_at=maybe_in_zone(event.registration_closes_at, zone),
            contact_name=event.contact_name,
            contact_email=event.contact_email,
            contact_phone=event.contact_phone,
            published=event.is_published,
            checkpoints=[CheckpointName(id=c.id, name=c.name) for c in checkpoints],
        )


class EventList(Listed[EventJson]):
    """One page of the events."""
