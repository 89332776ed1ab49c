"""How much of a password has to be guessed: what everybody tries first counts as nothing much.

Words, names, years, rows of keys and repetitions are one guess each, however long they are, and also
in capitals, with Turkish letters or with digits in place of letters. What remains must be long
enough by itself.
"""

import re
from collections.abc import Iterable
from functools import cache
from itertools import permutations

from lib.turkish import search_key

_COMMON = """
password passwort passwd pass parola sifre sifrem sifremi pasaport anahtar giris kullanici user username
admin administrator yonetici root guest misafir test deneme demo ornek default system sistem secret gizli
welcome hosgeldin hosgeldiniz merhaba selam hello login letmein openup changeme degistir temporary gecici
iloveyou seniseviyorum sevgilim askim asiksin canim hayatim bebegim annem babam kardesim ailem
monkey dragon master shadow sunshine princess football baseball basketball superman batman pokemon starwars
freedom whatever trustno trust mustang jordan hunter killer ninja matrix computer bilgisayar internet
google facebook instagram twitter whatsapp youtube microsoft windows samsung iphone android
galatasaray fenerbahce besiktas trabzonspor bursaspor cimbom kartal kanarya
turkiye turkey turkiyem turk ataturk mustafa kemal cumhuriyet vatan bayrak istiklal bismillah allah
inshallah insallah masallah elhamdulillah kuran
mehmet ahmet ali hasan huseyin ibrahim osman murat fatih emre burak fatma ayse emine hatice zeynep elif
john michael david robert james charlie thomas jessica jennifer ashley michelle daniel andrew
ocak subat mart nisan mayis haziran temmuz agustos eylul ekim kasim aralik
january february march april june july august september october november december
pazartesi sali carsamba persembe cuma cumartesi pazar
monday tuesday wednesday thursday friday saturday sunday
ilkbahar yaz sonbahar kis spring summer autumn winter
kirmizi mavi yesil sari siyah beyaz red blue green yellow black white orange purple
valilik valiligi belediye belediyesi bakanlik bakanligi mudurluk mudurlugu dernek dernegi vakif vakfi
sivil toplum kamu program programi etkinlik etkinligi kayit organizer event project proje stk
one two three four five six seven eight nine ten bir iki uc dort bes alti yedi sekiz dokuz
qazwsx zaqxsw qweasd asdzxc abc
"""
_ROWS = (
    "abcdefghijklmnopqrstuvwxyz",
    "01234567890",
    "qwertyuiopgu",
    "asdfghjklsi",
    "zxcvbnmoc",
    "fggiodrnhpqw",
    "uieautkmlysx",
    "jovcczsb",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik",
    "1qa2ws3ed4rf5tg6yh7uj8ik9ol",
    "qazwsxedcrfvtgbyhnujmikolp",
    "qazxswedcvfrtgbnhyujmkiolp",
    "zaqwsxcderfvbgtyhnmjuiklop",
    "010203040506070809",
    "102030405060708090",
    *(
        "".join(map("".join, zip(one, other, strict=False)))
        for one, other in permutations(("1234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm"), 2)
    ),
    "!@#$%^&*()_+",
    "!'^+%&/()=?_",
)
_RUN = 4
"""Neighbouring keys from this number on are one guess."""
_LEET = [str.maketrans("013457@$!", letters) for letters in ("oieastasi", "oleastasl")]
_WITHIN_WORDS = re.compile(r"(?<=[a-z])[013457](?=[a-z])|[@$]")
"""Digits in place of letters, but not those of a year or between words."""
_GUESS = "\ue000"
"""Stands for what is one guess."""
_YEARS = r"(?:19|20)\d\d"


def guesses(password: str, words: Iterable[str] = ()) -> int:
    """How many characters or guessed words it is made of. `words`: texts whose words are guessed
    first, since they are about the person or the site."""
    chunks = (re.compile(_pattern(frozenset(_told(words)))), _always())
    folded = search_key(password)
    unleet = [folded.translate(leet) for leet in _LEET]
    unleet.append(_WITHIN_WORDS.sub(lambda found: found[0].translate(_LEET[0]), folded))
    typed = {_squeezed(text) for text in (folded, *unleet)}
    return min(_counted(text, chunks) for text in typed | {_unrepeated(text) for text in typed})


def _counted(text: str, chunks: Iterable[re.Pattern[str]]) -> int:
    for _round in range(2):  # once more: what is left of repeated words may be a word
        for found in chunks:
            text = found.sub(_GUESS, text)
        text = _unrepeated(text)
    return len(text)


def _squeezed(text: str) -> str:
    """Without blanks and repeated signs; the first two signs only divide words, and those in a row
    of keys are no more than that."""
    signs = dict.fromkeys(sign for sign in text if not sign.isalnum() and not sign.isspace())
    in_a_row = any(set(signs) <= set(row) for row in _ROWS if not row.isalnum())
    counted = "" if in_a_row else "".join([*signs][2:])
    return "".join(sign for sign in text if sign.isalnum()) + counted


def _unrepeated(text: str) -> str:
    return re.sub(r"(.+?)\1+", r"\1", text)


def _told(words: Iterable[str]) -> Iterable[str]:
    """Names of two letters would be found everywhere."""
    folded = (part for text in words for part in re.split(r"[\W_]+", search_key(text)))
    return {part for part in folded if len(part) >= 3}


@cache
def _always() -> re.Pattern[str]:
    return re.compile("|".join([_pattern(frozenset(_COMMON.split())), _YEARS, _runs()]))


def _pattern(words: frozenset[str]) -> str:
    """The longest first. A text without words is found nowhere."""
    both = words | {_unrepeated(word) for word in words}
    return "|".join(map(re.escape, sorted(both, key=len, reverse=True))) or r"(?!)"


def _runs() -> str:
    """Neighbours in a row of keys, forwards or backwards: the longest first."""
    rows = [row for line in _ROWS if line.isalnum() for row in (line, line[::-1])]
    found = {
        row[start:end]
        for row in rows
        for start in range(len(row))
        for end in range(start + _RUN, len(row) + 1)
    }
    return "|".join(sorted(found, key=len, reverse=True))
