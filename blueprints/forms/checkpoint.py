"""A door: where and when people are scanned."""

from collections.abc import Collection, Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, SelectField
from wtforms.fields import SelectChoice
from wtforms.validators import Optional, ValidationError

from blueprints.forms import base, moments
from models.check_in import Checkpoint
from models.events import Event, Session
from operations.checkpoints import CheckpointDetails


class CheckpointForm(base.Form):
    name = base.line(
        _l("Name of the check-in point"),
        longest=100,
        description=_l("As the person at the door knows it, such as Main entrance."),
    )
    session = SelectField(
        _l("Session"),
        [Optional()],
        description=_l("Only if this door leads to one session of the agenda."),
    )
    opens_at = moments.moment(_l("Opens"), description=_l("Before this nobody is admitted."))
    closes_at = moments.moment(_l("Closes"), description=_l("After this nobody is admitted."))
    reentry = BooleanField(_l("Whoever leaves may come in again"))
    multiple = BooleanField(_l("One ticket may enter several times without leaving"))

    def __init__(
        self,
        event: Event,
        sessions: Sequence[Session],
        *,
        taken: Collection[str] = (),
        checkpoint: Checkpoint | None = None,
        **options: Any,
    ) -> None:
        shown = _shown(checkpoint, event.timezone) if checkpoint else {}
        super().__init__(**shown, **options)
        self._zone, self._taken = event.timezone, taken
        self.session.choices = [
            SelectChoice("", _("The whole event")),
            *(SelectChoice(str(session.id), session.title) for session in sessions),
        ]

    def validate_name(self, field: Any) -> None:
        if field.data in self._taken:
            raise ValidationError(_("There is a check-in point with this name already."))

    def validate_closes_at(self, field: moments.MomentField) -> None:
        if not moments.in_order(self.opens_at, field, self._zone):
            raise ValidationError(_("The door must close after it opens."))

    def details(self) -> CheckpointDetails:
        return CheckpointDetails(
            name=self.name.data,
            session_id=int(self.session.data) if self.session.data else None,
            opens_at=self.opens_at.moment(self._zone),
            closes_at=self.closes_at.moment(self._zone),
            reentry=self.reentry.data,
            multiple=self.multiple.data,
        )


def _shown(checkpoint: Checkpoint, zone: str) -> dict[str, Any]:
    return {
        "name": checkpoint.name,
        "session": str(checkpoint.session_id or ""),
        "opens_at": moments.local(checkpoint.opens_at, zone),
        "closes_at": moments.local(checkpoint.closes_at, zone),
        "reentry": checkpoint.reentry,
        "multiple": checkpoint.multiple,
    }
