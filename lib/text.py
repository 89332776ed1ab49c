"""Makes text that people send safe to keep: no NUL, no control characters, no lone surrogates.

Text that shows nothing, such as zero-width spaces alone, becomes empty.

Unicode sorts the marks that stand on one letter, in a time that grows with the square of their
number: with 400,000 of them on one letter a process stands still for a minute. So this module alone
normalises text (a house test holds it), and leaves out what exceeds `MOST_MARKS` first.
"""

import re
import unicodedata
from itertools import groupby, islice
from typing import Literal

# Tab, line feed and carriage return are text; the other control characters are not. Lone surrogates
# cannot be encoded. PostgreSQL refuses NUL; XML, and so XLSX and DOCX, refuses the last two.
# Characters that turn the direction of writing would turn the text beside them, too. Invisible line
# break marks, which come along with pasted text, would keep a name from being found.
_UNWANTED = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u00ad\u200b\u2060\u202a-\u202e\u2066-\u2069"
    "\ud800-\udfff\ufeff\ufffe\uffff]"
)
# Letters and signs by their Unicode category, but blank on the page.
_BLANK_LETTERS = "\u115f\u1160\u2800\u3164\uffa0"
NO_NAME = "-‐‑‒–—−_. "
"""What people write where they have no name."""
_BLANKS = re.compile(r"[^\S\n]+")
MOST_MARKS = 30
"""Marks on one letter: as many as Unicode's own stream-safe format has (UAX 15); no script needs
more than a few."""
# Letters by their category, but marks once they are normalised (NFKD): half-width voiced sounds.
_MARKS_IN_DISGUISE = "\uff9e\uff9f"


def storable(text: str) -> str:
    """The same text without what a database or an encoder would refuse."""
    return _UNWANTED.sub("", text)


def normalised(form: Literal["NFC", "NFKD"], text: str) -> str:
    """The text in a normal form of Unicode, with at most MOST_MARKS marks on a letter; in a time
    that grows with the length of the text alone."""
    return unicodedata.normalize(form, _with_few_marks(text))


def clean_line(text: str) -> str:
    """The text on one line, composed (NFC), with single spaces and none at the ends."""
    return _if_seen(" ".join(normalised("NFC", storable(text)).split()))


def clean_name(text: str) -> str:
    """One part of a person's name; the dash that people write where they have none is none."""
    line = clean_line(text)
    return line if line.strip(NO_NAME) else ""


def clean_paragraphs(text: str) -> str:
    """The text on several lines, composed (NFC), with `\\n` as line end and nothing blank at the
    ends."""
    lines = normalised("NFC", storable(text)).replace("\r\n", "\n").replace("\r", "\n")
    cleaned = "\n".join(_BLANKS.sub(" ", line).rstrip() for line in lines.split("\n"))
    return _if_seen(cleaned.strip())


def _with_few_marks(text: str) -> str:
    if text.isascii():
        return text
    runs = groupby(text, is_mark)
    return "".join(
        letter for marks, run in runs for letter in (islice(run, MOST_MARKS) if marks else run)
    )


def is_mark(letter: str) -> bool:
    """Whether the letter stands on the one before it, as it is or once it is normalised."""
    return unicodedata.category(letter)[0] == "M" or letter in _MARKS_IN_DISGUISE


def _if_seen(text: str) -> str:
    return text if any(map(_is_seen, text)) else ""


def _is_seen(letter: str) -> bool:
    # Format characters, blanks, and marks that stand on no letter.
    return letter not in _BLANK_LETTERS and unicodedata.category(letter)[0] not in "CZM"
