"""Questions of surveys as JSON: the same fields are entered and shown."""

import re
from collections.abc import Iterable
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    Field,
    StrictBool,
    StrictInt,
    ValidationInfo,
    field_validator,
)

from blueprints.api.base.fields import Line, MaybeLine, MaybeText, refusal
from lib.turkish import search_key
from models.forms import QuestionKind
from operations.surveys.questions import ItemDetails, OptionDetails

_K = QuestionKind
_POINTS = {_K.SCALE: 5, _K.MATRIX: 5}
"""Kinds with a number of points, and how many they have if none is given."""
_FIXED = {_K.RATING: 5, _K.NPS: 11}
_PICKED = {_K.SINGLE_CHOICE, _K.MULTIPLE_CHOICE}
_OF_PERSONS = {_K.FILE, _K.CONSENT}
FEWEST, MOST_CHOICES, MOST_ROWS, MOST_PAGES = 2, 100, 40, 50
_OTHER = re.compile(r"(diger|other)\b")


def _item(text: str) -> str:
    if not re.fullmatch("[A-Za-z0-9_-]{1,64}", text):
        raise refusal("Give 1 to 64 letters (a to z), digits, _ or -.")
    return text


def _asked(kind: QuestionKind) -> QuestionKind:
    if kind in _OF_PERSONS:
        raise refusal("Files and consents belong to a person; a survey cannot ask for them.")
    return kind


def _as_object(choice: Any) -> Any:
    return {"label": choice} if isinstance(choice, str) else choice


Item = Annotated[
    str,
    AfterValidator(_item),
    Field(
        description="The question's name in all waves, unique in the form.",
        json_schema_extra={"pattern": "^[A-Za-z0-9_-]{1,64}$"},
    ),
]


class SurveyChoice(BaseModel):
    label: Line
    label_en: MaybeLine = ""
    other: Annotated[
        StrictBool | None,
        Field(
            description="Whether it takes a text. Left out: a label that begins with «Diğer» or"
            " «Other» does."
        ),
    ] = None

    def details(self, *, is_right: bool, takes_text: bool) -> OptionDetails:
        return OptionDetails(
            label=self.label, label_en=self.label_en, takes_text=takes_text, is_right=is_right
        )

    @property
    def reads_like_other(self) -> bool:
        return self.other is None and _OTHER.match(search_key(self.label)) is not None


class SurveyRow(BaseModel):
    """One row of a matrix: a scale of its own, with an item of its own."""

    item: Item
    label: Line
    label_en: MaybeLine = ""


