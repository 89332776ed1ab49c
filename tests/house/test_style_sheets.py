"""The look keeps its promises: contrast in both themes, weight, letters, no name undefined."""

import gzip
import re
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

STATIC = Path(__file__).parents[2] / "static"
SITE = (STATIC / "css" / "site.css").read_text()
SHEETS = {sheet.name: sheet.read_text() for sheet in (STATIC / "css").glob("*.css")}

TEXT_ON_GROUND = [
    (text, ground)
    for text in ("ink", "muted", "link", "primary", "danger", "success", "warning", "info")
    for ground in ("ground", "surface", "raised")
] + [
    (f"sector-{sector}", ground)
    for sector in ("public", "cso", "academia", "private", "other")
    for ground in ("ground", "surface", "raised")
]
TEXT_ON_COLOUR = [
    ("on-primary", "primary"),
    ("on-primary", "primary-hover"),
    ("on-danger", "danger"),
    ("success", "success-soft"),
    ("warning", "warning-soft"),
    ("danger", "danger-soft"),
    ("info", "info-soft"),
    ("ink", "success-soft"),
    ("ink", "warning-soft"),
    ("ink", "danger-soft"),
    ("ink", "info-soft"),
    ("on-already", "verdict-already"),
]


def _colours(css: str) -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+): (#[0-9A-F]{6});", css))


_light, _dark = SITE.split("@media screen and (prefers-color-scheme: dark)")[:2]
LIGHT = _colours(_light)
DARK = {**LIGHT, **_colours(_dark.split("/* ──")[0])}


def contrast(one: str, other: str) -> float:
    """The ratio of WCAG 2: 1 for equal colours, 21 for black on white."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), TEXT_ON_GROUND + TEXT_ON_COLOUR)
def test_text_stands_out_from_its_ground(theme, text, ground):
    assert contrast(theme[text], theme[ground]) >= 4.5


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("ground", ["ground", "surface", "raised"])
@pytest.mark.parametrize("edge", ["control", "focus"])
def test_edges_of_controls_and_the_focus_ring_can_be_seen(theme, edge, ground):
    assert contrast(theme[edge], theme[ground]) >= 3


@pytest.mark.parametrize("verdict", ["admitted", "refused"])
def test_verdicts_can_be_read_in_white(verdict):
    assert contrast("#FFFFFF", LIGHT[f"verdict-{verdict}"]) >= 4.5


@pytest.mark.parametrize("sheet", SHEETS)
def test_every_token_that_a_sheet_uses_is_defined(sheet):
    css = SHEETS[sheet]
    defined = set(re.findall(r"(--[\w-]+):", SITE + css))
    assert set(re.findall(r"var\((--[\w-]+)", css)) <= defined


@pytest.mark.parametrize("sheet", SHEETS)
def test_braces_close(sheet):
    assert SHEETS[sheet].count("{") == SHEETS[sheet].count("}")


def test_a_first_visit_loads_little():
    styles = sum(len(gzip.compress(SHEETS[name].encode())) for name in ("site.css", "print.css"))
    fonts = sum(font.stat().st_size for font in (STATIC / "fonts").glob("*.woff2"))
    script = len(gzip.compress((STATIC / "js" / "page.js").read_bytes()))
    assert fonts <= 40_000
    assert styles + fonts + script <= 60_000  # which leaves 20 KB for the page itself


def test_the_fonts_hold_every_letter_that_the_sheet_sends_to_them():
    faces = re.findall(r'fonts/([\w.-]+woff2)"\).*?unicode-range: ([^;]+);', SITE, re.DOTALL)
    for (
        letter
    ) in "abcçdefgğhıijklmnoöprsştuüvyzABCÇDEFGĞHIİJKLMNOÖPRSŞTUÜVYZâîûÂÎÛ0123456789₺€–’“”…·":
        holders = [name for name, ranges in faces if _covers(ranges, ord(letter))]
        assert len(holders) == 1, letter
        assert ord(letter) in TTFont(STATIC / "fonts" / holders[0]).getBestCmap(), letter


def _covers(ranges: str, point: int) -> bool:
    for part in ranges.replace("U+", "").split(","):
        first, _, last = part.strip().partition("-")
        if int(first, 16) <= point <= int(last or first, 16):
            return True
    return False
