"""Names beside a title; and which of all names found are likely a person's."""

import re
from collections.abc import Iterator

from lib.personal_data.reading import Reading
from lib.personal_data.spans import Kind, Span
from lib.turkish import search_key

_WORD = r"[A-ZÂÇĞİÎÖŞÜÛ][^\W\d_A-ZÂÇĞİÎÖŞÜÛ]{1,24}(?:-[A-ZÂÇĞİÎÖŞÜÛ][^\W\d_]{1,24})?"
_ANY_WORD = r"[^\W\d_]{2,24}"
_AFTER_TITLE = re.compile(
    r"(?<!\w)(?:[Ss]ayın|[Bb]ay|[Bb]ayan|Sn\.|(?:Prof|Doç|Dr|Av|Uzm|Öğr\. ?Gör|Mr|Mrs|Ms)\.?)"
    rf" ?(?P<name>{_WORD}(?: {_WORD}){{0,2}})"
)
# «müdür», «vali» … before a first and a family name.
_AFTER_OFFICE = re.compile(
    r"(?<!\w)(?i:müdür(?:ü|ümüz)?|memur(?:u)?|başkan(?:ı|ımız)?|vali(?:si|miz)?|kaymakam(?:ı)?"
    r"|muhtar(?:ı)?|şef(?:i)?|sekreter(?:i)?|uzman(?:ı)?|hoca(?:sı)?|öğretmen(?:i)?)"
    rf" (?P<name>{_WORD} {_WORD})(?!\w)"
)
_BEFORE_TITLE = re.compile(
    rf"(?<!\w)(?P<name>{_ANY_WORD}) (?i:bey|beyin|beye|beyi|beyden|beyle|hanım|hanımın|hanıma"
    r"|hanımı|hanımdan|hanımla|hanim|hanimin|abi|abla|amca|teyze|efendi)(?!\w)"
)
# Folded words that stand beside titles and are no names: with any ending, and these alone.
_BEGINNINGS = [
    "vali",
    "bakan",
    "baskan",
    "mudur",
    "memur",
    "kaymakam",
    "muhtar",
    "sekreter",
    "genel",
    "yardimci",
    "belediye",
    "ogret",
    "ogren",
    "doktor",
    "hemsire",
    "avukat",
    "hakim",
    "savci",
    "uzman",
    "komutan",
    "imam",
    "muftu",
    "rektor",
    "dekan",
    "profesor",
    "docent",
    "cumhur",
    "milletvekil",
    "meclis",
    "devlet",
    "kurum",
    "dernek",
    "vakif",
    "sivil",
    "toplum",
    "yetkili",
    "temsilci",
    "katilimci",
    "gorevli",
    "personel",
    "calisan",
    "vatandas",
    "hukumet",
    "emniyet",
    "polis",
    "jandarma",
    "koordinator",
    "danisman",
    "editor",
    "yazar",
    "bilgi",
    "saglik",
    "egitim",
    "kultur",
    "sosyal",
    "aile",
    "genc",
    "kadin",
    "milli",
    "tarim",
    "cevre",
    "sehir",
    "hazine",
    "maliye",
    "adalet",
    "icisleri",
    "disisleri",
    "ticaret",
    "sanayi",
    "spor",
    "merkez",
    "sube",
    "birim",
    "bizim",
    "sizin",
    "kendi",
    "sayin",
    "yasli",
    "kapici",
    "garson",
    "sofor",
    "bakici",
    "universite",
]
_WORDS = [
    "il",
    "ilce",
    "uye",
    "sef",
    "amir",
    "hoca",
    "hocam",
    "vekil",
    "daire",
    "bir",
    "iki",
    "her",
    "bu",
    "su",
    "o",
    "bazi",
    "ve",
    "ile",
    "de",
    "da",
    "icin",
    "gibi",
    "bay",
    "bayan",
    "ey",
    "ah",
    "eski",
    "yeni",
    "buyuk",
    "kucuk",
    "evin",
    "ev",
    "is",
    "kamu",
    "ust",
    "alt",
    "orta",
    "okul",
    "son",
    "ilk",
    "hangi",
    "hicbir",
]
_OFFICES = re.compile(rf"(?:{'|'.join(_BEGINNINGS)})[a-z]*|{'|'.join(_WORDS)}")
# What is named after a person is none.
_NAMED_AFTER = re.compile(
    r"'?[a-z]{0,4} ?(?:[a-z]+ ){0,2}?(?:universite|fakulte|lise|okul|ilkokul|ortaokul|kolej|mahalle"
    r"|mah\.|cadde|cad\.|sokak|sokag|sok\.|bulvar|meydan|park|hastane|kultur|merkez|salon|kutuphane"
    r"|vakf|vakif|dernek|derneg|stad|koprus|baraj|havaliman|cami|kosk|muze|yurd|enstitu|oto(?:gar|yol)"
    r"|egitim arastirma|kongre|spor)"
)
# In everybody's mouth, and in the names of streets.
_COMMON = {"ataturk", "mustafa kemal", "mustafa kemal ataturk", "kemal ataturk", "mevlana"}


def spans_in(reading: Reading) -> Iterator[Span]:
    for pattern in (_AFTER_TITLE, _AFTER_OFFICE, _BEFORE_TITLE):
        for found in pattern.finditer(reading.letters):
            words = reading.folded[slice(*found.span("name"))].split()
            if not any(map(_OFFICES.fullmatch, words)):
                yield Span(found.start("name"), found.end("name"), Kind.NAME)


def is_likely(span: Span, reading: Reading) -> bool:
    """Whether a found name is likely a person's; any other span is likely."""
    if span.kind is not Kind.NAME:
        return True
    name = search_key(reading.letters[span.start : span.end])
    if span.doubtful and not reading.letters[span.start].islower():
        return False
    if name in _COMMON or all(map(_OFFICES.fullmatch, name.split())):
        return False
    return not _NAMED_AFTER.match(reading.folded, span.end)
