from collections.abc import Sequence
from typing import Annotated, Self

from pydantic import BaseModel, Field

from lib.measures.single import summary
from lib.paging import Page
from models.events import Event
from models.forms import QuestionKind
from models.sectors import Sector
from queries.feedback.results import GroupResult, ItemResult, Results, Values
from queries.feedback.texts import WrittenAnswer

RATINGS = range(1, 6)


class RatingsJson(BaseModel):
    count: int
    mean: float | None
    distribution: Annotated[
        dict[int, int], Field(description="How often each rating from 1 to 5 was given.")
    ]

    @classmethod
    def of(cls, values: Values) -> Self:
        tally = {rating: values.get(str(rating), 0) for rating in RATINGS}
        return cls(count=sum(tally.values()), mean=summary(tally).mean, distribution=tally)


class TextJson(BaseModel):
    text: str
    side: Sector | None
    signature: Annotated[str, Field(description="Always empty: anonymous forms have none.")] = ""

    @classmethod
    def of(cls, written: WrittenAnswer) -> Self:
        return cls(text=written.text, side=written.side)


class TextsJson(BaseModel):
    """One page of what was written to one question, in random order."""

    items: list[TextJson]
    next: str | None


class QuestionJson(BaseModel):
    id: int
    kind: QuestionKind
    label: str
    label_en: str
    ratings: RatingsJson | None
    ratings_by_side: dict[Sector, RatingsJson]
    texts: list[TextJson]
    more: Annotated[bool, Field(description="Whether there are more texts than these.")]

    @classmethod
    def of(cls, item: ItemResult, texts: Page[WrittenAnswer]) -> Self:
        question = item.question
        rated = question.kind is QuestionKind.RATING
        return cls(
            id=question.id,
            kind=question.kind,
            label=question.label,
            label_en=question.label_en,
            ratings=RatingsJson.of(item.values) if rated else None,
            ratings_by_side=_by_side(item.groups) if rated else {},
            texts=[TextJson.of(written) for written in texts.items],
            more=texts.next is not None,
        )


def _by_side(groups: Sequence[GroupResult]) -> dict[Sector, RatingsJson]:
    return {
        group.group: RatingsJson.of(group.values)
        for group in groups
        if isinstance(group.group, Sector)
    }


class FeedbackJson(BaseModel):
    """Groups of fewer than five answers are left out, since one could guess who gave them."""

    event_id: int
    wave_id: int | None
    invited: int
    answered: int
    waiting: Annotated[int, Field(description="Answers that are not counted yet.")]
    counted: int
    by_side: dict[Sector, int]
    questions: list[QuestionJson]

    @classmethod
    def nobody_asked(cls, event: Event) -> Self:
        return cls(
            event_id=event.id,
            wave_id=None,
            invited=0,
            answered=0,
            waiting=0,
            counted=0,
            by_side={},
            questions=[],
        )

    @classmethod
    def of(cls, event: Event, results: Results, questions: list[QuestionJson]) -> Self:
        totals = results.totals
        return cls(
            event_id=event.id,
            wave_id=results.wave.id,
            invited=totals.invited,
            answered=totals.answered,
            waiting=totals.waiting,
            counted=totals.counted,
            by_side={g: n for g, n in results.groups.items() if isinstance(g, Sector)},
            questions=questions,
        )
