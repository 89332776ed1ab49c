"""Addresses to go on to, as a real browser reads them."""

from itertools import product

from lib.web_addresses import is_local

PIECES = [
    "/",
    "\\",
    "\t",
    "\n",
    " ",
    "\0",
    "\x7f",
    ".",
    "%09",
    "%2F",
    ":",
    "@",
    "?",
    "#",
    "／",
    "x",
]


def test_every_short_address_that_is_local_stays_on_the_site(usual_browser):
    """A first slash alone does not: the second list holds what it would let through."""
    tried = [
        "".join(pieces) + "evil.example" for n in range(5) for pieces in product(PIECES, repeat=n)
    ]
    page = usual_browser().new_page()
    hosts = """(addresses) => addresses.map((one) => {
        try { return new URL(one, "http://meydan.example.org/sign-in").host } catch { return null }
    })"""
    local = [address for address in tried if is_local(address)]
    slashed = [address for address in tried if address.startswith("/")]
    assert set(page.evaluate(hosts, local)) == {"meydan.example.org"}
    assert "evil.example" in set(page.evaluate(hosts, slashed))
    page.close()
