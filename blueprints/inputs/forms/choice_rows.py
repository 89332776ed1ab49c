"""The choices of a question, or the rows of a matrix, one a row. Rows are added, moved and removed
without a script, too."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from flask_babel import gettext as _
from wtforms import Field
from wtforms.validators import ValidationError

from blueprints.inputs.base.fields import LINE, refusal_of_fewer_places
from blueprints.inputs.events.event import MOST_PLACES
from lib.text import clean_line
from models.forms import Choice, Question
from operations.forms.details import ChoiceDetails, RowDetails

MOST_CHOICES = 100
_FIRST_ROWS = 3


@dataclass(frozen=True)
class ChoiceRow:
    label: str = ""
    label_en: str = ""
    places: str = ""
    choice_id: str = ""
    takes_text: bool = False
    is_right: bool = False
    errors: Sequence[str] = field(default=())

    @property
    def is_empty(self) -> bool:
        return not (self.label or self.label_en or self.places)

    @property
    def number(self) -> int | None:
        return int(self.choice_id) if re.fullmatch("[0-9]{1,9}", self.choice_id) else None

    def details(self) -> ChoiceDetails:
        return ChoiceDetails(
            self.label,
            self.label_en,
            int(self.places) if self.places else None,
            self.number,
            self.takes_text,
            self.is_right,
        )


class ChoicesField(Field):  # type: ignore[misc]
    """`rows` as they are shown; their inputs are named `choices-0-label` and so on.

    `with_places`, `with_other` and `with_right` say what else a row has; `least`: how many must be
    filled in, if any is; `fixed`: only the words can be changed.
    """

    def __init__(
        self,
        *arguments: Any,
        with_places: bool = False,
        with_other: bool = False,
        with_right: bool = False,
        least: int = 2,
        optional: bool = False,
        fixed: bool = False,
        **options: Any,
    ) -> None:
        super().__init__(*arguments, **options)
        self.with_places, self.with_other, self.with_right = with_places, with_other, with_right
        self.least, self.optional, self.fixed = least, optional, fixed
        self.rows: list[ChoiceRow] = []
        self.errors: Sequence[str] = ()

    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:
        self.process_errors: list[str] = []
        self.too_many = bool(formdata) and f"{self.name}-{MOST_CHOICES}-label" in formdata
        if formdata and f"{self.name}-0-label" in formdata:
            self.rows = [_sent(formdata, f"{self.name}-{n}") for n in self._numbers(formdata)]
        else:
            self.rows = [_stored(row) for row in data or ()]
            missing = 0 if self.fixed else _FIRST_ROWS - len(self.rows)
            self.rows += [ChoiceRow()] * max(0, missing)

    @property
    def count(self) -> int:
        """The number of choices; rows that were left empty do not count."""
        return sum(not row.is_empty for row in self.rows)

    def details(self) -> list[ChoiceDetails]:
        """The choices, once the field has been validated."""
        return [row.details() for row in self.rows if not row.is_empty]

    def row_details(self) -> list[RowDetails]:
        """The rows of a matrix, once the field has been validated."""
        return [
            RowDetails(row.label, row.label_en, row.number) for row in self.rows if not row.is_empty
        ]

    def change_rows(self, wish: str) -> None:
        """Do «add», «remove:2», «raise:2» or «lower:2»; anything else changes nothing."""
        verb, _colon, number = wish.partition(":")
        if self.fixed:
            return
        if verb == "add" and len(self.rows) < MOST_CHOICES:
            self.rows.append(ChoiceRow())
            return
        place = int(number) if re.fullmatch("[0-9]{1,4}", number) else len(self.rows)
        if place >= len(self.rows):
            return
        row = self.rows.pop(place)
        steps = {"raise": -1, "lower": 1}
        if verb in steps:
            self.rows.insert(max(0, place + steps[verb]), row)

    def pre_validate(self, form: Any) -> None:
        if self.too_many:
            raise ValidationError(
                _("A question has at most %(num)d choices. Remove some of them.", num=MOST_CHOICES)
            )
        self.rows = [replace(row, errors=_refusals(row)) for row in self.rows]
        if wrong := [row for row in self.rows if row.errors]:
            raise ValidationError(wrong[0].errors[0])
        named = [row.label for row in self.rows if not row.is_empty]
        if len(named) < self.least and (named or not self.optional):
            raise ValidationError(
                _("Write at least two choices.") if self.least > 1 else _("Write at least one row.")
            )
        if len(set(named)) < len(named):
            raise ValidationError(_("Two choices are the same. Change one of them."))
        if form.stage != "registration" and any(row.places for row in self.rows):
            raise ValidationError(
                _("Places can be limited only where the question is asked at registration.")
            )
        if any(row.places for row in self.rows) and "sensitive" in form and form["sensitive"].data:
            raise ValidationError(
                _(
                    "The places of a sensitive question cannot be limited: the places would tell who picked what."
                )
            )
        if sum(row.takes_text for row in self.rows if not row.is_empty) > 1:
            raise ValidationError(_("Only one choice can have a line to write in."))

    def refuse_fewer_than(self, choice_id: int, taken: int) -> None:
        """Refuse at this choice's row if it has fewer places than are taken already."""
        words = refusal_of_fewer_places(taken)
        for number, row in enumerate(self.rows):
            if row.choice_id == str(choice_id) and row.places and int(row.places) < taken:
                self.rows[number] = replace(row, errors=[words])
                self.errors = [*self.errors, words]

    def _numbers(self, formdata: Any) -> Iterable[int]:
        return [n for n in range(MOST_CHOICES) if f"{self.name}-{n}-label" in formdata]


def _sent(formdata: Any, name: str) -> ChoiceRow:
    def text(part: str) -> str:
        return clean_line(formdata.get(f"{name}-{part}", "")[: 10 * LINE])

    return ChoiceRow(
        text("label"),
        text("label_en"),
        text("places"),
        text("id"),
        bool(text("other")),
        bool(text("right")),
    )


def _stored(row: Choice | Question) -> ChoiceRow:
    if isinstance(row, Question):
        return ChoiceRow(row.label, row.label_en, choice_id=str(row.id))
    return ChoiceRow(
        row.label,
        row.label_en,
        "" if row.places is None else str(row.places.capacity),
        str(row.id),
        row.takes_text,
        row.is_right,
    )


def _refusals(row: ChoiceRow) -> list[str]:
    if row.is_empty:
        return []
    if not row.label:
        return [_("Write the choice.")]
    if max(len(row.label), len(row.label_en)) > LINE:
        return [_("Use at most %(max)d characters.", max=LINE)]
    digits = row.places
    if digits and not (digits.isascii() and digits.isdecimal() and len(digits) <= 6):
        return [_("Enter the places as a whole number, or leave it empty.")]
    if digits and not 0 <= int(digits) <= MOST_PLACES:
        return [_("Enter a number between %(min)d and %(max)d.", min=0, max=MOST_PLACES)]
    return []
