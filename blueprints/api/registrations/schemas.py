from datetime import datetime
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, field_validator

from blueprints.api.base.fields import (
    FamilyName,
    GivenName,
    MaybeEmail,
    MaybeLine,
    MaybePhone,
    MaybeProvince,
    MaybeText,
    Province,
    in_zone,
    refusal,
    without_defaults,
)
from blueprints.api.base.lists import Listed, Window
from letters.compose import registration_address
from lib.identity_numbers import holds_identity_number
from lib.short_codes import printed
from models.registrations import Registration, RegistrationStatus
from models.sectors import Sector
from operations.base.tickets import qr_text

_MADE = {
    "offered_until",
    "registered_at",
    "answers",
    "ticket_code",
    "short_code",
    "self_service_url",
}


class PersonFields(BaseModel):
    email: MaybeEmail = None
    phone: Annotated[MaybePhone, Field(description="National numbers are Turkish.")] = None
    institution: MaybeLine = ""
    institution_role: MaybeLine = ""
    province: MaybeProvince = None

    @field_validator(
        "given_name", "family_name", "institution", "institution_role", check_fields=False
    )
    @classmethod
    def hold_no_identity_number(cls, text: str) -> str:
        if holds_identity_number(text):
            raise refusal("Leave out identity numbers: they are not kept here.")
        return text


class NewRegistration(PersonFields):
    given_name: GivenName
    family_name: Annotated[
        FamilyName, Field(description="Left out for people who have one name alone.")
    ] = ""
    sector: Sector
    locale: Annotated[
        Literal["tr", "en"] | None, Field(description="Of emails and of the person's page.")
    ] = None
    answers: Annotated[
        dict[str, Any] | None,
        Field(
            description="Answers to the event's own questions, by key: choices by label or number. "
            "When given, all that the form requires must be in it."
        ),
    ] = None


class RegistrationChange(PersonFields):
    """A field that is left out stays as it is."""

    model_config = ConfigDict(json_schema_extra=without_defaults)

    given_name: GivenName = ""
    family_name: FamilyName = ""
    sector: Sector = Sector.OTHER
    locale: Literal["tr", "en"] = "tr"
    status: Annotated[
        RegistrationStatus | None,
        Field(
            description="The waiting list alone offers places: `offered` cannot be asked for."
            " Someone with an offer can be confirmed, declined, cancelled or waitlisted."
        ),
    ] = None
    answers: Annotated[
        dict[str, Any],
        Field(description="By key; other answers stay, null takes one away."),
    ] = {}
    reason: Annotated[
        MaybeText, Field(description="The person reads it when declined or cancelled.")
    ] = ""


class RegistrationQuery(Window):
    status: RegistrationStatus | None = None
    sector: Sector | None = None
    province: Province | None = None
    q: Annotated[
        str,
        Field(
            max_length=200, description="Words of name, email or institution, as typed in Turkish."
        ),
    ] = ""


class RegistrationJson(BaseModel):
    id: int
    event_id: int
    status: Annotated[
        RegistrationStatus,
        Field(
            description="`offered`: a place that became free is kept until `offered_until`; unless"
            " the person accepts it by then, it passes on to the next who waits."
        ),
    ]
    offered_until: Annotated[datetime | None, Field(description="Only while `offered`.")]
    status_reason: str
    given_name: str
    family_name: str
    email: str | None
    phone: str | None
    sector: Sector
    institution: str
    institution_role: str
    province: str | None
    locale: str
    registered_at: datetime
    answers: Annotated[
        dict[str, Any],
        Field(description="By key; sensitive ones only for who may see sensitive answers."),
    ]
    ticket_code: Annotated[
        str | None,
        Field(
            description="What the QR holds, once confirmed; only for who may manage registrations."
        ),
    ]
    short_code: Annotated[str | None, Field(description="The same for typing.")]
    self_service_url: Annotated[
        str | None,
        Field(
            description="The person's registration page; only for those who may manage registrations."
        ),
    ]

    @classmethod
    def of(cls, registration: Registration, *, answers: dict[str, Any], with_keys: bool) -> Self:
        """`with_keys`: also the ticket's codes and the link of the person's own page.

        Whoever has them can act as the person.
        """
        ticket = registration.ticket if with_keys and registration.is_confirmed else None
        told = {name: getattr(registration, name) for name in cls.model_fields if name not in _MADE}
        zone, until = registration.event.timezone, registration.offered_until
        return cls(
            **told,
            answers=answers,
            registered_at=in_zone(registration.registered_at, zone),
            offered_until=until and in_zone(until, zone),
            ticket_code=qr_text(registration, ticket) if ticket else None,
            short_code=printed(ticket.short_code) if ticket else None,
            self_service_url=registration_address(registration) if with_keys else None,
        )


class RegistrationList(Listed[RegistrationJson]):
    """One page of the registrations of an event."""
