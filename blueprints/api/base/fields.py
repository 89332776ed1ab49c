"""Types of fields: what is accepted, in which form it is kept, and what a refusal says."""

from datetime import datetime
from typing import Annotated, Any
from zoneinfo import ZoneInfo, available_timezones

from babel import Locale
from pydantic import AfterValidator, BeforeValidator, Field, StrictInt, WithJsonSchema
from pydantic_core import PydanticCustomError

from blueprints.inputs.base.fields import EMAIL, LINE, NAME, PARAGRAPHS
from extensions import site_zone
from lib import phones
from lib.emails import normal_address
from lib.provinces import PROVINCES
from lib.text import clean_line, clean_name, clean_paragraphs, storable

_COUNTRIES = {str(code) for code in Locale("en").territories if len(str(code)) == 2}
_ZONES = available_timezones()
# Years that calendars, offsets and both databases can hold.
_YEARS = range(1970, 2200)


def refusal(message: str) -> PydanticCustomError:
    return PydanticCustomError("refused", message)


_RAW = 4 * PARAGRAPHS
"""The most characters of any text that are looked at, before it is cleaned and its limit counts."""


def without_controls(text: str) -> str:
    """The text, if every database can hold it as it is."""
    if len(text) > _RAW:
        raise refusal("This text is far too long.")
    if storable(text) != text:
        raise refusal("Control characters such as NUL are not text.")
    return text


def _line(text: str) -> str:
    return clean_line(without_controls(text))


def _name(text: str) -> str:
    return clean_name(without_controls(text))


def _paragraphs(text: str) -> str:
    return clean_paragraphs(without_controls(text))


def _email(text: str) -> str:
    if (address := normal_address(text)) is None:
        raise refusal("Give an email address such as name@example.org.")
    return address


def _phone(text: str) -> str:
    if (number := phones.e164(text)) is None:
        raise refusal("Give a phone number such as +905321234567 or 0532 123 45 67.")
    return number


def _province(text: str) -> str:
    code = text.zfill(2)
    if code not in PROVINCES:
        raise refusal("Give the province's plate number, «01» to «81».")
    return code


def _country(text: str) -> str:
    if text.upper() not in _COUNTRIES:
        raise refusal("Give the country's two letters as in ISO 3166-1, such as «TR».")
    return text.upper()


def _zone(text: str) -> str:
    if text not in _ZONES:
        raise refusal(f"Give an IANA time zone such as «{site_zone()}».")
    return text


def _time(value: Any) -> datetime:
    """ISO 8601 with an offset; a number, or a time without a zone, would be ambiguous."""
    if isinstance(value, datetime):
        return value
    try:
        moment = datetime.fromisoformat(value if isinstance(value, str) else "")
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise refusal("Give a time with its offset from UTC, such as 2027-03-12T10:00:00+03:00.")
    if moment.year not in _YEARS:
        raise refusal("Give a time in the years 1970 to 2199.")
    return moment


def _none_is_blank(value: Any) -> Any:
    return "" if value is None else value


def _blank_is_none(value: Any) -> Any:
    return None if isinstance(value, str) and not value.strip() else value


Name = Annotated[str, AfterValidator(_line), Field(min_length=1, max_length=100)]
GivenName = Annotated[str, AfterValidator(_name), Field(min_length=1, max_length=NAME)]
FamilyName = Annotated[
    str, BeforeValidator(_none_is_blank), AfterValidator(_name), Field(max_length=NAME)
]
Line = Annotated[str, AfterValidator(_line), Field(min_length=1, max_length=LINE)]
MaybeShortLine = Annotated[str, AfterValidator(_line), Field(max_length=NAME)]
MaybeLine = Annotated[str, AfterValidator(_line), Field(max_length=LINE)]
Text = Annotated[str, AfterValidator(_paragraphs), Field(min_length=1, max_length=PARAGRAPHS)]
MaybeText = Annotated[str, AfterValidator(_paragraphs), Field(max_length=PARAGRAPHS)]

NONE_IS_BLANK = BeforeValidator(_none_is_blank)
"""Of a text that may be left out: null is the same."""

Email = Annotated[
    str,
    AfterValidator(_line),
    Field(max_length=EMAIL, json_schema_extra={"format": "email"}),
    AfterValidator(_email),
]
Phone = Annotated[str, AfterValidator(_line), Field(max_length=40), AfterValidator(_phone)]
Province = Annotated[
    str, AfterValidator(_line), Field(max_length=2, examples=["06"]), AfterValidator(_province)
]
MaybeEmail = Annotated[Email | None, BeforeValidator(_blank_is_none)]
MaybePhone = Annotated[Phone | None, BeforeValidator(_blank_is_none)]
MaybeProvince = Annotated[Province | None, BeforeValidator(_blank_is_none)]
Country = Annotated[str, AfterValidator(_line), Field(max_length=2), AfterValidator(_country)]
Zone = Annotated[str, AfterValidator(_line), Field(max_length=64), AfterValidator(_zone)]
Time = Annotated[
    datetime,
    BeforeValidator(_time),
    WithJsonSchema({"type": "string", "format": "date-time"}),
]
Places = Annotated[StrictInt, Field(ge=1, le=1_000_000)]
LEFT_OUT = Field(default=None, exclude_if=lambda value: value is None)
"""Of a field that only some answers have: it is absent where it is None."""
Interval = Annotated[
    tuple[float, float] | None,
    Field(description="The ends of the 95 % interval; null: too few answers for one."),
]
Id = Annotated[StrictInt, Field(ge=1, le=2**31 - 1)]


def in_zone(moment: datetime, zone: str) -> datetime:
    return moment.astimezone(ZoneInfo(zone))


def maybe_in_zone(moment: datetime | None, zone: str) -> datetime | None:
    return moment and in_zone(moment, zone)


def without_defaults(schema: dict[str, Any]) -> None:
    """Remove the defaults: a field left out of a change stays as it is."""
    for field in schema["properties"].values():
        field.pop("default", None)
