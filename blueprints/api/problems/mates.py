from typing import Annotated, Self

from flask import Blueprint
from flask_babel import lazy_gettext as _l
from pydantic import BaseModel, Field

from blueprints.api.base.callers import caller
from blueprints.api.base.calls import call
from blueprints.base.found import or_404
from policy import Permission
from queries.problems.headings import Heading
from queries.problems.mates import Mate, Suggestions, suggestions_for
from queries.problems.problems import statement_for

bp = Blueprint("mates", __name__, url_prefix="/statements/<bigint:statement_id>/mates")

Certainty = Annotated[
    float, Field(description="Of a hundred with this certainty, so many are right.", ge=0, le=1)
]


class MateJson(BaseModel):
    id: Annotated[str, Field(description="Text: the number is larger than JavaScript's are exact.")]
    text: str
    certainty: Certainty
    shared: Annotated[list[str], Field(description="Words that both have, in whatever form.")]
    same: Annotated[
        bool, Field(description="They differ in case, punctuation, dots and two typos at most.")
    ]

    @classmethod
    def of(cls, mate: Mate) -> Self:
        return cls(
            id=str(mate.statement.id),
            text=mate.statement.text,
            certainty=mate.certainty,
            shared=list(mate.shared),
            same=mate.same,
        )


class HeadingJson(BaseModel):
    id: Annotated[
        int | None,
        Field(description="null: another event's heading; file under its title to make it here."),
    ]
    title: str
    certainty: Certainty

    @classmethod
    def of(cls, heading: Heading) -> Self:
        return cls(
            id=heading.problem.id if heading.is_here else None,
            title=heading.problem.title,
            certainty=heading.certainty,
        )


class SuggestionsJson(BaseModel):
    mates: Annotated[list[MateJson], Field(description="The likeliest first, at most five.")]
    headings: Annotated[list[HeadingJson], Field(description="The likeliest first, at most three.")]
    model: Annotated[bool, Field(description="Whether the optional model had a part in it.")]

    @classmethod
    def of(cls, found: Suggestions) -> Self:
        return cls(
            mates=[MateJson.of(mate) for mate in found.mates],
            headings=[HeadingJson.of(heading) for heading in found.headings],
            model=found.model,
        )


@bp.get("")
@call(
    Permission.MODERATE_PROBLEMS,
    _l("Propose which statements say the same, and under which headings one belongs"),
    response=SuggestionsJson,
)
def index(statement_id: int) -> SuggestionsJson:
    statement = or_404(statement_for(statement_id, caller()))
    return SuggestionsJson.of(suggestions_for([statement])[statement.id])
