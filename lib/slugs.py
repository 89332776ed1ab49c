"""Readable addresses from Turkish titles."""

import re

from lib.turkish import search_key

_NOT_A_WORD = re.compile(r"[^a-z0-9]+")


def slugify(text: str, *, longest: int = 80, without: str = "event") -> str:
    """The text as part of an address: «Çorum Sivil Toplum Günü» → `corum-sivil-toplum-gunu`.

    A text without usable letters becomes `without`.
    """
    slug = _NOT_A_WORD.sub("-", search_key(text)).strip("-")
    return slug[:longest].strip("-") or without


def is_slug(text: str) -> bool:
    """Whether it reads as one that is made here."""
    return re.fullmatch("[a-z0-9]+(-[a-z0-9]+)*", text) is not None
