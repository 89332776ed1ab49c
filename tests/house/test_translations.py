"""Turkish is complete, its placeholders fit, and the compiled file is the written one."""

import re
from functools import cache
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

ROOT = Path(__file__).parents[2]
PO = ROOT / "translations/tr/LC_MESSAGES/messages.po"
METHODS = [
    ("tests/**", "ignore"),
    (".venv/**", "ignore"),
    ("**.py", "python"),
    ("templates/**", "jinja2"),
]
KEYWORDS = {
    "_": None,
    "_l": None,
    "gettext": None,
    "ngettext": (1, 2),
    "lazy_gettext": None,
    "pgettext": ((1, "c"), 2),
}


@cache
def catalog() -> Catalog:
    return read_po(BytesIO(PO.read_bytes()), locale="tr")


def ids(message: Message) -> list[str]:
    return [message.id] if isinstance(message.id, str) else list(message.id)


def texts(message: Message) -> list[str]:
    return [message.string] if isinstance(message.string, str) else list(message.string or ())


def said(written: Catalog) -> dict[str, list[str]]:
    return {ids(m)[0]: texts(m) for m in written if m.id and all(texts(m))}


def placeholders(text: str) -> list[str]:
    return sorted(re.findall(r"%\(\w+\)[sd]", text))


@pytest.fixture(scope="module")
def extracted() -> set[str]:
    found = extract_from_dir(str(ROOT), METHODS, keywords=KEYWORDS)  # type: ignore[arg-type]
    return {ids(Message(m[2]))[0] for m in found}


def test_every_string_is_translated(extracted):
    translated = {ids(m)[0] for m in catalog() if all(texts(m))}
    assert sorted(extracted - translated) == []


def test_nothing_is_translated_that_is_no_longer_said(extracted):
    assert sorted({ids(m)[0] for m in catalog() if m.id} - extracted) == []


def test_placeholders_are_those_of_the_english_text():
    """Of the plural where there is one: Turkish has one form, which must be right for any number."""
    for message in catalog():
        for text in texts(message):
            assert not message.id or placeholders(text) == placeholders(ids(message)[-1]), (
                message.id
            )


_SAME = {"is": "are", "was": "were", "has": "have", "it": "they", "someone": "people"}
_NUMBERS = {"one", "1", "a", "an", "all", "the"}


def words_without_number(text: str) -> set[str]:
    words = re.findall(r"[a-z0-9’]+", re.sub(r"%\(\w+\)[sd]", " ", text.lower()))
    return {_SAME.get(word, word)[:3] for word in words if word not in _NUMBERS}


def test_both_halves_of_a_plural_say_the_same():
    """Turkish has one form for all numbers: what only one of the halves says, it cannot say."""
    for message in catalog():
        if message.pluralizable:
            one, many = map(words_without_number, ids(message))
            # A person and people, who are spelled apart, may be all of it.
            assert len(one & many) >= 0.6 * len(one | many) - 2, message.id


def test_the_compiled_file_holds_what_the_text_file_says():
    compiled = read_mo(BytesIO(PO.with_suffix(".mo").read_bytes()))
    assert said(compiled) == said(catalog())
