"""The nearest of each sentence of a list, by the models' vectors and by their letters together.

Needs numpy, which comes with the models: imported by the worker only.

Likenesses of vectors, of roots, of stems and of letters in threes are each measured against what is
usual in this list, and added. Then a sentence takes over a part of what its own neighbours are near
to, twice: two that say the same in other words often share a third.
"""

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

import numpy as np

from lib.likeness.encoder import decoded, encoded
from lib.likeness.words import background, features_of

Rows = np.ndarray[Any, np.dtype[np.float32]]
Numbers = np.ndarray[Any, np.dtype[np.int64]]

_ENOUGH = 100
"""A shorter list says little about what is usual; sentences of the background fill it up."""
_WEIGHTS = (2.0, 1.0)
"""Of each model, where all letters and words together weigh one."""
_STEPS, _NEAR, _TAKEN = 2, 7, 0.4
"""How often, from how many neighbours, and how much of theirs is taken over."""


class Neighbours:
    """A list of sentences that can be compared with one another."""

    def __init__(self, texts: Sequence[str], vectors: Sequence[bytes]) -> None:
        self._count = len(texts)
        filling = tuple(background()) if len(texts) < _ENOUGH else ()
        every = [*texts, *filling]
        self._vectors = [
            _centred(part)
            for part in decoded([*vectors, *(_of_background(filling) if filling else ())])
        ]
        features = [features_of(text) for text in every]
        self._words = [
            _Postings([of.roots for of in features]),
            _Postings([of.stems for of in features]),
            _Postings([of.threes for of in features]),
        ]

    def nearest(self, most: int) -> list[list[tuple[int, float]]]:
        """For each: the places of its nearest, and scores, the best first."""
        return _best(self.scores(), np.arange(self._count), most)

    def nearest_of(self, places: Sequence[int], most: int) -> list[list[tuple[int, float]]]:
        """For these few."""
        return _best(self.scores_of(places), np.asarray(places), most)

    def scores(self) -> Rows:
        """Of each with each: about 0 for any two, 4 and more for two that say the same."""
        own = np.arange(len(self._vectors[0]))
        scores = _measured(self._likenesses(own), own)
        for _ in range(_STEPS):
            near, weights = _nearest(scores, own)
            taken = _mean(scores, near, weights)
            scores = _measured((1 - _TAKEN) * scores + _TAKEN / 2 * (taken + taken.T), own)
        return scores[: self._count, : self._count]

    def scores_of(self, numbers: Sequence[int]) -> Rows:
        """Of these few with each: nearly the same numbers, without comparing all with all."""
        own = np.asarray(numbers)
        scores = _measured(self._likenesses(own), own)
        for _ in range(_STEPS):
            near, weights = _nearest(scores, own)
            others, places = np.unique(near, return_inverse=True)
            theirs = _measured(self._likenesses(others), others)
            taken = _mean(theirs, places.reshape(near.shape), weights)
            scores = _measured((1 - _TAKEN) * scores + _TAKEN * taken, own)
        return scores[:, : self._count]

    def _likenesses(self, own: Numbers) -> Rows:
        total: Rows = np.zeros((len(own), len(self._vectors[0])), "f4")
        for words in self._words:
            total += _measured(words.likenesses(own), own) / len(self._words)
        for part, weight in zip(self._vectors, _WEIGHTS, strict=True):
            total += weight * _measured(part[own] @ part.T, own)
        return total


class _Postings:
    """In which texts each word is, weighed by how rare that is."""

    def __init__(self, texts: Sequence[Iterable[str]]) -> None:
        self._texts = [list(text) for text in texts]
        found = Counter(word for text in self._texts for word in text)
        count = len(self._texts)
        self._weights = {w: math.log((count + 1) / (n + 0.5)) ** 2 for w, n in found.items()}
        places: dict[str, list[int]] = {word: [] for word in found}
        for place, text in enumerate(self._texts):
            for word in text:
                places[word].append(place)
        self._places = {word: np.asarray(found) for word, found in places.items()}
        squares = [sum(self._weights[word] for word in text) for text in self._texts]
        self._lengths = np.sqrt(np.asarray(squares, "f4")) + np.float32(1e-6)

    def likenesses(self, own: Numbers) -> Rows:
        """Cosines."""
        rows = np.zeros((len(own), len(self._texts)), "f4")
        for row, number in zip(rows, own, strict=True):
            for word in self._texts[number]:
                row[self._places[word]] += self._weights[word]
        cosines: Rows = rows / self._lengths[own, None] / self._lengths
        return cosines


def _centred(vectors: Rows) -> Rows:
    away = vectors - vectors.mean(axis=0)
    unit: Rows = away / (np.linalg.norm(away, axis=1, keepdims=True) + np.float32(1e-6))
    return unit


def _measured(rows: Rows, own: Numbers) -> Rows:
    """With mean 0 and spread 1, of which each one's likeness to itself is no part."""
    selves = rows[np.arange(len(own)), own].astype("f8")
    count = rows.size - len(own)
    mean = (rows.sum(dtype="f8") - selves.sum()) / count
    squares = sum(float(row @ row) for row in rows)  # one by one: all at once take memory
    square = (squares - np.square(selves).sum()) / count
    spread = math.sqrt(max(square - mean**2, 1e-12))
    return ((rows - np.float32(mean)) / np.float32(spread)).astype("f4")


def _nearest(scores: Rows, own: Numbers) -> tuple[Numbers, Rows]:
    """The nearest others of each row, and how much each of them counts."""
    near = np.empty((len(own), _NEAR), "i8")
    for nth, (row, itself) in enumerate(zip(scores, own, strict=True)):
        found = np.argpartition(-row, _NEAR)[: _NEAR + 1]
        found = found[found != itself]
        near[nth] = found[np.argsort(-row[found], kind="stable")[:_NEAR]]
    weights = np.exp(np.take_along_axis(scores, near, axis=1))
    return near, weights / weights.sum(axis=1, keepdims=True)


def _best(scores: Rows, own: Numbers, most: int) -> list[list[tuple[int, float]]]:
    found = []
    for row, itself in zip(scores, own, strict=True):
        order = np.argsort(-row, kind="stable")[: most + 1]
        found.append([(int(n), float(row[n])) for n in order if n != itself][:most])
    return found


def _mean(scores: Rows, near: Numbers, weights: Rows) -> Rows:
    """Of the rows of each one's nearest."""
    total = np.zeros((len(near), scores.shape[1]), "f4")
    for nth in range(near.shape[1]):
        total += weights[:, nth, None] * scores[near[:, nth]]
    return total


@cache
def _of_background(texts: tuple[str, ...]) -> list[bytes]:
    return encoded(texts)
