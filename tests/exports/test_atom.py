"""Atom feeds: what an XML parser makes of them."""

from datetime import UTC, datetime
from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from exports.atom import Entry, Feed, atom_feed

AT = datetime(2027, 3, 1, 12, 30, tzinfo=UTC)
NAMES = {"a": "http://www.w3.org/2005/Atom"}


def feed(title, summary="", address="https://meydan.example.org/roadmaps/x?topic=a&b"):
    entry = Entry(id="tag:x,2026:1", title=title, summary=summary, at=AT, address=address)
    return Feed(
        id="tag:x,2026:all",
        title=title,
        author="Meydan",
        language="tr",
        updated=AT,
        own_address=f"{address}&own",
        page=address,
        entries=[entry],
    )


def test_a_feed_has_what_the_standard_asks_of_it():
    root = ElementTree.fromstring(atom_feed(feed("Işıl & «Öğün»", "İlk\nsatır")))  # noqa: S314
    assert root.tag == "{http://www.w3.org/2005/Atom}feed"
    assert root.find("a:author/a:name", NAMES).text == "Meydan"
    assert root.find("a:link[@rel='self']", NAMES).get("href").endswith("?topic=a&b&own")
    [entry] = root.findall("a:entry", NAMES)
    told = {child.tag.partition("}")[2]: child.text for child in entry}
    assert told == {
        "id": "tag:x,2026:1",
        "title": "Işıl & «Öğün»",
        "updated": "2027-03-01T12:30:00Z",
        "published": "2027-03-01T12:30:00Z",
        "link": None,
        "summary": "İlk\nsatır",
    }


@given(st.text(), st.text())
def test_whatever_people_write_the_document_can_be_read(title, summary):
    root = ElementTree.fromstring(atom_feed(feed(title, summary)))  # noqa: S314
    read = root.find("a:entry/a:title", NAMES).text or ""
    assert read == "".join(c for c in title.replace("\r\n", "\n").replace("\r", "\n") if legal(c))


def legal(character):
    code = ord(character)
    below = code in (9, 10) or 0x20 <= code <= 0xD7FF
    return below or 0xE000 <= code <= 0xFFFD or code >= 0x10000
