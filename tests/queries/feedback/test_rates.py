from hypothesis import given
from hypothesis import strategies as st

from lib.withholding import MINIMUM
from models.feedback import Wave
from queries.feedback.rates import Rate, RatedBy, rates_of

counts = st.dictionaries(
    st.sampled_from(["", "Ada", "Baraj", "Cem", "Dağ", "Ege"]),
    st.tuples(st.integers(0, 12), st.integers(0, 12)).map(lambda n: sorted(n, reverse=True)),
)


def rates(**by):
    return rates_of(Wave(settled=True, rates=by))


def test_groups_of_five_invited_and_five_answers_are_shown_in_their_order():
    found = rates(
        sector={
            "cso": [10, 7],
            "public": [20, 5],
            "academia": [5, 0],
            "": [6, 6],
            "private": [3, 0],
        },
        province={"06": [12, 9], "19": [11, 2]},
    )
    assert list(found[RatedBy.SECTOR].items()) == [
        ("public", Rate(20, 5)),
        ("cso", Rate(10, 7)),
        ("", Rate(6, 6)),
    ]
    assert found[RatedBy.SECTOR]["public"].share == 0.25
    assert found[RatedBy.PROVINCE] == {}  # the two would be known
    assert found[RatedBy.INSTITUTION] == {}


def test_before_the_wave_is_settled_there_are_none():
    wave = Wave(settled=False, rates={"sector": {"cso": [10, 7]}})
    assert rates_of(wave)[RatedBy.SECTOR] == {}


@given(counts)
def test_what_is_withheld_cannot_be_subtracted_of_the_invited_or_of_the_answers(institutions):
    shown = rates(institution=institutions)[RatedBy.INSTITUTION]
    assert all(rate.answered >= MINIMUM for rate in shown.values())
    for at, name in enumerate(("invited", "answered")):
        rest = sum(both[at] for both in institutions.values())
        rest -= sum(getattr(rate, name) for rate in shown.values())
        assert not shown or rest == 0 or rest >= MINIMUM
