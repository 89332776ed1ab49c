"""Who is counted as one client, by the address that a request came from."""

import hmac
from hashlib import sha256
from ipaddress import IPv6Address, ip_address, ip_network

_ONE_HOME = 64
"""Bits of an IPv6 address that a provider gives to one customer: the rest is theirs to choose."""


def client_of(address: str) -> str:
    """The address, or the network of an IPv6 address: «2001:db8::1» → `2001:db8::/64`."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    if not isinstance(parsed, IPv6Address):
        return address
    if parsed.ipv4_mapped:
        return str(parsed.ipv4_mapped)
    return str(ip_network((int(parsed), _ONE_HOME), strict=False))


def digest(secret: str, *said: str) -> str:
    """A digest that nobody can try addresses against without the secret."""
    text = "\n".join(said)
    return hmac.new(secret.encode(), text.encode(), sha256).hexdigest()[:32]
