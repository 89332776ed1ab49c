"""What form templates are made of: questions in both languages, under keys that never change."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from models.base import in_locale
from models.events import EventKind
from models.forms import AskedOf, QuestionKind

_K = QuestionKind


class Words(NamedTuple):
    """One text in Turkish and in English."""

    tr: str = ""
    en: str = ""

    def in_locale(self, locale: str) -> str:
        return in_locale(locale, self.tr, self.en)


NO_WORDS = Words()


class Ends(NamedTuple):
    """What the lowest and the highest point of a scale mean."""

    low: Words
    high: Words


AGREEMENT = Ends(
    Words("hiç katılmıyorum", "strongly disagree"),
    Words("tamamen katılıyorum", "strongly agree"),
)
DEGREE = Ends(Words("hiç", "not at all"), Words("çok", "very much"))
QUALITY = Ends(Words("çok kötü", "very poor"), Words("çok iyi", "very good"))
TRUST = Ends(
    Words("hiç güvenmiyorum", "no trust at all"), Words("tamamen güveniyorum", "complete trust")
)
FREQUENCY = Ends(Words("hiç", "never"), Words("her gün", "every day"))


@dataclass(frozen=True)
class ReadyChoice:
    label: Words
    takes_text: bool = False
    is_right: bool = False


OTHER = ReadyChoice(Words("Diğer", "Other"), takes_text=True)


@dataclass(frozen=True, kw_only=True)
class ReadyQuestion:
    """One question of a template. `item` is the key by which its answers are compared."""

    item: str
    kind: QuestionKind
    label: Words
    help: Words = NO_WORDS
    required: bool = False
    maximum: int | None = None
    ends: Ends | None = None
    """Of scales and matrices, which all have five points."""
    no_opinion: bool = False
    asked_of: AskedOf | None = None
    rows: Sequence[tuple[str, Words]] = ()
    """Of a matrix: the items of its rows with their words."""
    choices: Sequence[ReadyChoice] = ()

    @property
    def points(self) -> int | None:
        return 5 if self.ends else None


@dataclass(frozen=True, kw_only=True)
class FormTemplate:
    """A whole form, page by page."""

    title: Words
    about: Words
    """When to take it, for whoever chooses."""
    pages: Sequence[Sequence[ReadyQuestion]]
    named: bool = False
    fits: frozenset[EventKind] = field(default_factory=frozenset)
    """The kinds of events after which it is asked; none: it is for surveys alone."""

    @property
    def questions(self) -> list[ReadyQuestion]:
        return [question for page in self.pages for question in page]


def heading(item: str, tr: str, en: str, *, help: Words = NO_WORDS) -> ReadyQuestion:
    return ReadyQuestion(item=item, kind=_K.HEADING, label=Words(tr, en), help=help)


def rating(item: str, tr: str, en: str, *, required: bool = False) -> ReadyQuestion:
    return ReadyQuestion(item=item, kind=_K.RATING, label=Words(tr, en), required=required)


def scale(
    item: str, tr: str, en: str, *, ends: Ends = DEGREE, of: AskedOf | None = None
) -> ReadyQuestion:
    """Five points and "no opinion"."""
    return ReadyQuestion(
        item=item, kind=_K.SCALE, label=Words(tr, en), ends=ends, no_opinion=True, asked_of=of
    )


def matrix(
    item: str,
    tr: str,
    en: str,
    *,
    rows: Sequence[tuple[str, Words]],
    ends: Ends = AGREEMENT,
) -> ReadyQuestion:
    """Scales of five points with "no opinion", below one another."""
    return ReadyQuestion(
        item=item, kind=_K.MATRIX, label=Words(tr, en), ends=ends, no_opinion=True, rows=rows
    )


def picked(
    item: str, tr: str, en: str, *choices: Words, several: bool = False, other: bool = True
) -> ReadyQuestion:
    """One choice or several, and by itself "other: …" at the end."""
    offered = [ReadyChoice(words) for words in choices]
    return ReadyQuestion(
        item=item,
        kind=_K.MULTIPLE_CHOICE if several else _K.SINGLE_CHOICE,
        label=Words(tr, en),
        choices=[*offered, OTHER] if other else offered,
    )


def ranking(item: str, tr: str, en: str, *choices: Words) -> ReadyQuestion:
    offered = [ReadyChoice(words) for words in choices]
    return ReadyQuestion(item=item, kind=_K.RANKING, label=Words(tr, en), choices=offered)


def tested(
    item: str, tr: str, en: str, *, right: Words, wrong: Sequence[Words], place: int
) -> ReadyQuestion:
    """A question with one right answer, at this place among the others, and "I do not know" at the
    end: who does not know need not guess."""
    choices = [ReadyChoice(words) for words in wrong]
    choices.insert(place - 1, ReadyChoice(right, is_right=True))
    return ReadyQuestion(
        item=item,
        kind=_K.SINGLE_CHOICE,
        label=Words(tr, en),
        required=True,
        choices=[*choices, ReadyChoice(Words("Bilmiyorum", "I do not know"))],
    )


def text(item: str, tr: str, en: str) -> ReadyQuestion:
    return ReadyQuestion(item=item, kind=_K.LONG_TEXT, label=Words(tr, en))


def problem(item: str, tr: str, en: str) -> ReadyQuestion:
    return ReadyQuestion(item=item, kind=_K.PROBLEM, label=Words(tr, en))
