"""What of a text is compared: how its words begin, its letters in threes, its sense."""

import math
import re
from collections import Counter
from dataclasses import dataclass
from functools import cache, lru_cache
from operator import mul, sub
from pathlib import Path

from lib.likeness.engine import sense_of
from lib.likeness.letters import root_of, with_turkish_letters
from lib.turkish import search_key

_WORD = re.compile(r"[^\W\d_]+|\d+")
STEM = 4
_ENDING = re.compile(r"['’]\w*")  # «STK'lar»: what follows is grammar

# Words of any sentence. Those of the field («dernek», «kurum») are not here: what occurs in many
# sentences of a list weighs little there by itself.
STOP_WORDS = frozenset(
    [
        "acaba",
        "ama",
        "ancak",
        "artik",
        "asla",
        "az",
        "bazen",
        "bazi",
        "belki",
        "ben",
        "beri",
        "bile",
        "bir",
        "biraz",
        "biri",
        "birkac",
        "biz",
        "bize",
        "bizi",
        "bizim",
        "bu",
        "buna",
        "bunlar",
        "bunu",
        "bunun",
        "burada",
        "cok",
        "cunku",
        "da",
        "daha",
        "de",
        "defa",
        "degil",
        "diye",
        "dolayi",
        "en",
        "fakat",
        "falan",
        "gene",
        "gerek",
        "gibi",
        "hala",
        "hangi",
        "hatta",
        "hem",
        "hep",
        "hepsi",
        "her",
        "hic",
        "icin",
        "ile",
        "ise",
        "iste",
        "kac",
        "kadar",
        "karsi",
        "ki",
        "kim",
        "kimse",
        "lazim",
        "mi",
        "mu",
        "nasil",
        "ne",
        "neden",
        "nerede",
        "nereye",
        "nicin",
        "niye",
        "o",
        "olan",
        "olarak",
        "oldu",
        "oldugu",
        "olmak",
        "olmasi",
        "olmayan",
        "olmuyor",
        "olsa",
        "olup",
        "olur",
        "on",
        "ona",
        "onlar",
        "onlari",
        "onun",
        "orada",
        "oysa",
        "oyle",
        "pek",
        "sadece",
        "sanki",
        "sen",
        "sey",
        "siz",
        "size",
        "son",
        "sonra",
        "su",
        "tum",
        "uzere",
        "var",
        "ve",
        "veya",
        "ya",
        "yani",
        "yapilmali",
        "yapilmiyor",
        "yapiyor",
        "yapmak",
        "yine",
        "yok",
        "zaten",
    ]
)


_RARE = math.log(2 * 61)
"""The weight of three letters that no text of the background has."""


@dataclass(frozen=True, eq=False)
class Features:
    """A text, taken apart."""

    stems: frozenset[str]
    """The first four letters of each word, folded. Long endings differ where the word is one."""
    threes: frozenset[str]
    threes_length: float
    sense: tuple[float, ...]
    """akana's small vector, the background's mean taken off, of length one."""
    roots: dict[str, str]
    """Each root, folded, and its first word as it is shown."""


@lru_cache(maxsize=20_000)
def features_of(text: str) -> Features:
    """Kept for the texts asked for last: a text never changes, and its features cost a
    millisecond."""
    mended = with_turkish_letters(text)
    words = counted_words(mended)
    threes = threes_of(words)
    weights = _weights_of_threes()
    return Features(
        stems=stems_of(text),
        threes=threes,
        threes_length=math.sqrt(sum(weights.get(three, _RARE) ** 2 for three in threes)),
        sense=_unit(tuple(map(sub, _sense(mended), _mean_sense()))),
        roots={search_key(root_of(word)): word for word in reversed(words)},
    )


def shared_words(one: Features, other: Features) -> list[str]:
    """The words of `one` that `other` has, too, in whatever form, in the order of the text."""
    return [word for root, word in reversed(one.roots.items()) if root in other.roots]


def likeness_of_sense(one: Features, other: Features) -> float:
    """A cosine."""
    cosine: float = sum(map(mul, one.sense, other.sense))
    return cosine


def likeness_of_threes(one: Features, other: Features) -> float:
    """A cosine. Threes that are frequent in the background weigh little."""
    lengths = one.threes_length * other.threes_length
    weights = _weights_of_threes()
    shared: float = sum(weights.get(three, _RARE) ** 2 for three in one.threes & other.threes)
    return shared / lengths if lengths else 0.0


def counted_words(text: str) -> list[str]:
    words = _WORD.findall(_ENDING.sub(" ", text))
    return [word for word in words if len(word) > 1 and search_key(word) not in STOP_WORDS]


def stems_of(text: str) -> frozenset[str]:
    words = _WORD.findall(_ENDING.sub(" ", search_key(text)))
    return frozenset(w[:STEM] for w in words if len(w) > 1 and w not in STOP_WORDS)


def threes_of(words: list[str]) -> frozenset[str]:
    line = f" {' '.join(map(search_key, words))} "
    return frozenset(line[at : at + 3] for at in range(len(line) - 2))


@cache
def background() -> list[str]:
    """Sentences as people write them in such lists: what is usual in all of them."""
    return Path(__file__).with_name("background.txt").read_text(encoding="utf-8").splitlines()


@cache
def _weights_of_threes() -> dict[str, float]:
    texts = [threes_of(counted_words(with_turkish_letters(text))) for text in background()]
    found = Counter(three for threes in texts for three in threes)
    return {three: math.log((len(texts) + 1) / (n + 0.5)) for three, n in found.items()}


@cache
def _mean_sense() -> tuple[float, ...]:
    vectors = [_sense(with_turkish_letters(text)) for text in background()]
    return tuple(sum(column) / len(vectors) for column in zip(*vectors, strict=True))


def _sense(mended: str) -> tuple[float, ...]:
    return sense_of(" ".join(_WORD.findall(mended)))


def _unit(vector: tuple[float, ...]) -> tuple[float, ...]:
    length = math.sqrt(sum(map(mul, vector, vector)))
    return tuple(number / length for number in vector) if length else vector
