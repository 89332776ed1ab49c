"""A text as it is read: without invisible letters and accents of their own, in plain digits."""

import unicodedata
from functools import cached_property, lru_cache

from lib import turkish
from lib.personal_data.spans import Span
from lib.text import normalised

_UNREADABLE = "¦"
"""Stands for a letter that is neither Latin nor a sign: a picture, another script."""
_QUOTES = str.maketrans("’‘ʼ`´", "'''''")


class Reading:
    """One letter here is one of the text, or several: a letter with the marks that stand on it."""

    def __init__(self, text: str) -> None:
        self._places: list[int] = []
        read: list[str] = []
        for place, letter in enumerate(text):
            if plain := _as_read(letter):
                self._places.append(place)
                read.append(plain)
        self._places.append(len(text))
        self.letters = "".join(read)

    @cached_property
    def folded(self) -> str:
        """The letters in lower case, without dots and hooks; as many as there are `letters`."""
        return "".join(map(_folded, self.letters))

    @cached_property
    def lower(self) -> str:
        """The letters in Turkish lower case; as many as there are `letters`."""
        return "".join(map(_lower, self.letters))

    def in_text(self, span: Span) -> Span:
        """The span in code points of the text, with the marks on its last letter."""
        return Span(self._places[span.start], self._places[span.end], span.kind)


@lru_cache(maxsize=4096)
def _as_read(letter: str) -> str:
    """One letter; empty for one that is not seen by itself."""
    if letter.isascii():
        return letter
    digit = unicodedata.decimal(letter, None)
    if digit is not None:
        return str(digit)
    if unicodedata.category(letter) in ("Mn", "Me", "Cf", "Cs"):
        return ""
    if letter.isspace():
        return "\n" if letter in "\u2028\u2029\x85" else " "
    plain = normalised("NFKD", letter)
    plain = (plain if len(plain) == 1 else letter).translate(_QUOTES)
    if unicodedata.category(plain) == "Pd":
        return "-"
    return plain if plain < "\u0250" or plain in "…“”" else _UNREADABLE


@lru_cache(maxsize=4096)
def _lower(letter: str) -> str:
    small = turkish.lower(letter)
    return small if len(small) == 1 else letter


@lru_cache(maxsize=4096)
def _folded(letter: str) -> str:
    if letter.isspace():
        return letter
    plain = turkish.search_key(letter)
    return plain if len(plain) == 1 else letter
