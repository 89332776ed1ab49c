from decimal import Decimal
from fractions import Fraction

import pytest

from lib.priority import Grounds, Terms, Weights, tenth, terms

NOTHING = Grounds(
    of_public=0, of_cso=0, statements=0, said_in=0, closed=0, harm=None, chose=0, seats=0
)
ALL = Grounds(
    of_public=2, of_cso=2, statements=90, said_in=3, closed=3, harm=Fraction(5), chose=7, seats=7
)


def test_a_problem_of_which_nothing_is_known_has_half_of_the_harm():
    assert terms(NOTHING, Weights()) == Terms(*map(Fraction, (0, 0, 10, 0, 0)))
    assert terms(NOTHING, Weights()).priority == Decimal("10.0")


def test_each_term_reaches_its_weight_but_for_the_count():
    assert terms(ALL, Weights()) == Terms(*map(Fraction, (30, 25, 20, 15, 9)))
    assert terms(ALL, Weights(0, 0, 0, 0, 100)).priority == 90


@pytest.mark.parametrize(
    ("points", "shown"),
    [("66.65", "66.7"), ("66.6499", "66.6"), ("0.05", "0.1"), ("100", "100.0"), ("0", "0.0")],
)
def test_halves_are_rounded_upward(points, shown):
    assert str(tenth(Fraction(points))) == shown
