"""An organizer's own words in a letter: paragraphs with placeholders such as {name}."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from secrets import token_hex
from typing import Protocol

from flask_babel import force_locale
from flask_babel import lazy_gettext as _l
from markupsafe import Markup, escape

from letters.formats import plain_text
from letters.kinds import TRAITS
from lib import markdown
from lib.text import clean_line, clean_paragraphs
from models.base import in_locale
from models.letters import LetterKind

_EVERYWHERE = {
    "given_name": _l("the person’s given name"),
    "name": _l("given and family name"),
    "event": _l("the event’s title"),
    "when": _l("its date and time"),
    "where": _l("venue and address"),
    "link": _l("the address where the email leads"),
}
PLACEHOLDERS = _EVERYWHERE | {
    "deadline": _l("until when an answer is awaited"),
    "reason": _l("the reason that was given"),
    "institution": _l("the institution’s name"),
    "number": _l("how many people it can nominate"),
    "giver": _l("who gave the place"),
}
"""The placeholders of own words, and what each stands for."""
_PLACEHOLDER = re.compile(r"{([^{}]*)}")
# For plural forms a letter needs a number; it is replaced by {number} afterwards.
_MANY = 88_888
_LINK_STYLE = "color:#0A5A8A"
_PARAGRAPH_STYLE = "margin:0 0 16px"

# Stands for a value while Markdown is read: it reads as a word, and nobody's text holds it.
_MARK = f"m{token_hex(8)}"
_MARKED = re.compile(rf"{_MARK}9([a-z_]+)9")
_LINK_ALONE = f'href="{_MARK}9link9"'
_IN_ADDRESS = re.compile(rf'(?:href|title)="[^"]*{_MARK}')


class Worded(Protocol):
    """A row with subject and body in both languages."""

    @property
    def subject(self) -> str: ...
    @property
    def subject_en(self) -> str: ...
    @property
    def body(self) -> str: ...
    @property
    def body_en(self) -> str: ...


@dataclass(frozen=True)
class Words:
    """Subject and body in one language."""

    subject: str
    body: str

    @classmethod
    def of(cls, worded: Worded, locale: str) -> "Words":
        return cls(
            in_locale(locale, worded.subject, worded.subject_en),
            in_locale(locale, worded.body, worded.body_en),
        )

    def names(self, placeholder: str) -> bool:
        return any(_name(found) == placeholder for found in _PLACEHOLDER.finditer(self.body))

    def subject_with(self, values: Mapping[str, str]) -> str:
        return _filled(self.subject, values)

    def text_with(self, values: Mapping[str, str]) -> str:
        return _filled(self.body, values)

    def html_with(self, values: Mapping[str, str]) -> Markup:
        """The body as simple Markdown; values are shown as plain text, whatever they hold."""
        marked = _PLACEHOLDER.sub(
            lambda found: f"{_MARK}9{_name(found)}9" if _name(found) in values else found[0],
            self.body,
        )
        html = markdown.to_html(marked, breaks=True)
        html = html.replace("<p>", f'<p style="{_PARAGRAPH_STYLE}">')
        html = html.replace("<a href=", f'<a style="{_LINK_STYLE}" href=')
        html = html.replace(_LINK_ALONE, f'href="{escape(values.get("link", ""))}"')
        shown = {name: _in_html(name, value) for name, value in values.items()}
        return Markup(_MARKED.sub(lambda found: shown[found[1]], html))  # noqa: S704 - cleaned


def placeholders_of(kind: LetterKind) -> tuple[str, ...]:
    return (*_EVERYWHERE, *TRAITS[kind].placeholders)


def unknown_placeholders(text: str, kind: LetterKind) -> list[str]:
    """Placeholders in the text, as typed, that such a letter does not know."""
    known = placeholders_of(kind)
    return [found[0] for found in _PLACEHOLDER.finditer(text) if _name(found) not in known]


def is_in_an_address(text: str) -> bool:
    """Whether a placeholder stands in the address of a link, other than {link} alone."""
    marked = _PLACEHOLDER.sub(lambda found: f"{_MARK}9{_name(found)}9", text)
    return bool(_IN_ADDRESS.search(markdown.to_html(marked).replace(_LINK_ALONE, "")))


def our_words(kind: LetterKind, locale: str) -> Words:
    """The site's words for this letter, with placeholders: what organizers begin from."""
    values: dict[str, str | int] = {name: f"{{{name}}}" for name in placeholders_of(kind)}
    values |= {"title": "{event}", "page_url": "{link}", "size": _MANY, "locale": locale}
    environment = plain_text()
    with force_locale(locale):
        subject = environment.get_template(f"letters/{kind}/subject.txt").render(values)
        body = environment.get_template(f"letters/{kind}/body.jinja")
        context = body.new_context(values)
        blocks = [body.blocks[name] for name in ("words", "after") if name in body.blocks]
        words = "\n\n".join("".join(block(context)) for block in blocks)
    return Words(clean_line(subject), cleaned_blocks(words).replace(str(_MANY), "{number}"))


def cleaned_blocks(text: str) -> str:
    """The text with one blank line between its blocks, empty blocks left out."""
    return re.sub(r"\n{3,}", "\n\n", clean_paragraphs(text))


def _filled(text: str, values: Mapping[str, str]) -> str:
    """The text with its values, replaced in one pass: a value is never read as a placeholder."""
    return _PLACEHOLDER.sub(lambda found: values.get(_name(found), found[0]), text)


def _name(placeholder: re.Match[str]) -> str:
    """The name without blanks: a pattern that skipped them itself could take minutes."""
    return placeholder[1].strip()


def _in_html(name: str, value: str) -> str:
    text = unbroken(value) if name == "when" else escape(value)
    if name == "link" and value:
        return f'<a href="{text}" style="{_LINK_STYLE};word-break:break-all">{text}</a>'
    return f'<span style="white-space:pre-line">{text}</span>' if name == "reason" else text


def unbroken(text: str) -> Markup:
    """«10.00–17.00» kept on one line: mail programs would break it after its dash."""
    kept = r'<span style="white-space:nowrap">\g<0></span>'
    return Markup(re.sub(r"\S+–\S+", kept, str(escape(text))))  # noqa: S704 - escaped
