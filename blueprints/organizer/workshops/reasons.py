"""Why a sentence is hidden: what the organizers of the list wrote, or our suggestions."""

from collections.abc import Sequence

from flask_babel import gettext as _

from models.events import Event
from queries.workshops.workshops import hide_reasons_of


def reasons_for(event: Event) -> Sequence[str]:
    return hide_reasons_of(event) or [
        _("It names a person."),
        _("It insults somebody."),
        _("It does not belong to the subject."),
        _("It was said already in the same words."),
    ]
