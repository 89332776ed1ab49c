"""Filling a letter's templates: as a whole, or from kept pieces.

The letters that many people get in the same minute differ in a few words only. The rest is rendered
once for each event, language and wording, and kept in pieces between which a person's own values
are put. The pieces are kept for exactly these facts of the event and this wording, so they are
never out of date.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from secrets import token_hex
from typing import Any

from flask_babel import force_locale
from jinja2 import Environment
from markupsafe import escape

from extensions import kept
from letters.formats import html, plain_text
from letters.wordings import PLACEHOLDERS, Words, cleaned_blocks, unbroken
from lib.keeping import KeptWhileSame
from lib.text import clean_line
from models.letters import LetterKind

PERSONAL = ("name", "given_name", "page_url", "link", "short_code", "reason", "picture_id")
"""All personal values that letters made from kept pieces can use; their templates may only test
whether a value is there."""

# Marks of private characters and a random text for each run: nobody's text holds them.
_OPEN, _CLOSE = f"\ue000{token_hex(8)}:", "\ue001"
_SLOT = re.compile(rf"{_OPEN}([a-z_]+){_CLOSE}")


@dataclass(frozen=True)
class Written:
    """A letter as it is read."""

    subject: str
    text: str
    html: str


def written(
    kind: LetterKind, locale: str, context: Mapping[str, Any], words: Words | None
) -> Written:
    """The letter, rendered as a whole."""
    with force_locale(locale):
        subject = clean_line(_subject(kind, context, words))
        text = _cleaned_text(_text(kind, context, words))
        return Written(subject, text, _html(kind, {**context, "subject": subject}, words))


def written_from_pieces(
    kind: LetterKind,
    locale: str,
    facts: Mapping[str, str],
    personal: Mapping[str, str],
    words: Words | None,
) -> Written:
    """The same, for kinds that are kept: `facts` are the event's, `personal` one person's."""
    filled = frozenset(name for name in PERSONAL if personal[name])
    pieces = _kept_pieces().read(
        (kind, locale, filled, facts["event_url"]),
        (tuple(facts.items()), words),
        lambda: _pieces(kind, locale, facts, filled, words),
    )
    subject = clean_line(_joined(pieces.subject, personal))
    text = _cleaned_text(_joined(pieces.text, personal))
    shown = {name: str(escape(personal[name])) for name in filled}
    return Written(subject, text, _joined(pieces.html, {**shown, "subject": str(escape(subject))}))


@dataclass(frozen=True)
class _Pieces:
    """Fixed text and names of values, alternating."""

    subject: list[str]
    text: list[str]
    html: list[str]


_kept_pieces = kept(lambda: KeptWhileSame[_Pieces](most=256))


def _pieces(
    kind: LetterKind,
    locale: str,
    facts: Mapping[str, str],
    filled: frozenset[str],
    words: Words | None,
) -> _Pieces:
    slots = {name: _slot(name) if name in filled else "" for name in PERSONAL}
    context = {"locale": locale, **facts, **slots}
    with force_locale(locale):
        return _Pieces(
            _SLOT.split(_subject(kind, context, words)),
            _SLOT.split(_text(kind, context, words)),
            _SLOT.split(_html(kind, {**context, "subject": _slot("subject")}, words)),
        )


def _slot(name: str) -> str:
    return f"{_OPEN}{name}{_CLOSE}"


def _joined(pieces: list[str], values: Mapping[str, str]) -> str:
    joined = pieces.copy()
    joined[1::2] = [values[name] for name in pieces[1::2]]
    return "".join(joined)


def _subject(kind: LetterKind, context: Mapping[str, Any], words: Words | None) -> str:
    if words:
        return words.subject_with(_values(context))
    return _page(plain_text(), f"{kind}/subject.txt", context)


def _text(kind: LetterKind, context: Mapping[str, Any], words: Words | None) -> str:
    if words:
        context = {**_beside(words, context), "own": words.text_with(_values(context))}
    return _page(plain_text(), f"{kind}/body.jinja", context)


def _html(kind: LetterKind, context: Mapping[str, Any], words: Words | None) -> str:
    if words:
        context = {**_beside(words, context), "own": words.html_with(_values(context))}
    context = {**context, "when": unbroken(context["when"])}
    return _page(html(), f"{kind}/body.jinja", context)


def _beside(words: Words, context: Mapping[str, Any]) -> Mapping[str, Any]:
    """The context without the reason, if the own words name it: it is not given twice."""
    return {**context, "reason": ""} if words.names("reason") else context


def _values(context: Mapping[str, Any]) -> dict[str, str]:
    """The values that own words can name."""
    said = {**context, "event": context["title"], "number": context.get("size")}
    return {name: str(said.get(name) or "") for name in PLACEHOLDERS}


def _page(environment: Environment, name: str, context: Mapping[str, Any]) -> str:
    return environment.get_template(f"letters/{name}").render(context)


def _cleaned_text(text: str) -> str:
    """The cleaned text with its signature: cleaning removes the blank after the dashes.

    Mail programs recognize a signature by that blank.
    """
    body, _, signature = cleaned_blocks(text).rpartition("\n--\n")
    return f"{body}\n\n-- \n{signature}\n"
