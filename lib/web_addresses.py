"""Addresses of pages elsewhere that people give us, to be linked from our own."""

import re
from urllib.parse import urlsplit

LONGEST = 500
_VISIBLE = re.compile(r"[^\s<>\"\\^`{|}]+")


def is_web_address(text: str) -> bool:
    """Whether it is a whole http(s) address: others could run scripts or lead nowhere."""
    if len(text) > LONGEST or not _VISIBLE.fullmatch(text):
        return False
    try:
        parts = urlsplit(text)
        return parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        return False


def host_of(address: str) -> str:
    """«example.org», as a name for an address that has none."""
    return (urlsplit(address).hostname or address).removeprefix("www.")
