"""One item of an agenda, with its speakers, one on each line."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField
from wtforms.validators import NumberRange, Optional, ValidationError

from blueprints.inputs.base import fields as base
from blueprints.inputs.base import moments
from blueprints.inputs.events.event import MOST_PLACES, WholeNumberField
from extensions import site_zone
from models.events import Event, Session
from operations.events.agenda import SessionDetails, SpeakerDetails

MOST_SPEAKERS = 50


class SessionForm(base.Form):
    title = base.line(_l("Title"))
    title_en = base.line(_l("Title in English"), required=False)
    starts_at = moments.moment(_l("Begins"), required=True)
    ends_at = moments.moment(_l("Ends"), required=True)
    room = base.line(_l("Room"), required=False)
    chosen = BooleanField(
        _l("People choose this session when they register"),
        description=_l("For sessions at the same time, or with fewer places than the event."),
    )
    capacity = WholeNumberField(
        _l("Places in this session"),
        [
            Optional(),
            NumberRange(0, MOST_PLACES, _l("Enter a number between %(min)d and %(max)d.")),
        ],
        description=_l("Only if participants choose it. Empty: as many as the event has."),
    )
    speakers = base.paragraphs(
        _l("Speakers"),
        required=False,
        description=_l(
            "One person per line, with a comma before the institution: Name, institution"
        ),
        render_kw={"rows": 5},
    )

    def __init__(self, event: Event, *, session: Session | None = None, **options: Any) -> None:
        super().__init__(**({**_shown(session, event.timezone), **options} if session else options))
        self._event = event
        moments.name_clock(event.timezone, site_zone(), self.starts_at, self.ends_at)

    def validate_starts_at(self, field: moments.MomentField) -> None:
        self._must_be_on_event_days(field)

    def validate_ends_at(self, field: moments.MomentField) -> None:
        if not moments.in_order(self.starts_at, field, self._event.timezone):
            raise ValidationError(_("The session must end after it begins."))
        self._must_be_on_event_days(field)

    def validate_speakers(self, field: Any) -> None:
        speakers = _speakers(field.data or "")
        if len(speakers) > MOST_SPEAKERS:
            raise ValidationError(_("Enter at most %(max)d speakers.", max=MOST_SPEAKERS))
        for number, speaker in enumerate(speakers, start=1):
            if max(len(speaker.name), len(speaker.affiliation)) > base.LINE:
                raise ValidationError(_("Speaker %(number)d is too long.", number=number))
            if not speaker.name:
                raise ValidationError(_("Speaker %(number)d has no name.", number=number))

    def validate_capacity(self, field: WholeNumberField) -> None:
        if field.data is not None and not self.chosen.data:
            raise ValidationError(_("Only a session that people choose has places of its own."))

    def details(self) -> SessionDetails:
        zone = self._event.timezone
        return SessionDetails(
            title=self.title.data,
            title_en=self.title_en.data or "",
            starts_at=self.starts_at.moment(zone),
            ends_at=self.ends_at.moment(zone),
            room=self.room.data or "",
            chosen=self.chosen.data,
            capacity=self.capacity.data,
            speakers=_speakers(self.speakers.data or ""),
        )

    def _must_be_on_event_days(self, field: moments.MomentField) -> None:
        moment = field.moment(self._event.timezone)
        if moment and not self._event.is_on_its_days(moment):
            raise ValidationError(_("This is not on a day of the event."))


def _speakers(text: str) -> list[SpeakerDetails]:
    """Lines such as «Ayşe Yılmaz, Ankara Üniversitesi»; only the first comma separates."""
    named = (line.partition(",") for line in text.splitlines() if line.strip())
    return [
        SpeakerDetails(name.strip(), affiliation.strip()) for name, _comma, affiliation in named
    ]


def _shown(session: Session, zone: str) -> dict[str, Any]:
    lines = [", ".join(filter(None, (s.name, s.affiliation))) for s in session.speakers]
    return {
        "title": session.title,
        "title_en": session.title_en,
        "starts_at": moments.local(session.starts_at, zone),
        "ends_at": moments.local(session.ends_at, zone),
        "room": session.room,
        "chosen": session.chosen,
        "capacity": session.places.capacity if session.places else None,
        "speakers": "\n".join(lines),
    }
