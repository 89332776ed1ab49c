"""A phone that will stand at a door."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, ValidationError

from blueprints.inputs.base import fields as base
from blueprints.inputs.base import moments
from blueprints.inputs.base.controls import CheckboxListField
from extensions import site_zone
from models.checkpoints import Checkpoint
from models.events import Event
from operations.check_in.devices import latest_end


class DeviceForm(base.Form):
    name = base.line(
        _l("Name of the phone"),
        longest=60,
        description=_l("So that you recognise it in the list, such as Left door, Ayşe’s phone."),
    )
    doors = CheckboxListField(
        _l("Its check-in points"),
        [InputRequired(_l("Choose at least one."))],
        description=_l("It can check in there and nowhere else."),
    )
    kiosk = BooleanField(
        _l("Participants scan themselves with it (kiosk)"),
        description=_l("Then it shows given names only, and nobody can search or undo on it."),
    )
    ends_at = moments.moment(
        _l("Until"), description=_l("Leave it empty: until a day after the event.")
    )

    def __init__(
        self,
        event: Event,
        doors: Sequence[Checkpoint],
        *,
        taken: Collection[str] = (),
        at: datetime,
        **options: Any,
    ) -> None:
        super().__init__(**options)
        self._zone, self._taken, self._at, self._doors = site_zone(), taken, at, doors
        moments.name_clock(self._zone, event.timezone, self.ends_at)
        self._latest = latest_end(event, at=at)
        self.doors.choices = [SelectChoice(str(door.id), door.name) for door in doors]
        if not self.is_submitted():
            self.doors.data = [str(door.id) for door in doors]

    def validate_name(self, field: Any) -> None:
        if field.data in self._taken:
            raise ValidationError(
                _("There is already a phone with this name. Choose another name.")
            )

    def validate_ends_at(self, field: moments.MomentField) -> None:
        if field.data and field.moment(self._zone) <= self._at:
            raise ValidationError(_("This is in the past. Choose a later time."))
        if field.data and field.moment(self._zone) > self._latest:
            raise ValidationError(
                _(
                    "A phone stays paired until a day after the event at most. "
                    "Choose an earlier time."
                )
            )

    def chosen_doors(self) -> list[Checkpoint]:
        return [door for door in self._doors if str(door.id) in self.doors.data]

    def until(self) -> datetime | None:
        moment: datetime | None = self.ends_at.moment(self._zone)
        return moment
