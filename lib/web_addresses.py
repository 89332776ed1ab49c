"""Addresses that people give us: of pages elsewhere to be linked, of pages of ours to go on to."""

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


def is_local(address: str) -> bool:
    """Whether a browser that follows this address from a page of ours stays on this site.

    It must be a path that every reader takes as one: browsers read a backslash as a slash, drop
    tabs and line ends wherever they stand, and cut spaces and control characters from the ends.
    """
    plain = all("!" <= character != "\\" and character != "\x7f" for character in address)
    return plain and address.startswith("/") and not address.startswith("//")


def host_of(address: str) -> str:
    """«example.org», as a name for an address that has none."""
    return (urlsplit(address).hostname or address).removeprefix("www.")
