"""The questions of a survey's form, written as a whole: each is known by its item."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from difflib import SequenceMatcher
from typing import Any

import sqlalchemy as sa

from extensions import db
from lib.refusals import Refusal
from models.audit import AuditAction
from models.feedback import Wave
from models.forms import AskedAt, Choice, Form, Question, QuestionKind, new_key
from models.users import User
from operations.base.audit import record
from operations.forms.builder import MOST_QUESTIONS
from operations.forms.guards import Objection, objection_to
from operations.forms.locks import FormLocked
from queries.forms.builder import broken_conditions, in_order

_TYPO = 0.8
"""How alike two wordings of a choice are, from 0 to 1, if one is the other with a typo mended."""


class ObjectionableItem(Refusal):
    """The question with this item must not be asked like this; `objection` says why."""

    def __init__(self, item: str, objection: Objection) -> None:
        super().__init__(item)
        self.item, self.objection = item, objection


@dataclass(frozen=True, kw_only=True)
class OptionDetails:
    """One choice. `takes_text`: it is "other: …". `is_right`: a right answer of a test."""

    label: str
    label_en: str = ""
    takes_text: bool = False
    is_right: bool = False


@dataclass(frozen=True, kw_only=True)
class ItemDetails:
    """One question as it is entered, already cleaned and checked. A matrix' rows come right behind
    it: scales with `matrix` as the item of the matrix."""

    item: str
    kind: QuestionKind
    label: str
    label_en: str = ""
    help: str = ""
    help_en: str = ""
    required: bool = False
    page: int = 1
    points: int | None = None
    low: str = ""
    low_en: str = ""
    high: str = ""
    high_en: str = ""
    no_opinion: bool = False
    options: tuple[OptionDetails, ...] = ()
    matrix: str = ""

    @property
    def without_texts(self) -> "ItemDetails":
        """What is fixed once somebody has answered."""
        blank: Any = dict.fromkeys(_TEXTS, "")
        return replace(self, options=(), **blank)


_TEXTS = ("label", "label_en", "help", "help_en", "low", "low_en", "high", "high_en")
_PLAIN = (*_TEXTS, "kind", "required", "page", "points", "no_opinion")


def items_of(form: Form) -> list[ItemDetails]:
    """What the form asks now, as it would be entered."""
    asked = in_order(form.questions)
    items = {question.id: question.key for question in asked}
    return [
        ItemDetails(
            item=question.key,
            matrix=items.get(question.matrix_id or 0, ""),
            options=tuple(map(_option, offered(question))),
            **{name: getattr(question, name) for name in _PLAIN},
        )
        for question in asked
    ]


def offered(question: Question) -> list[Choice]:
    """The choices that can be picked, in their order."""
    return [choice for choice in question.choices if choice.retired_at is None]


def write_items(form: Form, items: Sequence[ItemDetails], *, at: datetime) -> None:
    """Make the form ask exactly these. What is left out of a form that a wave asks is retired, since
    somebody may be answering it in this moment; else it is deleted. Raises ObjectionableItem."""
    refuse_objectionable(items)
    shown = _is_asked(form)
    kinds = {item.item: item.kind for item in items}
    for question in list(form.questions):
        if question.kind is not kinds.get(question.key):
            _take_out(question, at, shown=shown)
            if question.key in kinds:
                question.key = new_key()
    db.session.flush()  # their items may be taken anew
    written = {question.key: question for question in form.questions if question.key in kinds}
    for position, item in enumerate(items, start=1):
        question = written.get(item.item) or _begun(form, item)
        written[item.item] = question
        _write(question, item, position, at, shown=shown)
    db.session.flush()  # which numbers new ones
    for item in items:
        written[item.item].matrix_id = written[item.matrix].id if item.matrix else None
    for question in broken_conditions(form.questions):
        question.shown_if_id, question.shown_if = None, []  # it is asked of everybody
    db.session.flush()


def mend_texts(form: Form, items: Sequence[ItemDetails], *, by: User | None, at: datetime) -> None:
    """Change wordings alone. A question stays comparable with what it was asked as before. Raises
    FormLocked for any other change, ObjectionableItem."""
    refuse_objectionable(items)
    before = items_of(form)
    if len(before) != len(items) or not all(map(_asks_alike, before, items)):
        raise FormLocked
    written = {question.key: question for question in in_order(form.questions)}
    for old, new in zip(before, items, strict=True):
        if old == new:
            continue
        question = written[new.item]
        if old.label != new.label:
            question.asked_as = question.asked_as or old.label
        _write(question, new, question.position, at, shown=True)
        record(AuditAction.QUESTION_MENDED, at=at, by=by, subject_id=question.id)
    db.session.flush()


def refuse_objectionable(items: Iterable[ItemDetails]) -> None:
    for item in items:
        objection = objection_to(
            item.label,
            item.label_en,
            kind=item.kind,
            asked_at=AskedAt.REGISTRATION,
            sensitive=False,
        )
        if objection:
            raise ObjectionableItem(item.item, objection)


def _asks_alike(old: ItemDetails, new: ItemDetails) -> bool:
    """Whether they differ in their wording alone."""
    if old.without_texts != new.without_texts or len(old.options) != len(new.options):
        return False
    pairs = zip(old.options, new.options, strict=True)
    return all(_offers_alike(one, other, old.options) for one, other in pairs)


def _offers_alike(old: OptionDetails, new: OptionDetails, all_old: Sequence[OptionDetails]) -> bool:
    """Whether it is the same choice with at most a typo mended; not one that changed places with
    another."""
    if (old.takes_text, old.is_right) != (new.takes_text, new.is_right):
        return False
    if old.label == new.label:
        return True
    others = {option.label for option in all_old}
    return new.label not in others and SequenceMatcher(None, old.label, new.label).ratio() >= _TYPO


def _is_asked(form: Form) -> bool:
    wave = sa.select(Wave.id).where(Wave.form_id == form.id).limit(1)
    return db.session.scalar(wave) is not None


def _take_out(question: Question, at: datetime, *, shown: bool) -> None:
    if not shown:
        question.form.questions.remove(question)
    elif question.retired_at is None:
        question.retired_at = at
        question.position += MOST_QUESTIONS


def _begun(form: Form, item: ItemDetails) -> Question:
    question = Question(key=item.item, choices=[], asked_at=AskedAt.REGISTRATION)
    form.questions.append(question)
    return question


def _write(
    question: Question, item: ItemDetails, position: int, at: datetime, *, shown: bool
) -> None:
    question.position, question.retired_at = position, None
    for name in _PLAIN:
        setattr(question, name, getattr(item, name))
    old = offered(question)
    old += [choice for choice in question.choices if choice not in old]
    for place, option in enumerate(item.options, start=1):
        choice = old.pop(0) if old else Choice(places=None)
        if choice not in question.choices:
            question.choices.append(choice)
        choice.position, choice.retired_at = place, None
        for name in ("label", "label_en", "takes_text", "is_right"):
            setattr(choice, name, getattr(option, name))
    for gone in old:
        if shown:
            gone.retired_at = gone.retired_at or at
        else:
            question.choices.remove(gone)


def _option(choice: Choice) -> OptionDetails:
    return OptionDetails(
        label=choice.label,
        label_en=choice.label_en,
        takes_text=choice.takes_text,
        is_right=choice.is_right,
    )
