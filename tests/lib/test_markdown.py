import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.markdown import to_html


def test_what_an_organizer_writes_is_formatted():
    html = to_html("# Program\n\nGel, **konuş**:\n\n- bir\n- iki\n\n[yer](https://example.org)")
    assert "<h3>Program</h3>" in html and "<strong>konuş</strong>" in html
    assert "<li>bir</li>" in html
    assert 'href="https://example.org"' in html and 'rel="noopener nofollow"' in html


def test_the_pages_own_headings_stay_its_own():
    assert not re.search("<h[126]", to_html("# a\n\n## b\n\n###### c\n\nd\n===\n\ne\n---"))


@pytest.mark.parametrize(
    "source",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](data:text/html,<script>)",
        "![x](https://example.org/x.png)",
        "<a href='javascript:alert(1)'>x</a>",
        '<https://example.org/"onmouseover=alert(1)>',
        "<iframe src=//example.org></iframe>",
        "<p style='position:fixed'>x</p>",
    ],
)
def test_what_could_do_harm_is_text_or_gone(source):
    assert_harmless(to_html(source))


@given(st.text(st.sampled_from("<>[]()!#*`\\\"'= \nabjavscript:onerd/&;-")))
def test_no_text_becomes_a_script(source):
    assert_harmless(to_html(source))


def assert_harmless(html: str) -> None:
    for tag in re.findall("<[^>]*>", html):
        assert re.fullmatch(r'</?[a-z0-9]+( href="[^"]*")?( rel="[^"]*")?( ?/)?>', tag), tag
        assert not re.search("javascript:|data:|script|img|iframe", tag.split("href")[0]), tag
        assert not re.search(r'href="\s*(javascript|data):', tag, re.IGNORECASE), tag
