"""Cells of a table, each read as strictly as the same field of a form."""

import re
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from email.utils import parseaddr
from enum import StrEnum
from functools import cache
from typing import Any

from babel.dates import get_month_names
from flask_babel import force_locale
from flask_babel import gettext as _

from blueprints.base import labels
from blueprints.base.languages import LANGUAGES
from blueprints.inputs.base import fields as base
from lib import phones
from lib.emails import normal_address
from lib.identity_numbers import holds_identity_number
from lib.provinces import OTHER_NAMES, PROVINCES
from lib.spreadsheets import Unreadable
from lib.text import clean_line, clean_name, clean_paragraphs
from lib.turkish import search_key
from models.registrations import Gender
from models.sectors import Sector


class FaultyCell(Exception):
    """The cell cannot be read; the message says why, in the reader's language."""


Reader = Callable[[str], Any]
_OTHER_WORDS: dict[StrEnum, tuple[str, ...]] = {
    Sector.PUBLIC: ("kamu", "kamu kurumu", "public"),
    Sector.CSO: ("stk", "sivil toplum", "sivil toplum kuruluşu", "cso", "ngo", "dernek", "vakıf"),
    Sector.ACADEMIA: ("akademi", "üniversite", "academia"),
    Sector.PRIVATE: ("özel", "özel sektör", "private"),
    Sector.OTHER: ("diğer",),
    Gender.WOMAN: ("kadın", "k", "female", "f"),
    Gender.MAN: ("erkek", "e", "male", "m"),
}
_ISO_DAY = re.compile("(?P<year>[0-9]{4})-(?P<month>[0-9]{1,2})-(?P<day>[0-9]{1,2})")
_DAY = re.compile(r"(?P<day>[0-9]{1,2})[ ./-]+(?P<month>\w{1,20})\.?[ ./-]+(?P<year>[0-9]{4})")
_SERIAL = re.compile("[0-9]{5}")
_FIRST_DAY = date(1899, 12, 30)
"""Day 0 of spreadsheets, for days since March 1900."""
_NOTHING = frozenset({"", "yok", "none"})
"""Folded: what people write, beside a dash, where there is nothing to write."""
_LANGUAGE_WORDS = {"turkce": "tr", "turkish": "tr", "ingilizce": "en", "english": "en"}


def folded(text: str) -> str:
    """The text as letters and digits alone, without case or dots: «E-Posta» equals «eposta»."""
    return re.sub(r"\W", "", search_key(text))


def line(*, required: bool = True, longest: int = base.LINE) -> Reader:
    return lambda text: _within(
        _present(_without_identity_number(clean_line(text)), required), longest
    )


def detail() -> Reader:
    """A line about a person that may be missing."""
    return lambda text: line(required=False)(_said(text))


def name(*, required: bool = True) -> Reader:
    """A given or family name; a dash is none."""
    return lambda text: _within(
        _present(_without_identity_number(clean_name(text)), required), base.NAME
    )


def full_name(text: str) -> tuple[str, str]:
    """A given and a family name from one cell: the last word is the family name, or the last words
    in capital letters where others are not. One word is a name alone."""
    words = name()(text).split()
    capitals = list(map(str.isupper, words))
    family = 0 if len(words) == 1 else 1
    if not all(capitals):
        family = max(family, next(i for i, one in enumerate(reversed(capitals)) if not one))
    at = len(words) - family
    return " ".join(words[:at]), " ".join(words[at:])


def paragraphs(*, required: bool = False, longest: int = base.PARAGRAPHS) -> Reader:
    return lambda text: _within(
        _present(_without_identity_number(clean_paragraphs(text)), required), longest
    )


def email(*, required: bool = False) -> Reader:
    def read(text: str) -> str | None:
        typed = _within(_present(_said(clean_line(text)), required), base.LINE + base.EMAIL)
        alone = parseaddr(typed)[1] if typed.endswith(">") else typed  # «Ad Soyad <ad@example.org>»
        address = normal_address(alone) if typed and len(alone) <= base.EMAIL else None
        if typed and address is None:
            raise FaultyCell(_("Enter an email address such as name@example.org."))
        return address

    return read


def phone(*, required: bool = False) -> Reader:
    """A phone number, also as spreadsheets spoil it: «5321234567», «905321234567»."""

    def read(text: str) -> str | None:
        # An apostrophe keeps a spreadsheet from calculating with the plus sign.
        typed = _present(_said(clean_line(text).removeprefix("'")), required)
        if not typed:
            return None
        number = phones.e164(f"+{typed}" if re.fullmatch("90[0-9]{10}", typed) else typed[:40])
        if number is None:
            raise FaultyCell(_("Enter a phone number such as 0532 123 45 67 or +49 30 123456."))
        return number

    return read


