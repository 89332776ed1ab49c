import pytest

from lib.identity_numbers import holds_identity_number

MADE_UP = "10000000146"
"""Has the right check digits and belongs to nobody."""


@pytest.mark.parametrize(
    "text",
    [
        MADE_UP,
        f"TC: {MADE_UP}.",
        f"no{MADE_UP}",
        "100 000 001 46",
        "100-000-001-46",
        "100/000/001/46",
        "100_000_001_46",
        "100–000–001–46",
        "100\n000\n00146",
        "１０００００００１４６",
        "١٠٠٠٠٠٠٠١٤٦",
        "10000\u200b000146",
        "1000\u00ad0000146",
    ],
)
def test_identity_numbers_are_recognised(text):
    assert holds_identity_number(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "10000000147",
        "0532 123 45 67",
        "+90 532 123 45 67",
        "1" * 40,
        f"{MADE_UP}5",
        "2027-03-12",
        "12345678901",
        "TR33 0006 1005 1978 6457 8413 26",
    ],
)
def test_other_numbers_are_let_through(text):
    assert not holds_identity_number(text)
