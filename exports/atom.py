"""A feed as Atom (RFC 4287)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from xml.etree import ElementTree

_ATOM = "http://www.w3.org/2005/Atom"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 cannot hold, not even escaped."""


@dataclass(frozen=True, kw_only=True)
class Entry:
    id: str
    """A URI that stays for ever, whatever becomes of addresses."""
    title: str
    summary: str
    at: datetime
    """Aware."""
    address: str


@dataclass(frozen=True, kw_only=True)
class Feed:
    id: str
    title: str
    author: str
    language: str
    updated: datetime
    """Aware."""
    own_address: str
    page: str
    """The address of the page that says the same."""
    entries: Sequence[Entry]


def atom_feed(feed: Feed) -> bytes:
    """The document, in UTF-8."""
    ElementTree.register_namespace("", _ATOM)
    root = ElementTree.Element(f"{{{_ATOM}}}feed", {_LANG: feed.language})
    _add(root, "id", feed.id)
    _add(root, "title", feed.title)
    _add(root, "updated", _moment(feed.updated))
    _add(_add(root, "author"), "name", feed.author)
    _add(root, "link", rel="self", type="application/atom+xml", href=feed.own_address)
    _add(root, "link", rel="alternate", type="text/html", href=feed.page)
    for entry in feed.entries:
        _add_entry(root, entry)
    written: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return written


def _add_entry(root: ElementTree.Element, entry: Entry) -> None:
    element = _add(root, "entry")
    _add(element, "id", entry.id)
    _add(element, "title", entry.title)
    _add(element, "updated", _moment(entry.at))
    _add(element, "published", _moment(entry.at))
    _add(element, "link", rel="alternate", type="text/html", href=entry.address)
    _add(element, "summary", entry.summary)


def _add(
    parent: ElementTree.Element, name: str, words: str = "", **attributes: str
) -> ElementTree.Element:
    clean = {key: _FORBIDDEN.sub("", value) for key, value in attributes.items()}
    element = ElementTree.SubElement(parent, f"{{{_ATOM}}}{name}", clean)
    if words:
        element.text = _FORBIDDEN.sub("", words)
    return element


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
