import pytest

from lib.clients import client_of, digest


@pytest.mark.parametrize(
    ("address", "client"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("2001:db8:0:1:aaaa::7", "2001:db8:0:1::/64"),
        ("2001:db8:0:1:bbbb::9", "2001:db8:0:1::/64"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("", ""),
        ("unix:", "unix:"),
    ],
)
def test_one_client_is_one_address_or_one_home(address, client):
    assert client_of(address) == client


def test_digest_needs_the_secret_and_keeps_its_parts_apart():
    assert digest("a", "who", "what") == digest("a", "who", "what")
    assert digest("a", "who", "what") != digest("b", "who", "what")
    assert digest("a", "who", "what") != digest("a", "whowhat")
    assert "who" not in digest("a", "who")
