"""Turkish letters: dotted and dotless i, folding for search, the order of the alphabet."""

import unicodedata

from lib.text import normalised

_LOWER = str.maketrans({"İ": "i", "I": "ı"})
_UPPER = str.maketrans({"i": "İ", "ı": "I"})
_FOLD = str.maketrans("ıâîûçğöşü", "iaiucgosu")
_ALPHABET = "abcçdefgğhıijklmnoöpqrsştuüvwxyz"
# Each letter is written as two digits, so that comparing the keys as plain bytes gives the
# alphabet's order on every database, whatever collations it has.
_RANK = {ord(letter): f"{rank:02d}" for rank, letter in enumerate(_ALPHABET, start=20)}


def lower(text: str) -> str:
    """Lower case as Turkish writes it: I becomes ı, İ becomes i."""
    return text.translate(_LOWER).lower()


def upper(text: str) -> str:
    """Upper case as Turkish writes it: i becomes İ, ı becomes I."""
    return text.translate(_UPPER).upper()


def search_key(text: str) -> str:
    """The text as someone in a hurry would type it: «IĞDIR», «ığdır» and «igdir» all give
    «igdir»."""
    folded = normalised("NFKD", lower(text).translate(_FOLD))
    bare = "".join(letter for letter in folded if not unicodedata.combining(letter))
    return " ".join(bare.casefold().split())


def sort_key(text: str) -> str:
    """A key whose byte order is that of the Turkish alphabet: c < ç < d, ı < i, other scripts
    last."""
    return "".join(
        _RANK.get(ord(letter)) or ("00" if letter.isspace() else f"99{letter}")
        for letter in normalised("NFC", lower(text.strip()))
    )
