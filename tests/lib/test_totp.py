from datetime import UTC, datetime, timedelta

import pytest

from lib.totp import app_address, new_seed, step_of

SEED = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
"""That of the examples in RFC 6238."""


def test_numbers_are_those_of_the_standard():
    """Its examples have eight digits; an app shows the last six."""
    assert step_of("287082", SEED, at=datetime.fromtimestamp(59, UTC)) == 1
    assert step_of("081804", SEED, at=datetime.fromtimestamp(1111111109, UTC)) == 37037036


@pytest.mark.parametrize(
    ("seconds", "counts"),
    [(-31, False), (-30, True), (0, True), (30, True), (59, True), (60, False)],
)
def test_one_step_before_and_after_counts_and_no_more(seconds, counts):
    begins = datetime.fromtimestamp(37037036 * 30, UTC)
    assert (step_of("081804", SEED, at=begins + timedelta(seconds=seconds)) is not None) == counts


@pytest.mark.parametrize(
    "typed", ["", "28708", "2870820", "-87082", "\ud800", "٢٨٧٠٨٢", "x" * 9_999]
)
def test_what_is_no_number_is_wrong(typed):
    assert step_of(typed, SEED, at=datetime.fromtimestamp(59, UTC)) is None


def test_number_may_be_typed_with_spaces():
    assert step_of(" 287 082\t", SEED, at=datetime.fromtimestamp(59, UTC)) == 1


def test_seed_has_160_bits_and_stands_in_the_address_for_the_app():
    seed = new_seed()
    assert len(seed) == 32 and seed != new_seed()
    address = app_address(seed, account="ayse@example.org", issuer="Meydan")
    assert address == f"otpauth://totp/Meydan:ayse%40example.org?secret={seed}&issuer=Meydan"
