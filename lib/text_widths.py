"""How wide text is in Inter, and lines cut to a width: for pictures, which no browser lays out."""

import unicodedata

from lib.text import storable

ELLIPSIS = "…"
_WIDTHS = {
    0.24: "ijlìíîïĩīĭįıĵĺļł",
    0.28: " !',.:I¡¦·¸ÌÍÎÏĨĪĬĮİ‘’\u00a0",
    0.32: ";`t|´ľţŧſ",
    0.36: "()/[\\]frŀŕŗřť",
    0.40: "1",
    0.44: "-_{}ª°²³“”",
    0.48: '"^¯ºĳ–',
    0.52: "*?sĸśŝşš",
    0.56: "7JLackvxyz¢¥§àáâãäåçýÿāăąćĉċčĴķĹĻĽĿŷźżž",
    0.60: "2358EFbdeghnopqu£¨«µ¶»ÈÉÊËßèéêëðñòóôõöøùúûüþđĒēĔĕĖėĘęĚěĝğġģĥħŁńņňŋōŏőũūŭůűų₺",
    0.64: "#$&0469BPRSTZÞŔŖŘŚŜŞŠŢŤŦŹŻŽ",
    0.68: "+<=>AKVXY~¬®±ÀÁÂÃÄÅ×Ý÷ĀĂĄĶŶŸ−",
    0.72: "CDÇÐĆĈĊČĎďĐ",
    0.76: "GHNOQUÑÒÓÔÕÖØÙÚÛÜĜĞĠĢĤĦŃŅŇŊŌŎŐŨŪŬŮŰŲ",
    0.80: "wŵ",
    0.88: "m…",
    0.92: "M©æ",
    0.96: "@",
    1.00: "%WÆŒœŴ—",
}
"""The advance of letters in Inter Regular, in em, to the nearest 0.04."""
_WIDTH_OF = {letter: width for width, letters in _WIDTHS.items() for letter in letters}
_OTHER = 0.72
_WIDE = 1.3
"""Letters of East Asia, and pictures, whatever font has them."""
_BOLD = 1.06
_SPARE = 1.05
"""A reader without Inter sees a font that may be a little wider."""


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """How wide the text is at `size`, in the unit of `size`; rather too wide than too narrow."""
    return sum(map(_advance, text)) * size * _SPARE * (_BOLD if bold else 1)


def lines_within(
    text: str, width: float, size: float, *, most: int, bold: bool = False
) -> list[str]:
    """The text on at most so many lines, none wider than `width`; the rest is cut with an
    ellipsis.

    Breaks between words, and inside one that is too long for a line.
    """
    lines: list[str] = []
    words = storable(text).split()[: most * 100]
    line = ""
    while words and len(lines) < most:
        longer = f"{line} {words[0]}" if line else words[0]
        if text_width(longer, size, bold=bold) <= width:
            line = longer
            del words[0]
        elif line:
            lines.append(line)
            line = ""
        else:
            head = _beginning(words[0], width, size, bold=bold)
            lines.append(head)
            words[0] = words[0][len(head) :]
    if line and len(lines) < most:
        lines.append(line)
    elif line or words:
        lines[-1] = _cut(lines[-1], width, size, bold=bold)
    return lines


def _cut(line: str, width: float, size: float, *, bold: bool) -> str:
    room = width - text_width(ELLIPSIS, size, bold=bold)
    return _beginning(line, room, size, bold=bold).rstrip() + ELLIPSIS


def _beginning(word: str, width: float, size: float, *, bold: bool) -> str:
    """As much of the word as fits, at least one letter."""
    fits, reach = 0, 0.0
    for letter in word:
        reach += text_width(letter, size, bold=bold)
        if reach > width:
            break
        fits += 1
    return word[: max(fits, 1)]


def _advance(letter: str) -> float:
    if letter in _WIDTH_OF:
        return _WIDTH_OF[letter]
    if unicodedata.combining(letter):
        return 0.0
    wide = unicodedata.east_asian_width(letter) in "WF" or ord(letter) > 0xFFFF
    return _WIDE if wide else _OTHER
