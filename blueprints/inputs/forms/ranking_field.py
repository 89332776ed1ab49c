"""Choices put in order: each gets a place, in lists that a script turns into buttons."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from wtforms import Field
from wtforms.validators import ValidationError

from blueprints.inputs.forms.presence import presence
from models.forms import Question


class RankingField(Field):  # type: ignore[misc]
    """`data`: the numbers of all choices in order, or None if none has a place.

    Sent as the numbers in order under the field's own name, or as `<name>-place-<number>` from 1.
    """

    data: tuple[int, ...] | None
    raw_data: list[str] | None

    def __init__(self, *arguments: Any, ranked: Sequence[tuple[int, str]], **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.ranked = ranked
        self.places: dict[int, str] = {}
        """What was typed as the place of each choice."""

    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:
        self.process_errors: list[str] = []
        self.raw_data, self.unknown, self.twice = None, False, False
        self.places = {number: str(nth) for nth, number in enumerate(data or (), 1)}
        if formdata is not None:
            self._read(formdata)
        self.data = self._in_order()

    def pre_validate(self, _form: Any) -> None:
        if self.unknown:
            raise ValidationError(_("Choose from the list."))
        if self.twice:
            raise ValidationError(_("A choice stands twice. Name each of them once."))
        if twice := [place for place, n in Counter(self.places.values()).items() if n > 1]:
            raise ValidationError(
                _(
                    "Place %(place)s is given twice. Give every choice a place of its own.",
                    place=twice[0],
                )
            )
        if self.places and len(self.places) < len(self.ranked):
            raise ValidationError(
                _("Give every choice a place.")
                if self.flags.required
                else _("Give every choice a place, or none of them.")
            )

    def place_of(self, number: int) -> str:
        return self.places.get(number, "")

    @property
    def in_shown_order(self) -> Sequence[tuple[int, str]]:
        """The choices by their places, where they have good ones."""
        if self.data is None:
            return self.ranked
        return [(number, dict(self.ranked)[number]) for number in self.data]

    def _read(self, formdata: Any) -> None:
        listed = [value for value in formdata.getlist(self.name) if value.strip()]
        known = {str(number): number for number, _label in self.ranked}
        placed = {number: formdata.get(f"{self.name}-place-{number}", "") for number in known}
        self.raw_data = listed or [place for place in placed.values() if place.strip()]
        if listed:
            self.unknown = not set(listed) <= known.keys()
            self.twice = len(set(listed)) < len(listed)
            self.places = {known[v]: str(n) for n, v in enumerate(listed, 1) if v in known}
            return
        self.places = {known[name]: place[:9] for name, place in placed.items() if place.strip()}
        allowed = {str(place) for place in range(1, len(self.ranked) + 1)}
        self.unknown = not set(self.places.values()) <= allowed

    def _in_order(self) -> tuple[int, ...] | None:
        wanted = [str(place) for place in range(1, len(self.ranked) + 1)]
        by_place = {place: number for number, place in self.places.items()}
        if (
            self.unknown
            or self.twice
            or sorted(self.places.values()) != sorted(wanted)
            or not wanted
        ):
            return None
        return tuple(by_place[place] for place in wanted)


def ranking(
    question: Question, label: str, offered: Sequence[Any], locale: str, options: dict[str, Any]
) -> Any:
    ranked = [(choice.id, choice.label_in(locale)) for choice in offered]
    rules = presence(question, _("Give every choice a place."))
    return RankingField(label, rules, ranked=ranked, **options)
