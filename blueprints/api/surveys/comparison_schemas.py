from typing import Annotated, Any, Self

from pydantic import BaseModel, Field

from blueprints.api.base.fields import LEFT_OUT, Interval
from lib.measures.verdicts import Words
from models.sectors import Sector
from queries.surveys.compared import (
    ComparedGroup,
    ComparedItem,
    ComparedWave,
    Comparison,
    Difference,
    Learnt,
    Why,
)


class ComparedWaveJson(BaseModel):
    id: int
    name: str
    n: int
    mix: Annotated[
        dict[Sector, int],
        Field(description="How many answers each sector gave, of the sectors that may be shown."),
    ]

    @classmethod
    def of(cls, compared: ComparedWave) -> Self:
        return cls(
            id=compared.wave.id,
            name=compared.wave.name,
            n=compared.n,
            mix={side: n for side, n in compared.mix.items() if isinstance(side, Sector)},
        )


class TopTwoDifferenceJson(BaseModel):
    value: float
    ci: Interval


class DifferenceJson(BaseModel):
    """The second wave minus the first. What cannot be computed, or is not compared, is null."""

    n: tuple[int | None, int | None]
    mean: tuple[float | None, float | None]
    difference: float | None
    difference_ci: Interval
    difference_weighted: Annotated[
        float | None,
        LEFT_OUT,
        Field(description="With the first wave’s mix of sectors; only with a mix_warning."),
    ]
    u: Annotated[float | None, Field(description="Mann and Whitney’s U of the second wave.")]
    p: float | None
    p_holm: Annotated[float | None, Field(description="Adjusted for all items together.")]
    delta: Annotated[float | None, Field(description="Cliff’s delta, from −1 to 1.")]
    delta_ci: Interval
    top_two_difference: TopTwoDifferenceJson | None
    words: Words | None


class ComparedGroupJson(DifferenceJson):
    value: str | int | None

    @classmethod
    def of(cls, group: ComparedGroup) -> Self:
        return cls(value=group.group, **_differences(group.found))


class ComparedItemJson(DifferenceJson):
    item: str
    label: str
    comparable: bool
    why: Annotated[Why | None, LEFT_OUT, Field(description="Why it is not compared.")]
    groups: list[ComparedGroupJson]

    @classmethod
    def of(cls, item: ComparedItem) -> Self:
        return cls(
            item=item.key,
            label=item.question.label,
            comparable=item.why is None,
            why=item.why,
            groups=[ComparedGroupJson.of(group) for group in item.groups],
            **_differences(item.found),
        )


class RightJson(BaseModel):
    item: str
    right: Annotated[
        tuple[float, float], Field(description="The share that was right, before and after.")
    ]


class LearntJson(BaseModel):
    """Over who took the test both times; a point for each item."""

    n: int
    full: Annotated[int, Field(description="The most points.")]
    mean: tuple[float, float]
    gain: float
    gain_ci: Interval
    normalised: Annotated[float | None, Field(description="(after − before) / (full − before)")]
    items: list[RightJson]

    @classmethod
    def of(cls, learnt: Learnt | None) -> Self | None:
        if learnt is None:
            return None
        return cls(
            n=learnt.n,
            full=learnt.full,
            mean=learnt.mean,
            gain=learnt.gain.value,
            gain_ci=learnt.gain.ci,
            normalised=learnt.normalised,
            items=[RightJson(item=item, right=shares) for item, shares in learnt.right.items()],
        )


class ComparisonJson(BaseModel):
    waves: tuple[ComparedWaveJson, ComparedWaveJson]
    mix_warning: Annotated[
        bool, Field(description="Whether a sector’s share moved by more than 10 points.")
    ]
    items: Annotated[
        list[ComparedItemJson], Field(description="None under five answers in one of the waves.")
    ]
    test: Annotated[
        LearntJson | None,
        LEFT_OUT,
        Field(description="Of a named test that at least five took both times."),
    ]

    @classmethod
    def of(cls, comparison: Comparison) -> Self:
        first, second = map(ComparedWaveJson.of, comparison.waves)
        return cls(
            waves=(first, second),
            mix_warning=comparison.mix_moved,
            items=[ComparedItemJson.of(item) for item in comparison.items],
            test=LearntJson.of(comparison.learnt),
        )


def _differences(found: Difference) -> dict[str, Any]:
    mean, delta, top = found.mean_difference, found.delta, found.top_two
    return {
        "n": found.n,
        "mean": found.mean,
        "difference": mean and mean.value,
        "difference_ci": mean and mean.ci,
        "difference_weighted": found.weighted,
        "u": found.ranks and found.ranks.u,
        "p": found.ranks and found.ranks.p,
        "p_holm": found.p_holm,
        "delta": delta and delta.value,
        "delta_ci": delta and delta.ci,
        "top_two_difference": top and TopTwoDifferenceJson(value=top.value, ci=top.ci),
        "words": found.words,
    }
