from datetime import date
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field

from blueprints.api.base.callers import caller
from blueprints.api.base.fields import (
    NONE_IS_BLANK,
    Id,
    MaybeShortLine,
    MaybeText,
    Text,
    without_defaults,
)
from blueprints.api.base.lists import Listed
from models.sectors import Sector
from models.statements import LONGEST, MarkKind, Statement, StatementSource, StatementState
from policy import Permission, may
from queries.problems.problems import ProblemOfBothSides


class NewStatement(BaseModel):
    text: Annotated[Text, Field(max_length=LONGEST)]
    side: Annotated[Sector | None, Field(description="From which sector it was said.")] = None
    session_id: Id | None = None
    hurts: Annotated[
        int | None, Field(description="How much it hurts, from 1 to 5.", ge=1, le=5, strict=True)
    ] = None
    topic: Annotated[MaybeShortLine, NONE_IS_BLANK] = ""


class StatementChange(BaseModel):
    """A field that is left out stays as it is. A change of the state is an act: it can be undone."""

    model_config = ConfigDict(json_schema_extra=without_defaults)

    state: Annotated[
        StatementState | None,
        Field(description="`joined` cannot be asked for: file the statement by an act."),
    ] = None
    reason: Annotated[
        MaybeText, NONE_IS_BLANK, Field(description="Why it is hidden. Its author can read it.")
    ] = ""
    masks: Annotated[
        Literal["accept", "reject"] | None,
        Field(description="Answers all marks at once; also what was answered before."),
    ] = None


class MarkJson(BaseModel):
    kind: MarkKind
    start: Annotated[int, Field(description="In code points of `text`.")]
    end: Annotated[int, Field(description="Exclusive.")]


class StatementJson(BaseModel):
    id: Annotated[str, Field(description="Text: the number is larger than JavaScript's are exact.")]
    event_id: int | None
    session_id: int | None
    problem_id: int | None
    side: Sector | None
    state: StatementState
    text: Annotated[
        str,
        Field(
            description="As it was written; for who does not moderate, and where the original was"
            " destroyed, the public text."
        ),
    ]
    public_text: Annotated[
        str, Field(description="What everybody else reads. Marks are masked until one is rejected.")
    ]
    marks: Annotated[
        list[MarkJson], Field(description="What the public should not read; for moderators.")
    ]
    masked: Annotated[bool, Field(description="Whether a moderator accepted a mask.")]
    hurts: int | None
    topic: str
    source: StatementSource
    made_on: date

    @classmethod
    def of(cls, statement: Statement) -> Self:
        """As the caller may read it."""
        moderates = may(caller(), Permission.MODERATE_PROBLEMS)
        marks = (statement.marks or []) if moderates else []
        return cls(
            id=str(statement.id),
            event_id=statement.event_id,
            session_id=statement.session_id,
            problem_id=statement.problem_id,
            side=statement.side,
            state=statement.state,
            text=statement.text if moderates else statement.public_text,
            public_text=statement.public_text,
            marks=[MarkJson.model_validate(mark) for mark in marks],
            masked=statement.is_masked,
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
