"""Random tallies, and tallies as the rows that they were counted from."""

from collections import Counter

from hypothesis import strategies as st

tallies = st.dictionaries(st.integers(0, 10), st.integers(0, 40), max_size=11)
"""Also empty ones, and ones in which some or all counts are 0."""
few = st.lists(st.integers(1, 5), max_size=12).map(Counter)


def rows(tally):
    return sorted(Counter(tally).elements())
