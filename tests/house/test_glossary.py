"""One word, one thing: no term of the glossary stands for two."""

import re
from collections import Counter

import pytest

from tests.house.source import ROOT

ROWS = re.findall(
    r"^\| (.+?) \| (.+?) \| .* \|$", (ROOT / "docs/glossary.md").read_text("utf-8"), re.MULTILINE
)[1:]


@pytest.mark.parametrize("language", [0, 1], ids=["turkish", "english"])
def test_no_term_is_there_twice(language):
    terms = [term for row in ROWS for term in re.split(r", (?![^(]*\))", row[language])]
    assert len(terms) > 60
    assert [term for term, times in Counter(terms).items() if times > 1] == []
