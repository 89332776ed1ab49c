from typing import Annotated, Self

from pydantic import BaseModel, Field

from models.events import Event
from models.forms import QuestionKind
from models.sectors import Sector
from queries.feedback.results import FeedbackResults, QuestionResults, Ratings, WrittenAnswer


class RatingsJson(BaseModel):
    count: int
    mean: float | None
    distribution: Annotated[
        dict[int, int], Field(description="How often each rating from 1 to 5 was given.")
    ]

    @classmethod
    def of(cls, ratings: Ratings) -> Self:
        return cls(count=ratings.total, mean=ratings.mean, distribution=dict(ratings.counts))


class TextJson(BaseModel):
    text: str
    side: Sector | None
    signature: str

    @classmethod
    def of(cls, written: WrittenAnswer) -> Self:
        return cls(text=written.text, side=written.side, signature=written.signature)


class QuestionJson(BaseModel):
    id: int
    kind: QuestionKind
    label: str
    label_en: str
    ratings: RatingsJson | None
    ratings_by_side: dict[Sector, RatingsJson]
    texts: list[TextJson]

    @classmethod
    def of(cls, results: QuestionResults) -> Self:
        question = results.question
        rated = question.kind is QuestionKind.RATING
        return cls(
            id=question.id,
            kind=question.kind,
            label=question.label,
            label_en=question.label_en,
            ratings=RatingsJson.of(results.ratings) if rated else None,
            ratings_by_side={
                side: RatingsJson.of(r) for side, r in results.ratings_by_side.items()
            },
            texts=[TextJson.of(written) for written in results.texts],
        )


class FeedbackJson(BaseModel):
    """Sides with very few answers are left out, since one could guess who gave them."""

    event_id: int
    invited: int
    answered: int
    by_side: dict[Sector, int]
    questions: list[QuestionJson]

    @classmethod
    def of(cls, event: Event, results: FeedbackResults) -> Self:
        return cls(
            event_id=event.id,
            invited=results.invited,
            answered=results.answered,
            by_side=dict(results.sides),
            questions=[QuestionJson.of(question) for question in results.questions],
        )
