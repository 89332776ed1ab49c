"""What a score means: of a hundred pairs with this certainty, about so many say the same.

Fitted on the five likeliest mates of each sentence of bench/statements/development.tsv, and looked
at on those of held_out.tsv (docs/sorting.md).
"""

import math

CERTAIN = 0.99
"""Of two that are the same but for case, marks and typing errors."""
LONE = 0.7
"""How much less, in scores, one sentence says about a heading than two of the same score."""

_BY_LETTERS, _BY_MODEL = (0.445, -2.6), (0.54, -1.87)


def certainty_by_letters(score: float) -> float:
    return _between(score, *_BY_LETTERS)


def certainty_by_model(score: float) -> float:
    return _between(score, *_BY_MODEL)


def certainty_of_heading(certainties: list[float]) -> float:
    """From those of its likest sentences and of its title: the two best tell most, and one alone
    less."""
    best = sorted(map(_odds, certainties), reverse=True)[:2]
    if len(best) == 1:
        best.append(best[0] - LONE)
    return 1 / (1 + math.exp(-sum(best) / 2))


def _between(score: float, slope: float, start: float) -> float:
    return 1 / (1 + math.exp(-min(max(slope * score + start, -30.0), 30.0)))


def _odds(certainty: float) -> float:
    inside = min(max(certainty, 1e-6), 1 - 1e-6)
    return math.log(inside / (1 - inside))
