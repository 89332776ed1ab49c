"""Makes text that people send safe to keep: no NUL, no control characters, no lone surrogates.

Text that shows nothing, such as zero-width spaces alone, becomes empty.
"""

import re
import unicodedata

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
_BLANKS = re.compile(r"[^\S\n]+")


def storable(text: str) -> str:
    """The same text without what a database or an encoder would refuse."""
    return _UNWANTED.sub("", text)


def clean_line(text: str) -> str:
    """The text on one line, composed (NFC), with single spaces and none at the ends."""
    return _if_seen(" ".join(unicodedata.normalize("NFC", storable(text)).split()))


def clean_paragraphs(text: str) -> str:
    """The text on several lines, composed (NFC), with `\\n` as line end and nothing blank at the
    ends."""
    lines = unicodedata.normalize("NFC", storable(text)).replace("\r\n", "\n").replace("\r", "\n")
    cleaned = "\n".join(_BLANKS.sub(" ", line).rstrip() for line in lines.split("\n"))
    return _if_seen(cleaned.strip())


def _if_seen(text: str) -> str:
    return text if any(map(_is_seen, text)) else ""


def _is_seen(letter: str) -> bool:
    # Format characters, blanks, and marks that stand on no letter.
    return letter not in _BLANK_LETTERS and unicodedata.category(letter)[0] not in "CZM"
