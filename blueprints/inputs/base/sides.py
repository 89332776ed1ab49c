"""A field for the side from which something is said; it may be left unsaid."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import RadioField
from wtforms.fields import SelectChoice
from wtforms.validators import Optional

from blueprints.base import labels
from models.sectors import Sector


def side(label: str, *, unsaid: str, **more: Any) -> RadioField:
    """Radio buttons; the data is a Sector, or None for the choice with the words `unsaid`."""

    def choices() -> list[SelectChoice]:
        return [*labels.choices(Sector), SelectChoice("", str(unsaid))]

    return RadioField(
        label,
        [Optional()],
        choices=choices,
        coerce=_sector,
        invalid_value_message=_l("Choose one."),
        **more,
    )


def _sector(value: Any) -> Sector | None:
    """Raises ValueError for a value that is no sector."""
    return Sector(value) if value else None
