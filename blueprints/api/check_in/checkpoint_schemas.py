from datetime import datetime
from typing import Annotated, Self

from pydantic import BaseModel, Field, StrictBool

from blueprints.api.base.fields import Id, Line, Places, Time, in_zone, maybe_in_zone
from blueprints.api.base.lists import Listed
from models.checkpoints import Checkpoint
from models.sectors import Sector
from queries.check_in.scans import CheckpointCounts


class NewCheckpoint(BaseModel):
    name: Line
    session_id: Id | None = None
    opens_at: Time | None = None
    closes_at: Time | None = None
    exits: Annotated[
        StrictBool,
        Field(description="Whether leaving is scanned, also without re-entry and a capacity."),
    ] = False
    reentry: Annotated[
        StrictBool, Field(description="Whether someone who left may come in again.")
    ] = False
    multiple: Annotated[
        StrictBool, Field(description="Whether one ticket may enter several times without leaving.")
    ] = False
    only_chosen: Annotated[
        StrictBool, Field(description="Only those who chose the session may enter.")
    ] = False
    choice_id: Annotated[
        Id | None, Field(description="Only those who picked this choice of a question may enter.")
    ] = None
    sectors: Annotated[
        list[Sector], Field(description="Only people of these sectors; none: of all.")
    ] = []
    admits_waiting: Annotated[
        StrictBool, Field(description="Whether people on the waiting list may enter, too.")
    ] = False
    capacity: Annotated[Places | None, Field(description="How many may be inside at once.")] = None
    beside_programme: Annotated[
        StrictBool,
        Field(description="Such as a bus: anyone who was admitted nowhere else has not attended."),
    ] = False
    roster: Annotated[
        StrictBool, Field(description="Whether devices may keep the names, encrypted.")
    ] = False
    shown_tags: Annotated[
        list[Line],
        Field(description="Names of the tags that are shown beside a name.", max_length=100),
    ] = []
    shows_groups: Annotated[
        StrictBool, Field(description="Whether the code of a person's group is shown.")
    ] = False


class CheckpointJson(BaseModel):
    id: int
    event_id: int
    name: str
    session_id: int | None
    opens_at: datetime | None
    closes_at: datetime | None
    exits: bool
    reentry: bool
    multiple: bool
    only_chosen: bool
    choice_id: int | None
    sectors: list[Sector]
    admits_waiting: bool
    capacity: int | None
    beside_programme: bool
    roster: bool
    shown_tags: list[str]
    shows_groups: bool

    @classmethod
    def of(cls, checkpoint: Checkpoint, zone: str) -> Self:
        return cls(
            id=checkpoint.id,
            event_id=checkpoint.event_id,
            name=checkpoint.name,
            session_id=checkpoint.session_id,
            opens_at=maybe_in_zone(checkpoint.opens_at, zone),
            closes_at=maybe_in_zone(checkpoint.closes_at, zone),
            exits=checkpoint.exits,
            reentry=checkpoint.reentry,
            multiple=checkpoint.multiple,
            only_chosen=checkpoint.only_chosen,
            choice_id=checkpoint.choice_id,
            sectors=[Sector(value) for value in checkpoint.sectors],
            admits_waiting=checkpoint.admits_waiting,
            capacity=checkpoint.capacity,
            beside_programme=checkpoint.beside_programme,
            roster=checkpoint.roster,
            shown_tags=checkpoint.shown_tags,
            shows_groups=checkpoint.shows_groups,
        )


class CheckpointStatus(BaseModel):
    expected: Annotated[int, Field(description="Confirmed people for whom it is.")]
    admitted: Annotated[int, Field(description="Of the expected, who was admitted here.")]
    inside: Annotated[
        int, Field(description="Everyone whose last move here is an entry, expected or not.")
    ]
    refused: Annotated[int, Field(description="Scans of the day that were not admitted.")]
    conflicts: Annotated[
        int, Field(description="Mismatches between devices that a person settles.")
    ]
    by_sector: Annotated[
        dict[Sector, int], Field(description="Of the expected, who was admitted, by sector.")
    ]
    as_of: datetime

    @classmethod
    def of(cls, counts: CheckpointCounts, zone: str) -> Self:
        return cls(
            expected=counts.expected,
            admitted=counts.admitted,
            inside=counts.inside,
            refused=counts.refused,
            conflicts=counts.conflicts,
            by_sector={sector: counts.by_sector.get(sector.value, 0) for sector in Sector},
            as_of=in_zone(counts.as_of, zone),
        )


class CheckpointList(Listed[CheckpointJson]):
    """One page of the checkpoints of an event."""
