from collections.abc import Mapping
from typing import Annotated, Self

from pydantic import BaseModel, Field

from blueprints.api.base.fields import LEFT_OUT, Interval
from lib.measures.tallies import Estimate
from models.forms import QuestionKind
from queries.feedback.figures import Figures, distribution_of, figures_of, numbered_choices
from queries.feedback.results import By, Group, GroupResult, ItemResult, Results

Distribution = Annotated[
    dict[str, int],
    Field(
        description="How often each answer was given: by the number on the scale, by the number of"
        " the choice from 1, «yes» or «no», or «none» for no opinion. Empty for texts and rankings."
    ),
]


class ShareJson(BaseModel):
    share: float
    ci: Interval

    @classmethod
    def of(cls, found: Estimate | None) -> Self | None:
        return cls(share=found.value, ci=found.ci) if found else None


class ScoreJson(BaseModel):
    """The Net Promoter Score, from −100 to 100."""

    score: float
    ci: Interval

    @classmethod
    def of(cls, found: Estimate | None) -> Self | None:
        return cls(score=found.value, ci=found.ci) if found else None


class RankedJson(BaseModel):
    choice: Annotated[int, Field(description="The number of the choice, from 1.")]
    mean_place: float
    first: Annotated[int, Field(description="How many put it first.")]


class GroupJson(BaseModel):
    """A group that may be shown."""

    value: Annotated[
        str | int | None,
        Field(
            description="A sector, a plate number, or the number of a session or speaker; null:"
            " those who did not say."
        ),
    ]
    n: int


class ItemGroupJson(GroupJson):
    mean: float | None
    ci: Interval
    distribution: Distribution

    @classmethod
    def of(cls, item: ItemResult, group: GroupResult) -> Self:
        figures = figures_of(item.question, group.values)
        return cls(
            value=group.group,
            n=group.n,
            mean=figures.mean,
            ci=figures.ci,
            distribution=distribution_of(item.question, group.values),
        )


class ItemJson(BaseModel):
    """What one question found. Kinds that have no numbers have no figures."""

    item: str
    kind: QuestionKind
    label: str
    label_en: str
    n: Annotated[
        int | None, Field(description="«No opinion» included; null: too few answered to be shown.")
    ]
    missing: Annotated[int | None, Field(description="People who answered the form, but not this.")]
    distribution: Distribution
    mean: float | None
    sd: float | None
    ci: Interval
    top_two: ShareJson | None
    nps: Annotated[ScoreJson | None, LEFT_OUT]
    ranking: Annotated[list[RankedJson] | None, LEFT_OUT]
    groups: list[ItemGroupJson]

    @classmethod
    def of(cls, item: ItemResult) -> Self:
        question, shown = item.question, item.n is not None
        figures = figures_of(question, item.values) if shown else Figures({})
        return cls(
            item=question.key,
            kind=question.kind,
            label=question.label,
            label_en=question.label_en,
            n=item.n,
            missing=item.missing,
            distribution=distribution_of(question, item.values) if shown else {},
            mean=figures.mean,
            sd=figures.sd,
            ci=figures.ci,
            top_two=ShareJson.of(figures.top_two),
            nps=ScoreJson.of(figures.nps),
            ranking=_ranking(item, figures),
            groups=[ItemGroupJson.of(item, group) for group in item.groups],
        )


class ResultsJson(BaseModel):
    """Groups of one to four people are left out as if there were none, and so is what would tell
    them by subtraction."""

    wave_id: int
    invited: int
    answered: int
    counted: int
    waiting: Annotated[int, Field(description="Answers that are not counted yet.")]
    minimum: Annotated[int, Field(description="The fewest answers for which a group is shown.")]
    by: By | None
    groups: Annotated[list[GroupJson], Field(description="None before the wave is closed.")]
    withheld: Annotated[int, Field(description="Answers that are in none of the groups.")]
    items: Annotated[list[ItemJson], Field(description="None under five answers.")]

    @classmethod
    def of(cls, results: Results, by: By | None, minimum: int) -> Self:
        totals = results.totals
        return cls(
            wave_id=results.wave.id,
            invited=totals.invited,
            answered=totals.answered,
            counted=totals.counted,
            waiting=totals.waiting,
            minimum=minimum,
            by=by,
            groups=groups_json(results.groups),
            withheld=results.withheld,
            items=[ItemJson.of(item) for item in results.items],
        )


def groups_json(groups: Mapping[Group, int]) -> list[GroupJson]:
    return [GroupJson(value=group, n=n) for group, n in groups.items()]


def _ranking(item: ItemResult, figures: Figures) -> list[RankedJson] | None:
    if item.question.kind is not QuestionKind.RANKING or item.n is None:
        return None
    numbers = numbered_choices(item.question)
    return [
        RankedJson(choice=numbers[each.choice], mean_place=each.mean_place, first=each.first)
        for each in figures.ranking
    ]
