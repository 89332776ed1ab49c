from typing import Annotated, Self

from pydantic import BaseModel, Field

from blueprints.api.base.lists import Listed
from blueprints.inputs.forms.presence import is_required
from models.forms import AskedAt, Question, QuestionKind


class ChoiceJson(BaseModel):
    id: int
    label: str
    label_en: str
    places_left: Annotated[int | None, Field(description="null: as many as wish.")]


class QuestionJson(BaseModel):
    key: Annotated[str, Field(description="Names the question in `answers`; it never changes.")]
    kind: QuestionKind
    label: str
    label_en: str
    asked_at: AskedAt
    required: bool
    sensitive: bool
    choices: list[ChoiceJson]

    @classmethod
    def of(cls, question: Question) -> Self:
        named = ("key", "kind", "label", "label_en", "asked_at", "sensitive")
        choices = [
            ChoiceJson(
                id=choice.id,
                label=choice.label,
                label_en=choice.label_en,
                places_left=choice.places.left if choice.places else None,
            )
            for choice in question.choices
            if choice.retired_at is None
        ]
        told = {name: getattr(question, name) for name in named}
        return cls(**told, required=is_required(question), choices=choices)


class QuestionList(Listed[QuestionJson]):
    """All questions of the event; `next` is always null."""
