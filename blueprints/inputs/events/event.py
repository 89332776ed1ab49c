"""The form for an event's own data."""

from typing import Any
from zoneinfo import available_timezones

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms import BooleanField, HiddenField, SelectField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, NumberRange, Optional

from blueprints.base import labels
from blueprints.base.languages import language
from blueprints.base.times import deadline
from blueprints.base.times import moment as told
from blueprints.inputs.base import fields as base
from blueprints.inputs.base import moments
from blueprints.inputs.base.controls import NumberField
from blueprints.inputs.events.contact import CONTACT_FIELDS, NEEDS_A_WAY, ContactFields
from extensions import site_zone
from lib import countries, provinces, zones
from models.events import DEFAULT_OFFER_HOURS, Event, EventKind
from operations.events.events import EventDetails
from operations.events.rules import MOST_OFFER_HOURS, EventRule, RuledFields, broken_rules
from operations.events.stale_edits import details_of, marks_of

MOST_PLACES = 100_000
_ALL_ZONES = available_timezones()
_TIMES = ("starts_at", "ends_at")
_DEADLINES = ("registration_opens_at", "registration_closes_at", "changes_close_at")
_WORDS = {
    EventRule.ENDS_AFTER_START: _l("The event must end after it begins."),
    EventRule.OPENS_BEFORE_END: _l("Registration must open before the event ends."),
    EventRule.CLOSES_AFTER_OPENING: _l("Registration must close after it opens."),
    EventRule.CLOSES_BEFORE_END: _l("Registration must close before the event ends."),
    EventRule.CHANGES_BEFORE_END: _l("Changes must end before the event does."),
    EventRule.PROVINCE_AT_HOME: _l("For an event abroad, leave the province empty."),
    EventRule.CONTACT_REACHABLE: NEEDS_A_WAY,
}


class WholeNumberField(NumberField):
    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(_("Enter a whole number, or leave it empty.")) from None


