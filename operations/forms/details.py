"""What an organizer enters about a question, already cleaned."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from models.forms import AskedAt, AskedOf, Choice, Question


@dataclass(frozen=True)
class Words:
    label: str
    label_en: str = ""


@dataclass(frozen=True)
class ChoiceDetails(Words):
    """One choice. `choice_id` is given where it exists already. `places` None: no limit."""

    places: int | None = None
    choice_id: int | None = None
    takes_text: bool = False
    is_right: bool = False


@dataclass(frozen=True)
class RowDetails(Words):
    """One row of a matrix. `question_id` is given where it exists already."""

    question_id: int | None = None


@dataclass(frozen=True)
class ShownIf:
    """The question is asked only where the earlier one was answered with one of the values."""

    question_id: int
    values: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class QuestionDetails:
    label: str
    label_en: str = ""
    help: str = ""
    help_en: str = ""
    required: bool = False
    asked_at: AskedAt = AskedAt.REGISTRATION
    sensitive: bool = False
    minimum: int | None = None
    maximum: int | None = None
    points: int | None = None
    low: str = ""
    low_en: str = ""
    high: str = ""
    high_en: str = ""
    no_opinion: bool = False
    asked_of: AskedOf | None = None
    subjects: tuple[int, ...] = ()
    """The sessions or speakers it is asked of; none: of all."""
    page: int = 1
    condition: ShownIf | None = None
    choices: Sequence[ChoiceDetails] = ()
    rows: Sequence[RowDetails] = ()
    """Of a matrix."""

    @property
    def parts(self) -> Sequence[Words]:
        """Its choices and rows."""
        return (*self.choices, *self.rows)

    @property
    def without_texts(self) -> "QuestionDetails":
        """What is fixed once somebody has answered."""
        blank: Any = dict.fromkeys(TEXTS, "")
        return replace(
            self,
            **blank,
            choices=[replace(choice, label="", label_en="") for choice in self.choices],
            rows=[replace(row, label="", label_en="") for row in self.rows],
        )


TEXTS = ("label", "label_en", "help", "help_en", "low", "low_en", "high", "high_en")
SETTINGS = (
    "required",
    "asked_at",
    "sensitive",
    "minimum",
    "maximum",
    "points",
    "no_opinion",
    "asked_of",
    "page",
)


def details_of(question: Question) -> QuestionDetails:
    """The question as it would be entered. Retired choices and rows are left out."""
    hangs = question.shown_if_id
    return QuestionDetails(
        **{name: getattr(question, name) for name in (*TEXTS, *SETTINGS)},
        subjects=tuple(question.subjects or ()),
        condition=ShownIf(hangs, tuple(question.shown_if)) if hangs else None,
        choices=[_choice(choice) for choice in question.choices if choice.retired_at is None],
        rows=[RowDetails(row.label, row.label_en, row.id) for row in rows_of(question)],
    )


def anew(details: QuestionDetails) -> QuestionDetails:
    """The same for another question: with choices and rows of its own."""
    return replace(
        details,
        choices=[replace(choice, choice_id=None) for choice in details.choices],
        rows=[replace(row, question_id=None) for row in details.rows],
    )


def rows_of(matrix: Question) -> list[Question]:
    """The rows that are asked, in their order; none of a question that is no matrix."""
    rows = [
        row
        for row in matrix.form.questions
        if row.matrix_id is not None and row.matrix_id == matrix.id and row.retired_at is None
    ]
    return sorted(rows, key=lambda row: (row.position, row.id))


def _choice(choice: Choice) -> ChoiceDetails:
    return ChoiceDetails(
        choice.label,
        choice.label_en,
        choice.places.capacity if choice.places else None,
        choice.id,
        choice.takes_text,
        choice.is_right,
    )