class SurveyQuestion(BaseModel):
    item: Item
    kind: Annotated[QuestionKind, AfterValidator(_asked)]
    label: Line
    label_en: MaybeLine = ""
    help: MaybeText = ""
    help_en: MaybeText = ""
    points: Annotated[
        StrictInt | None,
        Field(
            ge=2, le=11, validate_default=True, description="Of a scale or matrix; 5 if left out."
        ),
    ] = None
    low: Annotated[MaybeLine, Field(description="What the lowest point means.")] = ""
    low_en: MaybeLine = ""
    high: MaybeLine = ""
    high_en: MaybeLine = ""
    no_opinion: Annotated[StrictBool, Field(description="Whether a scale offers «no opinion».")] = (
        False
    )
    rows: Annotated[
        list[SurveyRow],
        Field(max_length=MOST_ROWS, validate_default=True, description="Of a matrix."),
    ] = []
    choices: Annotated[
        list[
            Annotated[
                SurveyChoice,
                BeforeValidator(_as_object, json_schema_input_type=str | SurveyChoice),
            ]
        ],
        Field(
            max_length=MOST_CHOICES,
            validate_default=True,
            description="Of a choice or ranking; of a problem its topics.",
        ),
    ] = []
    right: Annotated[
        list[StrictInt],
        Field(description="Of a choice in a test: the numbers of the right ones, from 1."),
    ] = []
    required: StrictBool = False
    page: Annotated[StrictInt, Field(ge=1, le=MOST_PAGES)] = 1

    @field_validator("points")
    @classmethod
    def suit_the_kind(cls, points: int | None, info: ValidationInfo) -> int | None:
        kind = info.data.get("kind")
        if kind in _POINTS:
            return points or _POINTS[kind]
        if points is not None and kind is not None and points != _FIXED.get(kind):
            raise refusal("Only a scale or matrix has a number of points to choose.")
        return None

    @field_validator("no_opinion")
    @classmethod
    def stand_beside_numbers(cls, offered: bool, info: ValidationInfo) -> bool:
        if offered and info.data.get("kind", _K.SCALE) not in _POINTS:
            raise refusal("Only a scale offers «no opinion».")
        return offered

    @field_validator("rows")
    @classmethod
    def belong_to_a_matrix(cls, rows: list[SurveyRow], info: ValidationInfo) -> list[SurveyRow]:
        kind = info.data.get("kind")
        if kind is _K.MATRIX and not rows:
            raise refusal("A matrix needs rows.")
        if rows and kind not in (_K.MATRIX, None):
            raise refusal("Only a matrix has rows.")
        return rows

    @field_validator("choices")
    @classmethod
    def suit_a_choice(cls, choices: list[SurveyChoice], info: ValidationInfo) -> list[SurveyChoice]:
        kind = info.data.get("kind")
        if kind in {*_PICKED, _K.RANKING} and len(choices) < FEWEST:
            raise refusal(f"Give at least {FEWEST} choices.")
        if choices and kind not in {*_PICKED, _K.RANKING, _K.PROBLEM, None}:
            raise refusal("Only choices, rankings and problems have choices.")
        if len({choice.label for choice in choices}) < len(choices):
            raise refusal("Two choices have the same label.")
        if sum(choice.other is True for choice in choices) > 1:
            raise refusal("Only one choice can take a text.")
        return choices

    @field_validator("right")
    @classmethod
    def be_among_the_choices(cls, right: list[int], info: ValidationInfo) -> list[int]:
        if right and info.data.get("kind", _K.SINGLE_CHOICE) not in _PICKED:
            raise refusal("Only choices can be right.")
        if not set(right) <= set(range(1, len(info.data.get("choices", ())) + 1)):
            raise refusal("Give numbers of the choices, from 1.")
        return sorted(set(right))

    def details(self) -> Iterable[ItemDetails]:
        """The question, with the rows of a matrix behind it."""
        other = self._other if self.kind in _PICKED else None
        yield self._item(
            self.item,
            self.kind,
            self,
            help=self.help,
            help_en=self.help_en,
            options=tuple(
                choice.details(is_right=n in self.right, takes_text=choice is other)
                for n, choice in enumerate(self.choices, start=1)
            ),
        )
        for row in self.rows:
            yield self._item(row.item, _K.SCALE, row, matrix=self.item)

    @property
    def _other(self) -> SurveyChoice | None:
        """The choice that takes a text: the one that says so, else the last that reads like it."""
        said = [choice for choice in self.choices if choice.other]
        like = [choice for choice in self.choices if choice.reads_like_other]
        return next(iter(said or like[::-1]), None)

    def _item(
        self, item: str, kind: QuestionKind, words: "SurveyQuestion | SurveyRow", **more: Any
    ) -> ItemDetails:
        shared = ("required", "page", "points", "no_opinion", "low", "low_en", "high", "high_en")
        return ItemDetails(
            item=item,
            kind=kind,
            label=words.label,
            label_en=words.label_en,
            **{name: getattr(self, name) for name in shared},
            **more,
        )

    @property
    def items(self) -> list[str]:
        """Its own name and those of its rows."""
        return [self.item, *(row.item for row in self.rows)]


class AskedQuestion(SurveyQuestion):
    """A question as the form asks it, in the fields in which it was entered."""


def questions_json(items: Iterable[ItemDetails]) -> list[AskedQuestion]:
    """What a form asks, as it would be entered. It is not checked again."""
    shown: dict[str, AskedQuestion] = {}
    for item in items:
        words: dict[str, Any] = {"item": item.item, "label": item.label, "label_en": item.label_en}
        if item.matrix in shown:
            shown[item.matrix].rows.append(SurveyRow.model_construct(**words))
            continue
        plain = {
            name: getattr(item, name)
            for name in SurveyQuestion.model_fields.keys() - {"rows", "choices", "right", *words}
        }
        shown[item.item] = AskedQuestion.model_construct(
            **words,
            **plain,
            rows=[],
            choices=[
                SurveyChoice.model_construct(
                    label=option.label, label_en=option.label_en, other=option.takes_text
                )
                for option in item.options
            ],
            right=[n for n, option in enumerate(item.options, start=1) if option.is_right],
        )
    return list(shown.values())
