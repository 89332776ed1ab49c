"""The difference between two waves' answers to one item, from what both may show."""

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from lib.measures.compared import mean_difference, top_two_difference
from lib.measures.dominance import cliffs_delta, mann_whitney
from lib.measures.mixes import weighted_difference
from lib.measures.tallies import Tally, moments
from lib.measures.verdicts import holm, words
from models.forms import Question, QuestionKind
from queries.feedback.figures import tally_of
from queries.feedback.results import Group, GroupResult, ItemResult
from queries.surveys.compared import Difference

_TOP_TWO = {QuestionKind.RATING, QuestionKind.SCALE}
_REST = "rest"
"""All groups that one of the waves may not show, as one. It is no group's name."""
K = TypeVar("K", bound=Hashable)


def difference(
    a: ItemResult | GroupResult, b: ItemResult | GroupResult, of: Question
) -> Difference:
    """Not yet adjusted for the other items; the counts alone where one of the waves shows no
    more, or the kind has no numbers."""
    n = (a.n, b.n)
    if a.n is None or b.n is None:
        return Difference(n)
    ours, theirs = _scores(of, a), _scores(of, b)
    mean = (_mean(ours), _mean(theirs))
    if None in mean:
        return Difference(n, mean)
    return Difference(
        n,
        mean,
        mean_difference(ours, theirs),
        ranks=mann_whitney(ours, theirs),
        delta=cliffs_delta(ours, theirs),
        top_two=top_two_difference(ours, theirs, of.points or 5) if of.kind in _TOP_TWO else None,
    )


def common(a: Mapping[K, int], b: Mapping[K, int]) -> list[K]:
    """The groups that both show, in the fixed order of the first."""
    return [group for group in a if group in b]


def with_rest(shown: Mapping[Group, int], groups: Sequence[Group], total: int) -> dict[Group, int]:
    """The counts of these groups, and of all others together.

    Only what is shown goes in, so that nothing that is withheld can come out.
    """
    counts = {group: shown[group] for group in groups}
    return {**counts, _REST: total - sum(counts.values())}


def weighted(a: ItemResult, b: ItemResult, of: Question) -> float | None:
    """The difference of means with the first wave's mix. Groups that one of the waves withholds
    are one group, the rest: by themselves they could be solved for. None where both show none."""
    ours, theirs = ({each.group: each for each in item.groups} for item in (a, b))
    groups = [group for group in ours if group in theirs]
    if not groups:
        return None
    return weighted_difference(_parts(of, a, ours, groups), _parts(of, b, theirs, groups))


def _parts(
    of: Question, item: ItemResult, shown: Mapping[Group, GroupResult], groups: Iterable[Group]
) -> dict[Group, Tally]:
    parts: dict[Group, Tally] = {group: _scores(of, shown[group]) for group in groups}
    rest = Counter(_scores(of, item))
    for tally in parts.values():
        rest.subtract(tally)
    return {**parts, _REST: rest}


def _mean(tally: Tally) -> float | None:
    sums = moments(tally)
    return sums.mean if sums.n else None


def _scores(of: Question, found: ItemResult | GroupResult) -> Tally:
    return tally_of(of, found.values)


def adjusted(found: Sequence[Difference]) -> list[Difference]:
    """With Holm's p for all of them together, and the size in words."""
    ps = holm([each.ranks.p if each.ranks else None for each in found])
    return [
        replace(each, p_holm=p, words=words(p, each.delta.value)) if each.delta else each
        for each, p in zip(found, ps, strict=True)
    ]
