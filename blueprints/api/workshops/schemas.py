from datetime import datetime
from typing import Annotated, Self

from pydantic import BaseModel, Field, StrictBool, StrictInt

from blueprints.api.base.fields import Name, in_zone, maybe_in_zone
from models.workshops import RoundKind, Workshop
from operations.workshops.rounds import MOST_DOTS
from queries.workshops.room import Room, RoundSeen

Dots = Annotated[StrictInt | None, Field(ge=1, le=MOST_DOTS)]


class NewWorkshop(BaseModel):
    title: Name
    shows_at_once: Annotated[
        StrictBool,
        Field(description="Statements in which nothing is marked are seen by the others at once."),
    ] = False


class NewRound(BaseModel):
    kind: RoundKind
    dots: Annotated[Dots, Field(description="How many each seat has; of a round of dots.")] = None
    most: Annotated[
        Dots, Field(description="How many of them one problem may get from it; null: all.")
    ] = None
    hidden: Annotated[
        StrictBool, Field(description="Whether the room sees its results only once it is closed.")
    ] = False


class ProblemVotesJson(BaseModel):
    problem: int
    title: str
    seats: Annotated[int, Field(description="How many seats chose it.")]
    dots: int


class RoundJson(BaseModel):
    id: int
    kind: RoundKind
    dots: int
    most: int
    hidden: bool
    opened_at: datetime
    closed_at: datetime | None
    votes: Annotated[
        list[ProblemVotesJson],
        Field(description="By open problem; what was merged into it since is counted with it."),
    ]

    @classmethod
    def of(cls, row: RoundSeen, room: Room, zone: str) -> Self:
        plain = ("id", "kind", "dots", "most", "hidden")
        return cls(
            **{name: getattr(row, name) for name in plain},
            opened_at=in_zone(row.opened_at, zone),
            closed_at=maybe_in_zone(row.closed_at, zone),
            votes=[
                ProblemVotesJson(problem=n, title=heading.title, **vars(row.votes[n]))
                for n, heading in room.headings.items()
                if n in row.votes
            ],
        )


class WorkshopJson(BaseModel):
    id: int
    event_id: int
    title: str
    code: Annotated[str, Field(description="Stands in the address of the phones, for good.")]
    url: str
    shows_at_once: bool
    created_at: datetime
    closed_at: datetime | None
    seats: Annotated[int, Field(description="How many phones joined.")]
    dots: Annotated[int, Field(description="How many dots were given in all.")]
    rounds: list[RoundJson]

    @classmethod
    def of(cls, workshop: Workshop, room: Room, url: str) -> Self:
        zone = workshop.event.timezone
        plain = ("id", "event_id", "title", "code", "shows_at_once")
        return cls(
            **{name: getattr(workshop, name) for name in plain},
            url=url,
            created_at=in_zone(workshop.created_at, zone),
            closed_at=maybe_in_zone(workshop.closed_at, zone),
            seats=room.seats,
            dots=room.dots,
            rounds=[RoundJson.of(row, room, zone) for row in room.rounds],
        )