class EventForm(ContactFields, base.Form):
    title = base.line(_l("Title"), description=_l("As people will find it, in Turkish."))
    title_en = base.line(_l("Title in English"), required=False)
    kind = SelectField(
        _l("Kind"),
        [InputRequired(_l("Choose one."))],
        choices=lambda: [SelectChoice("", _("Choose")), *labels.choices(EventKind)],
    )
    starts_at = moments.moment(_l("Begins"), required=True)
    ends_at = moments.moment(_l("Ends"), required=True)
    timezone = SelectField(_l("Time zone"), default=site_zone)
    country = SelectField(
        _l("Country"),
        choices=lambda: [SelectChoice(code, name) for code, name in countries.by_name(language())],
        default="TR",
    )
    province = base.province(
        _l("Province"),
        required=False,
        description=_l("Leave it empty for an event abroad, online, or of the whole country."),
    )
    venue = base.line(_l("Venue"), required=False)
    address = base.line(_l("Address of the venue"), required=False, longest=500)
    description = base.paragraphs(
        _l("Description"),
        required=False,
        description=_l("Markdown: **bold**, - list, [words](https://address)."),
        render_kw={"rows": 10},
    )
    description_en = base.paragraphs(
        _l("Description in English"), required=False, render_kw={"rows": 6}
    )
    capacity = WholeNumberField(
        _l("Places"),
        [
            Optional(),
            NumberRange(1, MOST_PLACES, _l("Enter a number between %(min)d and %(max)d.")),
        ],
        description=_l("For the whole event. Leave it empty if there is no limit."),
        render_kw={"min": 1, "inputmode": "numeric"},
    )
    waitlist = BooleanField(_l("Use a waiting list when all places are taken"))
    offer_hours = WholeNumberField(
        _l("Hours for which a freed place is held"),
        [
            Optional(),
            NumberRange(1, MOST_OFFER_HOURS, _l("Enter a number between %(min)d and %(max)d.")),
        ],
        default=DEFAULT_OFFER_HOURS,
        description=_l(
            "The next person accepts it within this time, or it goes to the one after. Leave it "
            "empty to give it at once."
        ),
        render_kw={"min": 1, "inputmode": "numeric"},
    )
    approval = BooleanField(_l("An organiser decides about every application"))
    asks_gender = BooleanField(_l("Ask for the gender (optional), to balance the selection"))
    registration_opens_at = moments.moment(
        _l("Registration opens"), description=_l("Empty: as soon as the event is published.")
    )
    registration_closes_at = moments.moment(
        _l("Registration closes"), description=_l("Empty: when the event ends.")
    )
    changes_close_at = moments.moment(
        _l("Participants can cancel and change until"),
        description=_l("Empty: until the event begins."),
    )
    transferable = BooleanField(_l("People may give their place to someone else"))
    seen = HiddenField()
    """The values that the form showed: who saves later must not undo what others changed
    meanwhile."""

    def __init__(self, *arguments: Any, event: Event | None = None, **options: Any) -> None:
        super().__init__(*arguments, **({**_shown(event), **options} if event else options))
        if current_user.province:  # the own province is preset, and there is no other
            name = provinces.PROVINCES[current_user.province]
            self.province.choices = [SelectChoice(current_user.province, name)]
            self.province.description = ""
        self.timezone.choices = _zones(event.timezone if event else site_zone())
        self.timezone.description = _(
            "The event begins and ends by the clock of this place. Deadlines are always %(clock)s.",
            clock=zones.clock_of(site_zone(), language()),
        )
        deadlines = [self[name] for name in _DEADLINES]
        moments.name_clock(site_zone(), self._zone, *deadlines)

    def validate(self, extra_validators: Any = None) -> bool:
        """Check each field by itself first, then the rules between fields."""
        valid = bool(super().validate(extra_validators))
        for name, rule in broken_rules(self._ruled()).items():
            if not self[name].errors:
                self[name].errors, valid = [_WORDS[rule]], False
        return valid

    def take_over(self, event: Event, names: list[str]) -> None:
        """Show the stored values in these fields instead of what was sent."""
        kept = _shown(event)
        for name in names:
            self[name].data, self[name].raw_data = kept[name], None

    def words(self, name: str) -> str:
        """The field's value as a person reads it; "" if it is empty."""
        field = self[name]
        if field.type == "BooleanField":
            return str(_("yes") if field.data else _("no"))
        if not field.data:
            return ""
        if field.type == "SelectField":
            return next((str(o.label) for o in field.iter_choices() if o.value == field.data), "")
        if field.type == "MomentField":
            return self._moment_in_words(name)
        return str(field.data)

    def _moment_in_words(self, name: str) -> str:
        """A moment as pages show it: deadlines in the site's zone, others in the event's."""
        moment, zone = self._moment(name), self._zone
        return deadline(moment, zone) if name in _DEADLINES else told(moment, zone)

    def _moment(self, name: str) -> Any:
        return self[name].moment(site_zone() if name in _DEADLINES else self._zone)

    def _ruled(self) -> RuledFields:
        return RuledFields(
            **{name: self._moment(name) for name in (*_TIMES, *_DEADLINES)},
            province=self.province.data,
            country=self.country.data,
            contact=self.contact(),
        )

    @property
    def _zone(self) -> str:
        """The zone in which begin and end are typed; the site's if the one sent is refused."""
        return str(self.timezone.data if self.timezone.data in _ALL_ZONES else site_zone())

    def details(self) -> EventDetails:
        return EventDetails(
            **{name: self._moment(name) for name in (*_TIMES, *_DEADLINES)},
            title=self.title.data,
            title_en=self.title_en.data or "",
            kind=EventKind(self.kind.data),
            timezone=self.timezone.data,
            country=self.country.data,
            province=self.province.data,
            venue=self.venue.data or "",
            address=self.address.data or "",
            description=self.description.data or "",
            description_en=self.description_en.data or "",
            capacity=self.capacity.data,
            waitlist=self.waitlist.data,
            offer_hours=self.offer_hours.data,
            approval=self.approval.data,
            asks_gender=self.asks_gender.data,
            transferable=self.transferable.data,
            **{f"contact_{name}": value for name, value in vars(self.contact()).items()},
        )


def _zones(kept: str) -> list[SelectChoice]:
    """Zones by their places: those around the site, and the stored one, whatever its name."""
    around = zones.zones_around(site_zone())
    offered = {zones.place_of(zone, "en"): zone for zone in (*around, site_zone(), kept)}
    return [SelectChoice(*pair) for pair in zones.by_place(offered.values(), language())]


def _shown(event: Event) -> dict[str, Any]:
    """The event's columns for the form: times in its own zone, deadlines in the site's."""
    names = (
        "title",
        "title_en",
        "kind",
        "timezone",
        "country",
        "province",
        "venue",
        "address",
        "description",
        "description_en",
        "waitlist",
        "offer_hours",
        "approval",
        "asks_gender",
        "transferable",
        *CONTACT_FIELDS,
    )
    return {
        **{name: getattr(event, name) for name in names},
        **{name: moments.local(getattr(event, name), event.timezone) for name in _TIMES},
        **{name: moments.local(getattr(event, name), site_zone()) for name in _DEADLINES},
        "capacity": event.places.capacity,
        "seen": marks_of(details_of(event)),
    }
