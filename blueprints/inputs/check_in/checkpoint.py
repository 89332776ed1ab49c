"""A door: where and when people are scanned, and whom it is for."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, SelectField
from wtforms.fields import SelectChoice
from wtforms.validators import NumberRange, Optional, ValidationError

from blueprints.base import labels
from blueprints.base.languages import language
from blueprints.inputs.base import fields as base
from blueprints.inputs.base import moments
from blueprints.inputs.base.controls import CheckboxListField
from blueprints.inputs.events.event import MOST_PLACES, WholeNumberField
from extensions import site_zone
from lib.turkish import search_key
from models.checkpoints import Checkpoint
from models.events import Event, Session
from models.forms import Choice
from models.participants import Tag
from models.sectors import Sector
from operations.check_in.checkpoints import CheckpointDetails


class CheckpointForm(base.Form):
    name = base.line(
        _l("Name of the check-in point"),
        longest=100,
        description=_l("As the person at the door knows it, such as Main entrance."),
    )
    opens_at = moments.moment(_l("Opens"), description=_l("Before this nobody is admitted."))
    closes_at = moments.moment(_l("Closes"), description=_l("After this nobody is admitted."))
    session = SelectField(
        _l("Session"),
        [Optional()],
        description=_l("Only if this check-in point is for one session of the agenda."),
    )
    only_chosen = BooleanField(_l("Only those who chose this session may enter"))
    sectors = CheckboxListField(
        _l("Only people of these sectors"),
        description=_l("Tick none where people of all sectors may enter."),
        choices=lambda: labels.choices(Sector),
    )
    choice = SelectField(
        _l("Only those who answered"),
        [Optional()],
        description=_l("For a bus, a meal or a table: the choice of the form that they picked."),
    )
    admits_waiting = BooleanField(
        _l("People on the waiting list may enter, too"),
        description=_l("Once the registration desk has given them a ticket."),
    )
    capacity = WholeNumberField(
        _l("Capacity of the room"),
        [
            Optional(),
            NumberRange(1, MOST_PLACES, message=_l("Enter a whole number, such as 120.")),
        ],
        description=_l(
            "When this many people are inside, nobody else is admitted. People who leave must be "
            "scanned, too."
        ),
    )
    exits = BooleanField(
        _l("People who leave are scanned, too"),
        description=_l(
            "Then the list shows until when somebody was there. Where people may come in again, or "
            "only so many may be inside, it is done in any case."
        ),
    )
    reentry = BooleanField(_l("People who leave may come in again"))
    multiple = BooleanField(_l("One ticket may enter several times without leaving"))
    beside_programme = BooleanField(
        _l("It is beside the programme, such as a bus or a meal"),
        description=_l(
            "People who were seen only there have not attended, and are not asked for feedback."
        ),
    )
    roster = BooleanField(
        _l("Phones at this check-in point may keep the names for when there is no connection"),
        description=_l(
            "Only the names of people who may enter here. They are kept encrypted and deleted "
            "when someone signs out, when the phone’s access is removed, and a day after the "
            "event."
        ),
    )
    shown_tags = CheckboxListField(
        _l("Tags shown to staff"),
        description=_l("Tick only what staff at this check-in point need to know."),
    )
    shows_groups = BooleanField(
        _l("Show the group code of people who registered as a group"),
    )

    def __init__(
        self,
        event: Event,
        sessions: Sequence[Session],
        choices: Sequence[Choice],
        tags: Sequence[Tag],
        *,
        taken: Collection[str] = (),
        checkpoint: Checkpoint | None = None,
        **options: Any,
    ) -> None:
        shown = _shown(checkpoint, event.timezone) if checkpoint else {}
        super().__init__(**shown, **options)
        self._zone, self._taken, self._sessions = event.timezone, taken, sessions
        moments.name_clock(event.timezone, site_zone(), self.opens_at, self.closes_at)
        self.session.choices = [
            SelectChoice("", _("The whole event")),
            *(SelectChoice(str(one.id), one.title_in(language())) for one in sessions),
        ]
        kept = [checkpoint.choice] if checkpoint and checkpoint.choice else []
        self.choice.choices = _by_question([*choices, *(c for c in kept if c not in choices)])
        self.shown_tags.choices = _named(tags, checkpoint.shown_tags if checkpoint else ())

    def validate_name(self, field: Any) -> None:
        if field.data in self._taken:
            raise ValidationError(
                _("There is already a check-in point with this name. Choose another name.")
            )

    def validate_closes_at(self, field: moments.MomentField) -> None:
        if not moments.in_order(self.opens_at, field, self._zone):
            raise ValidationError(_("The closing time must be after the opening time."))

    def validate_only_chosen(self, field: Any) -> None:
        if not field.data:
            return
        session = next((s for s in self._sessions if str(s.id) == self.session.data), None)
        if session is None:
            raise ValidationError(_("Choose above the session that this check-in point is for."))
        if not session.chosen:
            raise ValidationError(
                _(
                    "People do not choose this session when they register. "
                    "Untick this, or choose another session."
                )
            )

    def is_ruled(self, *names: str) -> bool:
        """Whether any of these fields is filled in, so that the section must be shown open."""
        return any(self[name].data or self[name].errors for name in names)

    def details(self) -> CheckpointDetails:
        return CheckpointDetails(
            name=self.name.data,
            session_id=int(self.session.data) if self.session.data else None,
            opens_at=self.opens_at.moment(self._zone),
            closes_at=self.closes_at.moment(self._zone),
            exits=self.exits.data,
            reentry=self.reentry.data,
            multiple=self.multiple.data,
            only_chosen=self.only_chosen.data,
            choice_id=int(self.choice.data) if self.choice.data else None,
            sectors=[sector for sector in Sector if sector in (self.sectors.data or ())],
            admits_waiting=self.admits_waiting.data,
            capacity=self.capacity.data,
            beside_programme=self.beside_programme.data,
            roster=self.roster.data,
            shown_tags=self.shown_tags.data or (),
            shows_groups=self.shows_groups.data,
        )


def _by_question(choices: Sequence[Choice]) -> list[SelectChoice] | dict[str, list[SelectChoice]]:
    """Choices grouped under their questions; without choices only «Whatever they answered»."""
    found: dict[str, list[SelectChoice]] = {"": [SelectChoice("", _("Any answer"))]}
    for choice in choices:
        asked = choice.question.label_in(language())
        found.setdefault(asked, []).append(
            SelectChoice(str(choice.id), choice.label_in(language()))
        )
    return found if choices else found[""]


def _named(tags: Sequence[Tag], ticked: Sequence[str]) -> list[SelectChoice]:
    """The event's tags, and those shown here that nobody has at the moment."""
    names = {tag.search_key: tag.name for tag in tags} | {search_key(name): name for name in ticked}
    return [SelectChoice(name, name) for _key, name in sorted(names.items())]


def _shown(checkpoint: Checkpoint, zone: str) -> Mapping[str, Any]:
    return {
        "name": checkpoint.name,
        "session": str(checkpoint.session_id or ""),
        "opens_at": moments.local(checkpoint.opens_at, zone),
        "closes_at": moments.local(checkpoint.closes_at, zone),
        "exits": checkpoint.exits,
        "reentry": checkpoint.reentry,
        "multiple": checkpoint.multiple,
        "only_chosen": checkpoint.only_chosen,
        "choice": str(checkpoint.choice_id or ""),
        "sectors": checkpoint.sectors,
        "admits_waiting": checkpoint.admits_waiting,
        "capacity": checkpoint.capacity,
        "beside_programme": checkpoint.beside_programme,
        "roster": checkpoint.roster,
        "shown_tags": checkpoint.shown_tags,
        "shows_groups": checkpoint.shows_groups,
    }