def province(*, required: bool = False) -> Reader:
    """A province, by its name or its plate number."""

    def read(text: str) -> str | None:
        typed = _present(_said(clean_line(text)), required)
        known, asked = _provinces(), folded(typed)
        code = known.get(asked) or known.get(asked.removesuffix("ili"))
        if typed and code is None:
            raise FaultyCell(_("This is not one of the 81 provinces."))
        return code

    return read


def member(kind: type[StrEnum], *, required: bool = True) -> Reader:
    """A member of an enum, by its label in any of our languages."""

    def read(text: str) -> StrEnum | None:
        typed = _present(_said(clean_line(text)), required)
        found = _members(kind).get(folded(typed)) if typed else None
        if typed and found is None:
            names = ", ".join(labels.label(one) for one in kind)
            raise FaultyCell(_("Write one of: %(names)s.", names=names))
        return found

    return read


def day() -> Reader:
    """A day: «2027-03-12», «12.03.2027», «12-03-2027», «46458» as spreadsheets count days, or as our
    own tables write it: «12 Mar 2027»."""

    def read(text: str) -> date | None:
        if not _said(text):
            return None
        if _SERIAL.fullmatch(text):
            text = (_FIRST_DAY + timedelta(days=int(text))).isoformat()
        found = _ISO_DAY.fullmatch(text) or _DAY.fullmatch(text)
        month = _months().get(folded(found["month"]), 0) if found else 0
        try:
            told = date(int(found["year"]), month, int(found["day"])) if found else None
        except ValueError:
            told = None
        if told is None or told.year not in range(1900, 2101):
            raise FaultyCell(_("Write a date, for example 12.03.2027."))
        return told

    return read


def language(text: str) -> str | None:
    typed = folded(_said(text))
    if not typed:
        return None
    code = _LANGUAGE_WORDS.get(typed, typed)
    if code not in LANGUAGES:
        raise FaultyCell(_("Write one of: %(names)s.", names="Türkçe, English"))
    return code


def in_each_language(write: Callable[[], Iterable[str]]) -> set[str]:
    """These words folded, in every language of the site."""
    words: set[str] = set()
    for locale in LANGUAGES:
        with force_locale(locale):
            words |= {folded(word) for word in write()}
    return words


@cache
def _months() -> dict[str, int]:
    names = {
        folded(name): number
        for locale in LANGUAGES
        for width in ("wide", "abbreviated")
        for number, name in get_month_names(width, locale=locale).items()
    }
    numbers = {form.format(number): number for number in range(1, 13) for form in ("{}", "{:02}")}
    return {**names, **numbers}


def _said(text: str) -> str:
    """The text, or "" where it says that there is nothing: «-», «yok»."""
    return "" if folded(text) in _NOTHING else text


def _present(text: str, required: bool) -> str:
    if required and not text:
        raise FaultyCell(_("Fill in this cell."))
    return text


def _within(text: str, longest: int) -> str:
    if len(text) > longest:
        raise FaultyCell(_("Use at most %(max)d characters.", max=longest))
    return text


def _without_identity_number(text: str) -> str:
    if holds_identity_number(text):
        raise FaultyCell(base.refusal_of_identity_numbers())
    return text


@cache
def _provinces() -> dict[str, str]:
    by_name = {folded(name): code for code, name in PROVINCES.items()}
    by_name |= {folded(name): code for name, code in OTHER_NAMES.items()}
    by_number = {code.lstrip("0"): code for code in PROVINCES}
    return {**by_name, **by_number, **{code: code for code in PROVINCES}}


@cache
def _members(kind: type[StrEnum]) -> dict[str, StrEnum]:
    words: dict[str, StrEnum] = {}
    for one in kind:
        named = in_each_language(_writer(one))
        for word in [*named, folded(one.value), *map(folded, _OTHER_WORDS.get(one, ()))]:
            words[word] = one
    return words


def _writer(one: StrEnum) -> Callable[[], Iterable[str]]:
    return lambda: [labels.label(one)]


def why_unreadable(reason: Unreadable, most: int) -> str:
    """Why no cell of a file could be read. `most`: how many rows are taken."""
    words: dict[Unreadable, str] = {
        Unreadable.TOO_LARGE: _("The file is larger than 5 MB."),
        Unreadable.NO_TABLE: _("We cannot read this file as a table. Save it as XLSX or CSV."),
        Unreadable.EMPTY: _("There are no people below the headings."),
        Unreadable.TOO_MANY_ROWS: _(
            "The table has more than %(most)d rows. Split it into several tables.", most=most
        ),
        Unreadable.TOO_MANY_COLUMNS: _("The table has too many columns."),
        Unreadable.TOO_LONG_CELL: _("A cell of the table holds too much text."),
    }
    return words[reason]
