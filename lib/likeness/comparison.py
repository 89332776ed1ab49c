"""Which texts of a list are likest to a given one. Pure Python: this is what pages can afford."""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from heapq import nlargest

from lib.likeness.words import (
    Features,
    features_of,
    likeness_of_sense,
    likeness_of_threes,
    stems_of,
)

_CANDIDATES = 60
"""How many texts are looked at closely: those that share the rarest words."""

# Mean and spread of each likeness between sentences that have nothing to do with each other.
_STEMS, _THREES, _SENSE = (0.016, 0.042), (0.05, 0.05), (0.06, 0.1)


class Comparison:
    """Texts by number, to which others are compared. What is in many of them weighs little."""

    def __init__(self, texts: Mapping[int, str], *, closely: int = 200) -> None:
        """`closely`: a list as short as this is looked at as a whole, with whatever words."""
        self.texts, self._closely = dict(texts), closely
        self._stems = {number: stems_of(text) for number, text in self.texts.items()}
        self._with: defaultdict[str, list[int]] = defaultdict(list)
        for number, stems in self._stems.items():
            for stem in stems:
                self._with[stem].append(number)
        self._lengths = {number: self._length(stems) for number, stems in self._stems.items()}

    def nearest(self, text: str, *, most: int, but: int | None = None) -> list[tuple[int, float]]:
        """The likest texts, with scores, the best first; never the number `but`."""
        own = features_of(text)
        shared = self._shared(own)
        if but is not None:
            shared.pop(but, None)
        scores = (
            (n, self.score(own, n, shared.get(n, 0.0))) for n in self._candidates(shared, but)
        )
        return nlargest(most, scores, key=lambda scored: (scored[1], scored[0]))

    def score(self, own: Features, number: int, shared: float) -> float:
        """About 0 for any two texts, about 4 for two that say the same."""
        other = features_of(self.texts[number])
        lengths = self._length(own.stems) * self._lengths[number]
        stems = shared / lengths if lengths else 0.0
        letters = _above(stems, _STEMS) + _above(likeness_of_threes(own, other), _THREES)
        return letters / 2 + _above(likeness_of_sense(own, other), _SENSE)

    def _shared(self, own: Features) -> defaultdict[int, float]:
        """By number: the weight of the words shared with it."""
        found: defaultdict[int, float] = defaultdict(float)
        for stem in own.stems:
            weight = self._weight(stem)
            for number in self._with.get(stem, ()):
                found[number] += weight
        return found

    def _candidates(self, shared: defaultdict[int, float], but: int | None) -> Iterable[int]:
        if len(self.texts) <= self._closely:
            return [number for number in self.texts if number != but]
        return [
            number
            for number, _ in nlargest(
                _CANDIDATES, shared.items(), key=lambda item: item[1] / self._lengths[item[0]]
            )
        ]

    def _length(self, stems: Iterable[str]) -> float:
        return math.sqrt(sum(map(self._weight, stems)))

    def _weight(self, stem: str) -> float:
        """The square of the inverse frequency."""
        return (
            max(math.log((len(self.texts) + 1) / (len(self._with.get(stem, ())) + 0.5)), 0.1) ** 2
        )


def _above(likeness: float, usual: tuple[float, float]) -> float:
    mean, spread = usual
    return (likeness - mean) / spread
