from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Self

from pydantic import BaseModel, Field, StringConstraints

from blueprints.api.base.fields import LEFT_OUT, Id, Line, MaybeLine
from blueprints.api.base.lists import Listed
from blueprints.api.base.problem_details import refused_field
from blueprints.base.row_numbers import LARGEST_RANDOM
from models.problems import Act, ActKind, Problem, ProblemStanding
from models.scopes import BadScope, Scope
from models.users import User

MOST = 1000
"""Fewer than a statement may have parameters."""

StatementId = Annotated[str, StringConstraints(pattern="^[0-9]{1,19}$")]


class ActName(StrEnum):
    FILE = "file"
    MERGE = "merge"
    SPLIT = "split"
    MOVE = "move"
    RENAME = "rename"
    HIDE = "hide"
    LINK = "link"


class NewAct(BaseModel):
    act: ActName
    statements: Annotated[list[StatementId], Field(max_length=MOST)] = []
    problems: Annotated[list[Id], Field(max_length=MOST)] = []
    into: Annotated[Id | None, Field(description="An open problem.")] = None
    title: Annotated[Line | None, Field(description="Of a new problem, or the new title.")] = None
    title_en: MaybeLine | None = None
    scope: Annotated[
        str | None,
        Field(description="Of a link's new problem: «province:06» or «programme»."),
    ] = None
    reason: MaybeLine | None = None

    @property
    def statement_numbers(self) -> set[int]:
        """Raises Refused (422) for a number that no statement can have."""
        numbers = {int(text) for text in self.statements}
        if numbers and max(numbers) > LARGEST_RANDOM:
            raise refused_field("statements", "There is no such statement.")
        return numbers

    @property
    def scope_of_new(self) -> Scope | None:
        """Raises Refused (422)."""
        try:
            return None if self.scope is None else Scope.parse(self.scope)
        except BadScope:
            raise refused_field("scope", "Give a scope such as «province:06» or «programme».")


class ActorJson(BaseModel):
    id: int
    name: str

    @classmethod
    def of(cls, user: User) -> Self:
        return cls(id=user.id, name=user.name)


class ActProblemJson(BaseModel):
    id: int
    title: str
    title_en: str
    scope: str
    published: bool
    standing: ProblemStanding
    merged_into: int | None
    part_of: int | None
    statements: Annotated[
        list[str] | None, Field(description="Their ids; absent in lists of acts.")
    ] = LEFT_OUT

    @classmethod
    def of(cls, problem: Problem, statements: Sequence[int] | None = None) -> Self:
        return cls(
            id=problem.id,
            title=problem.title,
            title_en=problem.title_en,
            scope=problem.problem_list.scope_text,
            published=problem.published_at is not None,
            standing=problem.standing,
            merged_into=problem.merged_into_id,
            part_of=problem.part_of_id,
            statements=None if statements is None else [str(number) for number in statements],
        )


class ActJson(BaseModel):
    id: int
    act: ActKind
    problem: Annotated[
        ActProblemJson | None,
        Field(description="The one it made or changed, as it is now; null: it was about none."),
    ]
    undone_by: Annotated[int | None, Field(description="The undo that holds; null: the act does.")]
    undoes: int | None
    actor: ActorJson | None
    reason: str
    at: datetime

    @classmethod
    def of(cls, act: Act, statements: Sequence[int] | None = None) -> Self:
        return cls(
            id=act.id,
            act=act.kind,
            problem=ActProblemJson.of(act.problem, statements) if act.problem else None,
            undone_by=act.undone_by_id,
            undoes=act.undoes_id,
            actor=ActorJson.of(act.by) if act.by else None,
            reason=act.reason,
            at=act.at,
        )


class ActList(Listed[ActJson]):
    """One page of what moderators did to a problem list, the newest first."""
