from pathlib import Path

import pytest
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.text_widths import lines_within, text_width

FONTS = Path(__file__).parents[2] / "exports" / "fonts"
SAMPLES = [
    "Kesinlikle katılmıyorum",
    "Kamu kurumları ile sivil toplum kuruluşları, İĞÜŞÖÇ",
    "Strongly agree, 3.67 (3.41–3.93), 42%",
]


@pytest.mark.parametrize(("face", "bold"), [("Regular", False), ("SemiBold", True)])
@pytest.mark.parametrize("text", SAMPLES)
def test_text_is_about_as_wide_as_in_the_font_and_never_wider(text, face, bold):
    font = TTFont(FONTS / f"Inter-{face}.ttf")
    glyphs, advances = font.getBestCmap(), font["hmtx"]
    true = sum(advances[glyphs[ord(letter)]][0] for letter in text) / font["head"].unitsPerEm
    assert true <= text_width(text, 1, bold=bold) <= true * 1.12


def test_lines_break_between_words():
    assert lines_within("bir iki üç", 40, 10, most=3) == ["bir iki", "üç"]


def test_what_has_no_room_is_cut_with_an_ellipsis():
    assert lines_within("bir iki üç dört beş", 40, 10, most=2) == ["bir iki", "üç dö…"]


@pytest.mark.parametrize("text", ["", " \n "])
def test_nothing_has_no_lines(text):
    assert lines_within(text, 100, 10, most=2) == []


@settings(max_examples=30)
@given(st.text(max_size=60), st.integers(1, 3))
def test_no_line_is_too_wide_and_none_is_one_too_many(text, most):
    lines = lines_within(text, 60, 10, most=most)
    assert len(lines) <= most
    assert all(text_width(line, 10) <= 60 for line in lines)
