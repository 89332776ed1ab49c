"""Text as people send it, made safe to keep: no NUL, no control characters, no lone surrogates."""

import re
import unicodedata

# Tab, line feed and carriage return are text; the other control characters are not. Lone
# surrogates cannot be encoded, and PostgreSQL refuses NUL.
_UNWANTED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_BLANKS = re.compile(r"[^\S\n]+")


def storable(text: str) -> str:
    """The same text without what a database or an encoder would refuse."""
    return _UNWANTED.sub("", text)


def clean_line(text: str) -> str:
    """One line, composed (NFC), with single spaces and nothing at the ends."""
    return " ".join(unicodedata.normalize("NFC", storable(text)).split())


def clean_paragraphs(text: str) -> str:
    """Several lines, composed (NFC), with `\\n` line ends and nothing at the ends."""
    lines = unicodedata.normalize("NFC", storable(text)).replace("\r\n", "\n").replace("\r", "\n")
    return "\n".join(_BLANKS.sub(" ", line).rstrip() for line in lines.split("\n")).strip()
