"""The seam to akana, which knows Turkish words and what they are about.

It is imported with the first text: 40 MB that the start of a process does not wait for. It gets
lower-case words with single spaces only, since it stumbles over some signs and would write the text
to the log; where it fails all the same, it knows nothing of the word.
"""

from collections.abc import Callable
from functools import cache
from typing import Any, TypeVar

Answer = TypeVar("Answer")

SENSE = 256
"""How many numbers a sense has."""


def with_dots(word: str) -> str:
    """A guess where the Turkish letters are in a word that was typed without them."""
    return _answer(lambda: str(_akana().deasciify(word)), word)


def readings_of(word: str) -> list[dict[str, Any]]:
    """How the word may be built: root, morphemes, score. The likeliest first; none: unknown."""
    return _answer(lambda: list(_morphology().analyze(word)), [])


def sense_of(words: str) -> tuple[float, ...]:
    """What the words are about: a vector of a small model that akana brings along."""
    return _answer(lambda: tuple(_akana().embed(words)), ()) or (0.0,) * SENSE


def _answer(ask: Callable[[], Answer], otherwise: Answer) -> Answer:
    try:
        return ask()
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # of Rust; no Exception in Python
            raise
        return otherwise


@cache
def _morphology() -> Any:
    return _akana().Morphology()


@cache
def _akana() -> Any:
    import akana  # noqa: PLC0415

    return akana
