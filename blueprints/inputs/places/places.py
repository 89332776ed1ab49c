"""The places of an event and of each sector, session and choice: one field for each."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import Field, HiddenField
from wtforms.validators import NumberRange, Optional

from blueprints.base import labels
from blueprints.inputs.base import fields as base
from blueprints.inputs.events.event import MOST_PLACES, WholeNumberField
from models.events import Event, Session
from models.forms import Choice
from models.sectors import Sector
from operations.places.capacities import Limited
from queries.places.quotas import PlacesOfEvent


class _Shown(base.Form):
    seen = HiddenField(default="")
    """The values that the page showed: a field left alone must not undo what others have set."""


class PlacesForm:
    """`form` has a field for each limit; `fields` finds it."""

    def __init__(self, event: Event, places: PlacesOfEvent, locale: str, **options: Any) -> None:
        self._names: dict[str, Limited] = {"event": event}
        shown = {"event": event.places.capacity}
        fields = {"event": _places(_l("The whole event"), least=1)}
        for stratum in places.strata:
            name = _name(stratum.of)
            self._names[name] = stratum.of
            shown[name] = stratum.places.capacity if stratum.places else None
            fields[name] = _places(_words(stratum.of, locale))
        self.form = type("_Places", (_Shown,), fields)(data=shown, **options)
        if not self.form.is_submitted():
            self.form.seen.data = _marks(shown)

    @property
    def fields(self) -> Mapping[Limited, Field]:
        return {of: self.form[name] for name, of in self._names.items()}

    def validate(self) -> bool:
        return bool(self.form.validate())

    def changed(self) -> dict[Limited, int | None]:
        """Only the fields that differ from what the page showed."""
        seen = set((self.form.seen.data or "").split())
        return {
            of: self.form[name].data
            for name, of in self._names.items()
            if _mark(name, self.form[name].data) not in seen
        }

    def refuse(self, taken: Mapping[Limited, int]) -> None:
        for of, number in taken.items():
            self.fields[of].errors = [base.refusal_of_fewer_places(number)]


def _places(label: str, *, least: int = 0) -> Field:
    limits = NumberRange(least, MOST_PLACES, _l("Enter a number between %(min)d and %(max)d."))
    return WholeNumberField(label, [Optional(), limits])


def _name(of: Session | Choice | Sector) -> str:
    if isinstance(of, Session):
        return f"session-{of.id}"
    if isinstance(of, Choice):
        return f"choice-{of.id}"
    return f"sector-{of}"


def _words(of: Session | Choice | Sector, locale: str) -> str:
    if isinstance(of, Session):
        return of.title_in(locale)
    if isinstance(of, Choice):
        return f"{of.question.label_in(locale)} – {of.label_in(locale)}"
    return labels.label(of)


def _marks(shown: Mapping[str, int | None]) -> str:
    return " ".join(_mark(name, capacity) for name, capacity in shown.items())


def _mark(name: str, capacity: int | None) -> str:
    return f"{name}={'' if capacity is None else capacity}"
