"""A short list of insults, Turkish and English. What is also an ordinary word is left out."""

import re
from collections.abc import Iterator

from lib.personal_data.reading import Reading
from lib.personal_data.spans import Kind, Span

# Folded, and with any ending.
_BEGINNINGS = [
    "ahmak",
    "aptal",
    "andaval",
    "angut",
    "avanak",
    "beyinsiz",
    "budala",
    "cibilliyetsiz",
    "dalyarak",
    "dangalak",
    "denyo",
    "deyyus",
    "embesil",
    "gavat",
    "gerizeka",
    "gerzek",
    "godos",
    "gotveren",
    "gotlek",
    "haysiyetsiz",
    "hoduk",
    "ibne",
    "itoglu",
    "kafasiz",
    "kahpe",
    "kaltak",
    "karaktersiz",
    "lavuk",
    "namussuz",
    "orospu",
    "pezevenk",
    "salak",
    "serefsiz",
    "siktir",
    "sikeyim",
    "sikerim",
    "sikiyim",
    "soysuz",
    "surtuk",
    "terbiyesiz",
    "yalaka",
    "yarrak",
    "yavsak",
    "zibidi",
    "asshole",
    "bastard",
    "bitch",
    "bullshit",
    "cunt",
    "dickhead",
    "dumbass",
    "fuck",
    "idiot",
    "imbecil",
    "jackass",
    "moron",
    "motherfuck",
    "scumbag",
    "stupid",
    "wanker",
    "whore",
]
# Folded; these words alone.
_WORDS = [
    r"amk",
    r"amq",
    r"aq",
    r"gerizekali",
    r"pust",
    r"pustlar",
    r"shit",
    r"shits",
    r"shitty",
    r"retard",
    r"retards",
    r"retarded",
    r"boktan",
    r"kiro",
    r"kirolar",
]
_PHRASES = (
    r"geri zeka[a-z]*",
    r"(?:adi|alcak|it|pislik|ahlaksiz|asagilik|hayvan|serseri) (?:herif|karilar|insanlar)[a-z]*",
    r"vatan hain[a-z]*",
    r"esek(?: )?oglu[a-z]*",
    r"bok (?:gibi|yiyen|yesin|herif)[a-z]*",
    r"amina ko[a-z]*",
    r"pic kurusu[a-z]*",
)
# Where dots and hooks make the difference: «götür», «şikâyet» and «sık sık» are none.
_AS_WRITTEN = [
    r"göt",
    r"götü",
    r"götün",
    r"götüm",
    r"götler",
    r"götünü",
    r"götüne",
    r"göte",
    r"götoş",
    r"piç",
    r"piçi",
    r"piçin",
    r"piçler",
    r"piçleri",
    r"piçlik",
    r"oç",
]

_FOLDED = re.compile(
    rf"(?<![a-z\d])(?:(?:{'|'.join(_BEGINNINGS)})[a-z]*|(?:{'|'.join(_WORDS)})(?![a-z\d])"
    rf"|(?:{'|'.join(_PHRASES)}))"
)
_LOWER = re.compile(rf"(?<!\w)(?:{'|'.join(_AS_WRITTEN)})(?!\w)")


def spans_in(reading: Reading) -> Iterator[Span]:
    for pattern, text in ((_FOLDED, reading.folded), (_LOWER, reading.lower)):
        for found in pattern.finditer(text):
            yield Span(found.start(), found.end(), Kind.INSULT)
