"""How often each answer was given, for questions that are neither scales nor free text."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from models.forms import Answer, Choice, Question, QuestionKind

_K = QuestionKind
PICKED = {_K.SINGLE_CHOICE, _K.MULTIPLE_CHOICE}
COUNTED = {*PICKED, _K.YES_NO, _K.NUMBER, _K.DATE, _K.PROVINCE, _K.DISTRICT}
MOST_LINES = 20
"""At most so many different numbers, days or places are shown, the most frequent ones."""


@dataclass(frozen=True)
class Count:
    """One answer and how many people gave it: a choice, or a value as it is kept."""

    count: int
    choice: Choice | None = None
    value: str = ""


@dataclass(frozen=True)
class Numbers:
    least: int
    mean: float
    most: int


def counts_of(question: Question, answers: Sequence[Answer]) -> list[Count]:
    """Every choice, also one that nobody picked; for other kinds the answers that were given."""
    if question.kind in PICKED:
        picked = Counter(answer.choice_id for answer in answers)
        return [
            Count(picked[choice.id], choice=choice)
            for choice in question.choices
            if choice.retired_at is None or picked[choice.id]
        ]
    if question.kind is _K.YES_NO:
        said = Counter(answer.number for answer in answers)
        return [Count(said[1], value="yes"), Count(said[0], value="no")]
    given = Counter(answer.text if answer.number is None else answer.number for answer in answers)
    frequent = given.most_common(MOST_LINES)
    if question.kind in (_K.NUMBER, _K.DATE):
        frequent.sort(key=lambda item: item[0])  # type: ignore[arg-type,return-value]
    return [Count(count, value=str(value)) for value, count in frequent]


def numbers_of(question: Question, answers: Sequence[Answer]) -> Numbers | None:
    """The least, the mean and the most; None for other kinds of question, and without answers."""
    given = [answer.number for answer in answers if answer.number is not None]
    if question.kind is not _K.NUMBER or not given:
        return None
    return Numbers(min(given), sum(given) / len(given), max(given))
