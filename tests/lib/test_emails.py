import pytest

from lib.emails import normal_address


def test_address_is_kept_in_lower_case_without_blanks():
    assert normal_address(" Ayse@Example.ORG ") == "ayse@example.org"


@pytest.mark.parametrize(
    "text", ["", "ayse", "a@b@c.org", "a b@example.org", "\ud800@x.org", "@" * 9999]
)
def test_what_is_no_address_gives_none(text):
    assert normal_address(text) is None
