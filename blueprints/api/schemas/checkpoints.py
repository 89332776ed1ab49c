from datetime import datetime
from typing import Annotated, Self

from pydantic import BaseModel, Field, StrictBool

from blueprints.api.schemas.events import in_zone, maybe_in_zone
from blueprints.api.schemas.fields import Id, Line, Time
from blueprints.api.schemas.lists import Listed
from models.check_in import Checkpoint
from models.sectors import Sector
from queries.check_in import CheckpointCounts


class NewCheckpoint(BaseModel):
    name: Line
    session_id: Id | None = None
    opens_at: Time | None = None
    closes_at: Time | None = None
    reentry: Annotated[
        StrictBool, Field(description="Whether someone who left may come in again.")
    ] = False
    multiple: Annotated[
        StrictBool, Field(description="Whether one ticket may enter several times without leaving.")
    ] = False


class CheckpointAnswer(BaseModel):
    id: int
    event_id: int
    name: str
    session_id: int | None
    opens_at: datetime | None
    closes_at: datetime | None
    reentry: bool
    multiple: bool

    @classmethod
    def of(cls, checkpoint: Checkpoint, zone: str) -> Self:
        return cls(
            id=checkpoint.id, event_id=checkpoint.event_id, name=checkpoint.name,
            session_id=checkpoint.session_id,
            opens_at=maybe_in_zone(checkpoint.opens_at, zone),
            closes_at=maybe_in_zone(checkpoint.closes_at, zone),
            reentry=checkpoint.reentry, multiple=checkpoint.multiple,
        )  # fmt: skip


class CheckpointStatus(BaseModel):
    expected: Annotated[int, Field(description="Confirmed registrations of the event.")]
    admitted: int
    inside: int
    refused: int
    conflicts: Annotated[int, Field(description="Clashes between devices that a person reviews.")]
    by_sector: Annotated[dict[Sector, int], Field(description="Admitted, by sector.")]
    as_of: datetime

    @classmethod
    def of(cls, counts: CheckpointCounts, zone: str) -> Self:
        return cls(
            expected=counts.expected, admitted=counts.admitted, inside=counts.inside,
            refused=counts.refused, conflicts=counts.conflicts,
            by_sector={sector: counts.by_sector.get(sector.value, 0) for sector in Sector},
            as_of=in_zone(counts.as_of, zone),
        )  # fmt: skip


class CheckpointList(Listed[CheckpointAnswer]):
    """One page of them."""
