"""Turkish letters put back where a text was typed without them: «cocuk bakimi» is «çocuk bakımı».

What comes out is for comparing only: a guess is often wrong in one letter, and never shown.
"""

import re
from functools import lru_cache

from lib.likeness.engine import readings_of, with_dots
from lib.turkish import lower

_WORD = re.compile(r"[^\W\d_]+")
_TURKISH = re.compile("[çğşöüıÇĞİŞÖÜ]")
_OTHER = {
    a: b for one, two in ("çc", "ğg", "ıi", "öo", "şs", "üu") for a, b in ((one, two), (two, one))
}
_SURE = 0.9
"""What akana says of a word whose root it knows and whose endings fit."""

# Frequent words that are right as they stand, although letters could be put into them, too.
_RIGHT = re.compile(
    r"(?:bu|yok|no|on|son|il|ol[mdaus]\w*|biz\w*|siz\w*|iki\w*|kimi|hangi|dur\w*|takip|"
    r"internet\w*|sene\w*|saat\w*|saha\w*)"
)


def with_turkish_letters(text: str) -> str:
    """The text in lower case, with Turkish letters where they seem to be missing."""
    bare = not _TURKISH.search(text)
    lowered = text.lower() if bare else lower(text)
    return _WORD.sub(lambda word: _mended(word[0], bare), lowered)


def root_of(word: str) -> str:
    """The root of a word in lower case; the word itself where it is not known."""
    root, sure = _analysed(word)
    return root if sure >= _SURE else word


def is_negated(word: str) -> bool:
    """Whether a verb says «not»: «gelmiyor»."""
    readings = readings_of(word)
    return bool(readings) and any("Neg" in part for part in readings[0]["morphemes"])


@lru_cache(maxsize=50_000)
def _mended(word: str, bare: bool) -> str:
    """`bare`: nothing in the text has a Turkish letter, so that even a known word may lack some."""
    if len(word) < 2 or _RIGHT.fullmatch(word):
        return word
    guess = lower(with_dots(word))
    for candidate in (guess, word) if bare else (word, guess):
        if _is_known(candidate):
            return candidate
    if not bare:
        return word
    near = _with_one_letter_changed(guess)
    further = (other for one in near[:8] for other in _with_one_letter_changed(one))
    known = (candidate for candidates in (near, further) for candidate in candidates)
    return next(filter(_is_known, known), guess)


def _with_one_letter_changed(word: str) -> list[str]:
    return [
        word[:place] + _OTHER[letter] + word[place + 1 :]
        for place, letter in enumerate(word)
        if letter in _OTHER
    ]


def _is_known(word: str) -> bool:
    return _analysed(word)[1] >= _SURE


@lru_cache(maxsize=100_000)
def _analysed(word: str) -> tuple[str, float]:
    """The root of the first reading, and how sure the surest reading is."""
    readings = readings_of(word)
    if not readings:
        return word, 0.0
    return readings[0]["root"], max(reading["score"] for reading in readings)
