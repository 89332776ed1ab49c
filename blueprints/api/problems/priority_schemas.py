from typing import Annotated, Self

from pydantic import BaseModel, Field

from blueprints.api.base.lists import Listed
from lib.priority import Terms
from models.sectors import Sector
from queries.problems.priority import Prioritized


class VotesJson(BaseModel):
    seats: Annotated[
        int,
        Field(description="Seats of the workshops of the list's events that gave a dot."),
    ]
    chose: Annotated[int, Field(description="How many of them gave this problem one.")]


class TermsJson(BaseModel):
    """The five summands in points, unrounded."""

    both: float
    provinces: float
    harm: float
    votes: float
    count: float

    @classmethod
    def of(cls, terms: Terms) -> Self:
        return cls(
            both=float(terms.both),
            provinces=float(terms.provinces),
            harm=float(terms.harm),
            votes=float(terms.votes),
            count=float(terms.count),
        )


class PrioritizedJson(BaseModel):
    id: int
    title: str
    title_en: str
    scope: str
    statements: Annotated[int, Field(description="How many, those of its parts included.")]
    sides: Annotated[
        dict[Sector, int], Field(description="How many statements each sector made; 0 included.")
    ]
    provinces: Annotated[list[str], Field(description="Plate numbers of where it was said.")]
    events: Annotated[list[int], Field(description="Numbers of the events at which it was said.")]
    hurts: Annotated[
        float | None, Field(description="The mean, 1 to 5; null: nobody said how much it hurts.")
    ]
    votes: VotesJson
    impact: Annotated[
        float | None, Field(description="The median; null: fewer than three moderators gave one.")
    ]
    feasibility: float | None
    priority: Annotated[float, Field(description="0 to 100, with one decimal, halves upward.")]
    terms: TermsJson
    weights_version: int
    part_of: Annotated[int | None, Field(description="The problem of a wider list.")]
    published: bool

    @classmethod
    def of(cls, row: Prioritized) -> Self:
        problem = row.problem
        return cls(
            id=problem.id,
            title=problem.title,
            title_en=problem.title_en,
            scope=str(problem.problem_list.scope),
            statements=row.statements,
            sides=dict(row.sides),
            provinces=list(row.provinces),
            events=list(row.events),
            hurts=None if row.hurts is None else float(row.hurts),
            votes=VotesJson(seats=row.seats, chose=row.chose),
            impact=row.impact,
            feasibility=row.feasibility,
            priority=float(row.priority),
            terms=TermsJson.of(row.terms),
            weights_version=row.weights_version,
            part_of=problem.part_of_id,
            published=problem.published_at is not None,
        )


class PrioritizedList(Listed[PrioritizedJson]):
    """All problems of a list, the most urgent first."""
