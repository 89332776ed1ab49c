"""Two waves beside each other: of one survey, or of the feedback of two events."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from lib.measures.mixes import moved
from lib.withholding import MINIMUM
from models.feedback import Wave
from queries.feedback.results import By, ItemResult, Results, cut
from queries.feedback.waves import ReadWave, read_waves
from queries.surveys.compared import (
    ComparedGroup,
    ComparedItem,
    ComparedWave,
    Comparison,
    Difference,
)
from queries.surveys.differences import adjusted, common, difference, weighted, with_rest
from queries.surveys.likeness import why_not_items, why_not_waves
from queries.surveys.tests_taken import is_test, learnt_of

Pair = tuple[Results, Results]


def comparison_of(a: Wave, b: Wave, *, by: By | None = None) -> Comparison:
    """What changed from wave a to wave b, item by item; with `by`, in each group of either too.

    All of it follows from what `results_of` shows of the two waves by side and by `by`, so that it
    tells nothing that those withhold. At most two cuts stand on one another: the wave and the
    group. A group is shown where both waves show it: then every wave and every group holds by
    itself.
    """
    first, second = read = read_waves([a, b])
    sides = _pair(read, By.SIDE)
    waves = (_wave(sides[0]), _wave(sides[1]))
    if min(wave.n for wave in waves) < MINIMUM:
        return Comparison(waves, by, False, [])
    cuts = sides if by in (None, By.SIDE) else _pair(read, by)
    comparable = why_not_waves(a, b) is None
    mix_moved = comparable and _has_moved(sides)
    items = _adjusted(list(_items(read, sides, cuts if by else None, mix_moved)))
    test = comparable and is_test(first, second)
    learnt = learnt_of(first, second, [i.key for i in items if i.why is None]) if test else None
    return Comparison(waves, by, mix_moved, items, test, learnt)


def _pair(read: Sequence[ReadWave], by: By | None) -> Pair:
    first, second = cut(read, by)
    return first, second


def _wave(results: Results) -> ComparedWave:
    return ComparedWave(results.wave, results.totals.counted, results.groups)


def _has_moved(sides: Pair) -> bool:
    """Groups that one of the waves withholds are one group, the rest: by themselves they could be
    solved for."""
    first, second = sides
    groups = common(first.groups, second.groups)
    ours, theirs = (with_rest(each.groups, groups, each.totals.counted) for each in sides)
    return moved(ours, theirs) or _is_lost(first, second) or _is_lost(second, first)


def _is_lost(here: Results, there: Results) -> bool:
    """Whether a group that is shown here alone must have had a smaller share there, even if all
    that is withheld there were of it."""
    n, m = here.totals.counted, there.totals.counted
    most = {True: there.withheld, False: m - there.withheld}
    return any(
        moved({True: own, False: n - own}, most) and own * m > there.withheld * n
        for group, own in here.groups.items()
        if group not in there.groups
    )


def _items(
    read: Sequence[ReadWave], sides: Pair, cuts: Pair | None, mix_moved: bool
) -> Iterator[ComparedItem]:
    """The items of both forms, in the order of the second; those that it no longer asks last."""
    of_all, of_groups = _by_key(sides), _by_key(cuts) if cuts else None
    whole = why_not_waves(read[0].wave, read[1].wave)
    for key in dict.fromkeys((*of_all[1], *of_all[0])):
        first, second = of_all[0].get(key), of_all[1].get(key)
        question = (second or of_all[0][key]).question
        n = (first.n if first else None, second.n if second else None)
        if question.retired_at is not None and n == (None, None):
            continue
        why = whole or why_not_items(read[0], read[1], key)
        if why or first is None or second is None:
            yield ComparedItem(question, why, Difference(n))
            continue
        found = difference(first, second, question)
        if mix_moved:
            found = replace(found, weighted=weighted(first, second, question))
        groups = _groups(of_groups[0][key], of_groups[1][key]) if of_groups else ()
        yield ComparedItem(question, None, found, groups)


def _by_key(results: Pair) -> tuple[dict[str, ItemResult], dict[str, ItemResult]]:
    first, second = ({item.question.key: item for item in each.items} for each in results)
    return first, second


def _groups(a: ItemResult, b: ItemResult) -> list[ComparedGroup]:
    theirs = {each.group: each for each in b.groups}
    return [
        ComparedGroup(ours.group, difference(ours, theirs[ours.group], b.question))
        for ours in a.groups
        if ours.group in theirs
    ]


def _adjusted(items: Sequence[ComparedItem]) -> list[ComparedItem]:
    """The items adjusted for one another, and so all groups of all items."""
    found = adjusted([item.found for item in items])
    of_groups = iter(adjusted([group.found for item in items for group in item.groups]))
    return [
        replace(
            item,
            found=whole,
            groups=[replace(group, found=next(of_groups)) for group in item.groups],
        )
        for item, whole in zip(items, found, strict=True)
    ]
