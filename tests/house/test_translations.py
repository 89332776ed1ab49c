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
    for message in catalog():
        for text in texts(message):
            allowed = [placeholders(original) for original in ids(message)]
            assert not message.id or not text or placeholders(text) in allowed, message.id


def test_the_compiled_file_holds_what_the_text_file_says():
    compiled = read_mo(BytesIO(PO.with_suffix(".mo").read_bytes()))
    assert said(compiled) == said(catalog())
