"""What an organizer enters about a participant, and decides about them."""

from dataclasses import replace
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField, SelectField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, ValidationError

from blueprints.base import labels
from blueprints.inputs.base import fields as base
from blueprints.inputs.base.controls import NumberField
from blueprints.inputs.registrations.person import PersonForm, RegistrationForm
from models.registrations import Registration, RegistrationStatus
from models.sectors import Sector
from operations.base.details import PERSON_FIELDS, PersonDetails
from operations.registrations.status_changes import Decisions
from queries.registrations.status_changes import Position


class ParticipantForm(PersonForm):
    """The public form's fields; an e-mail address is optional."""

    email = base.email(
        _l("Email"),
        required=False,
        description=_l("Without an address no emails are sent; print the ticket instead."),
    )
    phone = base.phone(_l("Phone"))
    sector = RadioField(
        _l("Sector"),
        [InputRequired(_l("Choose one."))],
        choices=lambda: labels.choices(Sector),
    )
    institution = base.line(_l("Institution or organisation"), required=False)
    institution_role = base.line(_l("Role in the organisation"), required=False)
    province = base.province(_l("Province"), required=False)
    locale = SelectField(
        _l("Language of emails"),
        choices=[SelectChoice("tr", "Türkçe"), SelectChoice("en", "English")],
        default="tr",
    )
    submission_key = RegistrationForm.submission_key

    def __init__(self, *, registration: Registration | None = None, **options: Any) -> None:
        shown = (
            {name: getattr(registration, name) for name in PERSON_FIELDS} if registration else {}
        )
        super().__init__(**shown, **options)
        for field in self:  # these are not the organizer's own details: browsers must not fill them
            if (field.render_kw or {}).get("autocomplete"):
                field.render_kw = {**field.render_kw, "autocomplete": "off"}

    def person(self) -> PersonDetails:
        return replace(super().person(), locale=self.locale.data)


class DecisionForm(base.Form):
    """A decision about one registration or several."""

    status = SelectField(_l("New status"), [InputRequired(_l("Choose one."))])
    reason = base.paragraphs(
        _l("Reason"),
        required=False,
        longest=500,
        description=_l("It is kept with the registration. The person can read it."),
        render_kw={"rows": 2},
    )
    validate_reason = base.no_identity_number

    def __init__(self, *, of: RegistrationStatus | None = None, **options: Any) -> None:
        """Offers the steps that a registration with the status `of` can take, or all steps."""
        super().__init__(**options)
        steps = [
            SelectChoice(new.value, labels.label(new))
            for new in RegistrationStatus
            if new is not RegistrationStatus.OFFERED  # that is the waiting list's own step
            and (of.can_become(new) if of else new is not RegistrationStatus.PENDING)
        ]
        self.status.choices = [SelectChoice("", _("Choose")), *steps]

    @property
    def new_status(self) -> RegistrationStatus:
        return RegistrationStatus(self.status.data)


class ProgressForm(DecisionForm):
    """A decision about many in progress: who is next, and how many had which result so far."""

    people = HiddenField(default="")
    """Those about whom it was shown that they are decided."""
    until = base.counter()
    total = base.counter()
    held = base.counter(most=1)
    number = base.counter()
    changed = base.counter()
    without_place = base.counter()
    impossible = base.counter()

    @property
    def position(self) -> Position:
        return self.held.data, self.number.data

    def counters(self) -> list[Any]:
        """The counters for the next page, with their present values, not those that were sent."""
        return [field for field in self if isinstance(field, NumberField)]

    def go_on_after(self, position: Position) -> None:
        self.held.data, self.number.data = position

    def count(self, decisions: Decisions) -> None:
        self.changed.data += len(decisions.changed)
        self.without_place.data += len(decisions.without_place)
        self.impossible.data += len(decisions.impossible)

    @property
    def done(self) -> int:
        return int(self.changed.data + self.without_place.data + self.impossible.data)


LONGEST_TAG = 50


class TagForm(base.Form):
    """A tag for one person."""

    name = base.line(_l("Tag"), longest=LONGEST_TAG)

    def validate_name(self, field: Any) -> None:
        """In tables several tags stand in one cell."""
        if set(field.data or "") & set(",;"):
            raise ValidationError(_("A tag cannot contain a comma or a semicolon."))


class TaggingForm(TagForm):
    """A tag to be put on many people, or taken off them."""

    act = RadioField(
        _l("What should happen?"),
        [InputRequired(_l("Choose one."))],
        choices=lambda: [
            SelectChoice("add", _("Add the tag to them")),
            SelectChoice("remove", _("Remove the tag from them")),
        ],
        default="add",
    )


class NoteForm(base.Form):
    text = base.paragraphs(
        _l("New note"),
        longest=2000,
        description=_l("Only organisers read it; the person and evaluators never do."),
        render_kw={"rows": 3},
    )
    validate_text = base.no_identity_number
