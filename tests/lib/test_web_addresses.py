"""Where a browser goes on to is a page of this site, as browsers read addresses."""

import re
from urllib.parse import urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.web_addresses import is_local

BEGINNINGS = st.text(st.sampled_from("//\\\\\t\n\r \0:"), max_size=4)
RESTS = st.text(st.sampled_from("/\\\t \0\x7f\x85\xa0\u2028:@.?#%;[]ae／﹒"), max_size=6)
OWN = "meydan.example.org"


def host_in_a_browser(address):
    """The host that a page of ours leads to, by the rules of url.spec.whatwg.org."""
    address = re.sub(r"^[\0-\x20]+|[\0-\x20]+$", "", address)
    address = re.sub(r"[\t\n\r]", "", address)
    if scheme := re.match(r"[a-zA-Z][a-zA-Z0-9+.-]*:", address):
        return f"another scheme: {scheme[0]}"
    before_query = re.split(r"[?#]", address, maxsplit=1)[0].replace("\\", "/")
    if not before_query.startswith("//"):
        return OWN
    return urlsplit(f"http://{before_query.lstrip('/')}".split("[")[0]).hostname


@settings(max_examples=1000)
@given(BEGINNINGS, RESTS)
def test_no_address_that_is_local_leads_a_browser_elsewhere(beginning, rest):
    address = beginning + rest
    assert not is_local(address) or host_in_a_browser(address) == OWN


def test_the_rules_know_what_a_first_slash_alone_would_let_through():
    let_through = ["//evil.example", "/\\evil.example", "/\t/evil.example", "/\n\\evil.example"]
    assert {host_in_a_browser(address) for address in let_through} == {"evil.example"}
    assert not any(map(is_local, let_through))


@pytest.mark.parametrize(
    "address",
    [
        "",
        "evil.example",
        "https://evil.example",
        "https:/organizer",
        "javascript:alert(1)",
        "//evil.example/organizer",
        "///evil.example",
        "/\\evil.example",
        "\\/evil.example",
        "/\t/evil.example",
        "/organizer\r\nSet-Cookie: a=b",
        " /organizer",
        "/organizer ",
        "/\x7f",
        "?next=/organizer",
        "#organizer",
    ],
)
def test_what_is_no_plain_path_is_not_local(address):
    assert not is_local(address)


@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/organizer/events?q=a%20b&next=//evil.example",
        "/%09/evil.example",
        "/%5Cevil.example",
        "/@evil.example",
        "/a//b",
        "/olaylar/ş",
    ],
)
def test_a_path_of_ours_is_local(address):
    assert is_local(address) and host_in_a_browser(address) == OWN
