"""Whether two texts are one: but for case, punctuation, dots on letters and up to two typos."""

import re

from rapidfuzz.distance import OSA, Levenshtein

from lib.likeness.letters import is_negated, root_of, with_turkish_letters
from lib.turkish import search_key

_TYPOS = 2
_LETTERS_EACH = 8
"""A short text is the same with fewer typos: one in each so many letters."""
_WORD = re.compile(r"[^\W_]+")
_DIGITS = re.compile(r"\d+")
_NEGATING = frozenset("maeıiuü")
"""What «not» is written with."""
_OPPOSITES = re.compile(r"(?P<stem>\w+?)(?:(?P<with>l[iu])|s[iu]z)\w*")


def is_same(one: str, other: str) -> bool:
    """A number, a «not» or a «without» more is no typo."""
    first, second = _words(one), _words(other)
    joined = "".join(first), "".join(second)
    if joined[0] == joined[1]:
        return bool(joined[0]) or one.strip() == other.strip()
    typos = min(_TYPOS, min(map(len, joined)) // _LETTERS_EACH)
    if OSA.distance(*joined, score_cutoff=typos) > typos:
        return False
    if _DIGITS.findall(" ".join(first)) != _DIGITS.findall(" ".join(second)):
        return False
    return not any(
        _differ_in_sense(a, b)
        for a, b in zip(_spelt(one), _spelt(other), strict=False)
        if len(first) == len(second) and search_key(a) != search_key(b)
    )


def _differ_in_sense(one: str, other: str) -> bool:
    """«gelmiyor» for «geliyor», «yetersiz» for «yeterli»."""
    if _NEGATING.issuperset(_changed(one, other)) and is_negated(one) != is_negated(other):
        return root_of(one) == root_of(other)
    first, second = (_OPPOSITES.fullmatch(search_key(word)) for word in (one, other))
    return (
        first is not None
        and second is not None
        and first["stem"] == second["stem"]
        and bool(first["with"]) != bool(second["with"])
    )


def _changed(one: str, other: str) -> set[str]:
    """The letters that one of the two has and the other has not, or has elsewhere."""
    edits = Levenshtein.editops(one, other)
    taken = {one[edit.src_pos] for edit in edits if edit.tag != "insert"}
    put = {other[edit.dest_pos] for edit in edits if edit.tag != "delete"}
    return taken | put


def _words(text: str) -> list[str]:
    return _WORD.findall(search_key(text))


def _spelt(text: str) -> list[str]:
    """The same words as `_words`, with Turkish letters."""
    return _WORD.findall(with_turkish_letters(text))
