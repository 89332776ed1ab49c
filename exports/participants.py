"""The list of an event's participants, for a spreadsheet."""

from collections.abc import Callable, Iterable
from enum import StrEnum
from zoneinfo import ZoneInfo

import phonenumbers
from flask_babel import gettext as _

from exports.csv_tables import csv_table
from lib.provinces import PROVINCES
from models.registrations import Registration


def participants_csv(
    people: Iterable[Registration],
    *,
    label: Callable[[StrEnum], str],
    zone: str,
    delimiter: str = ",",
) -> bytes:
    """A row for each, in their order; times by the clock of the event's zone."""
    rows = (participant_row(person, label, zone) for person in people)
    return csv_table(participant_headings(), rows, delimiter=delimiter)


def participant_headings() -> list[str]:
    return [
        _("Given name"), _("Family name"), _("E-mail"), _("Phone"), _("Sector"),
        _("Institution or organisation"), _("Role there"), _("Province"), _("Status"),
        _("Reason"), _("Registered"),
    ]  # fmt: skip


def participant_row(person: Registration, label: Callable[[StrEnum], str], zone: str) -> list[str]:
    return [
        person.given_name,
        person.family_name,
        person.email or "",
        _phone(person.phone),
        label(person.sector),
        person.institution,
        person.institution_role,
        PROVINCES.get(person.province or "", ""),
        label(person.status),
        person.status_reason,
        f"{person.registered_at.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M}",
    ]


def _phone(number: str | None) -> str:
    """As dialled from Türkiye: without the + that would make a formula of it."""
    if number is None:
        return ""
    try:
        parsed = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return number
    return phonenumbers.format_out_of_country_calling_number(parsed, "TR")
