from datetime import date
from typing import Annotated, Self

from pydantic import BaseModel, Field

from blueprints.api.base.fields import Id, MaybeShortLine, Text
from blueprints.api.base.lists import Listed
from models.sectors import Sector
from models.statements import Statement, StatementSource
from queries.problems.problems import ProblemOfBothSides


class NewStatement(BaseModel):
    text: Text
    side: Annotated[Sector | None, Field(description="From which sector it was said.")] = None
    session_id: Id | None = None
    hurts: Annotated[
        int | None, Field(description="How much it hurts, from 1 to 5.", ge=1, le=5, strict=True)
    ] = None
    topic: MaybeShortLine = ""


class StatementJson(BaseModel):
    id: Annotated[str, Field(description="Text: the number is larger than JavaScript's are exact.")]
    event_id: int | None
    session_id: int | None
    problem_id: int | None
    side: Sector | None
    text: str
    hurts: int | None
    topic: str
    source: StatementSource
    made_on: date

    @classmethod
    def of(cls, statement: Statement) -> Self:
        return cls(
            id=str(statement.id),
            event_id=statement.event_id,
            session_id=statement.session_id,
            problem_id=statement.problem_id,
            side=statement.side,
            text=statement.text,
            hurts=statement.hurts,
            topic=statement.topic,
            source=statement.source,
            made_on=statement.made_on,
        )


class ProblemJson(BaseModel):
    id: int
    title: str
    title_en: str
    published: bool
    sides: Annotated[
        dict[Sector, int], Field(description="How many statements each sector made; 0 included.")
    ]
    statements: list[StatementJson]

    @classmethod
    def of(cls, row: ProblemOfBothSides) -> Self:
        return cls(
            id=row.problem.id,
            title=row.problem.title,
            title_en=row.problem.title_en,
            published=row.problem.published_at is not None,
            sides={sector: row.sides.get(sector, 0) for sector in Sector},
            statements=[StatementJson.of(statement) for statement in row.statements],
        )


class StatementList(Listed[StatementJson]):
    """One page of the statements of an event."""


class ProblemList(Listed[ProblemJson]):
    """One page of the problems of an event."""
