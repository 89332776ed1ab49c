import pytest

from lib.emails import likely_meant, mailbox_of, normal_address


def test_address_is_kept_in_lower_case_without_blanks():
    assert normal_address(" Ayse@Example.ORG ") == "ayse@example.org"


@pytest.mark.parametrize(
    "typed", ["ALİ@GMAİL.COM", "ALI@GMAIL.COM", "alı@gmail.com", "ali@gmail.com"]
)
def test_a_turkish_keyboard_writes_the_same_address(typed):
    assert normal_address(typed) == "ali@gmail.com"


def test_a_domain_keeps_its_own_letters():
    assert normal_address("bilgi@ılgın.bel.tr") == "bilgi@ılgın.bel.tr"


@pytest.mark.parametrize(
    "text", ["", "ayse", "a@b@c.org", "a b@example.org", "\ud800@x.org", "@" * 9999]
)
def test_what_is_no_address_gives_none(text):
    assert normal_address(text) is None


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("ali@gmial.com", "ali@gmail.com"),
        ("ali@hotmail.con", "ali@hotmail.com"),
        ("ali@gmail.com", None),
        ("ali@gmial.com.example.org", None),
        ("gmial.com", None),
        ("", None),
    ],
)
def test_a_domain_that_is_often_mistyped_tells_the_one_that_was_meant(typed, meant):
    assert likely_meant(typed) == meant


@pytest.mark.parametrize(
    ("address", "mailbox"),
    [
        ("ayse@example.org", "ayse@example.org"),
        ("Ayse+Is@Example.org", "ayse@example.org"),
        ("ayse+a+b@example.org", "ayse@example.org"),
        ("+@example.org", "+@example.org"),
    ],
)
def test_letters_to_all_suffixes_arrive_in_one_mailbox(address, mailbox):
    assert mailbox_of(address) == mailbox
