"""No text says a word that docs/words.md rules out."""

import re
from functools import cache

import pytest

from tests.house.source import ROOT
from tests.house.test_translations import catalog, ids, texts

# In these a word that is ruled out is another one, or the name of a value.
_OTHER_WORDS = re.compile(r"(?i)(three|eight) letters|kayıt olduğu gibi|%\(\w+\)|\{\w+\}")
_LANGUAGES = {"tr": 4, "en": 5}
"""The columns of what not to say."""


@cache
def ruled_out(language: str) -> re.Pattern[str]:
    """The words in `marks`; one that ends in a hyphen is the beginning of a word."""
    rows = re.findall(r"^\| \d+ \|.*\|$", (ROOT / "docs/words.md").read_text("utf-8"), re.MULTILINE)
    cells = [row.split("|")[_LANGUAGES[language]] for row in rows]
    words = [word for cell in cells for word in re.findall("`(.+?)`", cell)]
    assert len(rows) > 70
    assert len(words) > 10
    ends = [(word.removesuffix("-"), r"\w*" if word.endswith("-") else "s?") for word in words]
    return re.compile(rf"(?i)\b(?:{'|'.join(re.escape(w) + end for w, end in ends)})\b")


def said_wrongly(text: str, language: str) -> list[str]:
    return ruled_out(language).findall(_OTHER_WORDS.sub("", text))


@pytest.mark.parametrize(
    ("language", "text", "found"),
    [
        ("en", "The Letters are sent to organizers.", ["Letters", "organizers"]),
        ("en", "Type three letters. This event was called off.", ["called off"]),
        ("en", "Eight letters and digits", []),
        ("tr", "Daha önce kayıt olduysanız öbür sayfa", ["kayıt olduysanız", "öbür"]),
        ("tr", "Kayıt olduğu gibi kaldı; sayfayı diğerleri de görür.", []),
    ],
)
def test_words_that_are_ruled_out_are_found(language, text, found):
    assert said_wrongly(text, language) == found


def test_no_text_says_a_word_that_is_ruled_out():
    found = [
        (word, text)
        for message in catalog()
        if message.id
        for language, written in (("en", ids(message)), ("tr", texts(message)))
        for text in written
        for word in said_wrongly(text, language)
    ]
    assert found == []


def test_every_apostrophe_is_a_curly_one():
    assert [text for m in catalog() for text in [*ids(m), *texts(m)] if m.id and "'" in text] == []
