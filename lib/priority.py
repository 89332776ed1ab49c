"""How urgent a problem is, from 0 to 100: exact fractions, rounded once, when it is shown.

30·b + 25·k/K + 20·(h−1)/4 + 15·v + 10·n/(n+10), with the weights in force for 30, 25, 20, 15, 10:

b: 1 where both public institutions and civil society said it at least twice, ½ where each said it
   at least once, else 0.
k/K: of the provinces with a closed list, the share in which it was said; 0 where there is none.
h: the mean of how much it hurts, 1 to 5; 3 where nobody said.
v: of the seats that gave dots, the share that gave it one; 0 where there is none.
n: how many statements say it.
"""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

NO_HARM_GIVEN = Fraction(3)


@dataclass(frozen=True)
class Weights:
    """What each term is worth at most; 100 together."""

    both_sides: int = 30
    provinces: int = 25
    harm: int = 20
    votes: int = 15
    count: int = 10


@dataclass(frozen=True, kw_only=True)
class Grounds:
    """What a priority is counted from."""

    of_public: int
    """Statements of public institutions."""
    of_cso: int
    """Statements of civil society."""
    statements: int
    said_in: int
    """Of the provinces with a closed list: those in which it was said."""
    closed: int
    """Provinces with a closed list."""
    harm: Fraction | None
    """The mean, from 1 to 5; None: nobody said how much it hurts."""
    chose: int
    """Of the seats that gave dots: those that gave it one."""
    seats: int


@dataclass(frozen=True)
class Terms:
    """The five summands in points, unrounded."""

    both: Fraction
    provinces: Fraction
    harm: Fraction
    votes: Fraction
    count: Fraction

    @property
    def priority(self) -> Decimal:
        """Their sum with one decimal, halves upward."""
        points = self.both + self.provinces + self.harm + self.votes + self.count
        return tenth(points)


def terms(grounds: Grounds, weights: Weights) -> Terms:
    harm = NO_HARM_GIVEN if grounds.harm is None else grounds.harm
    return Terms(
        both=weights.both_sides * _both(grounds),
        provinces=weights.provinces * _share(grounds.said_in, grounds.closed),
        harm=weights.harm * (harm - 1) / 4,
        votes=weights.votes * _share(grounds.chose, grounds.seats),
        count=weights.count * Fraction(grounds.statements, grounds.statements + 10),
    )


def tenth(points: Fraction) -> Decimal:
    """With one decimal, halves upward: 66.65 is 66.7."""
    return Decimal(int((20 * points + 1) // 2)).scaleb(-1)


def _both(grounds: Grounds) -> Fraction:
    fewer = min(grounds.of_public, grounds.of_cso)
    return Fraction(min(fewer, 2), 2)


def _share(part: int, whole: int) -> Fraction:
    return Fraction(part, whole) if whole else Fraction()
