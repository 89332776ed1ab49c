"""What must hold between the fields of an event, for the back office's form and for the API."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Self

from models.contacts import Contact
from operations.events.events import EventDetails

MOST_OFFER_HOURS = 30 * 24
HOME = "TR"


class EventRule(StrEnum):
    """A rule that is broken at one field; the back office and the API have their own words for
    it."""

    ENDS_AFTER_START = "ends_after_start"
    OPENS_BEFORE_END = "opens_before_end"
    CLOSES_AFTER_OPENING = "closes_after_opening"
    CLOSES_BEFORE_END = "closes_before_end"
    CHANGES_BEFORE_END = "changes_before_end"
    PROVINCE_AT_HOME = "province_at_home"
    CONTACT_REACHABLE = "contact_reachable"


@dataclass(frozen=True, kw_only=True)
class RuledFields:
    """The fields that depend on each other; None where a field is empty, or was refused by
    itself."""

    starts_at: datetime | None
    ends_at: datetime | None
    registration_opens_at: datetime | None
    registration_closes_at: datetime | None
    changes_close_at: datetime | None
    province: str | None
    country: str
    contact: Contact

    @classmethod
    def of(cls, details: EventDetails) -> Self:
        return cls(
            starts_at=details.starts_at,
            ends_at=details.ends_at,
            registration_opens_at=details.registration_opens_at,
            registration_closes_at=details.registration_closes_at,
            changes_close_at=details.changes_close_at,
            province=details.province,
            country=details.country,
            contact=details.contact,
        )


def broken_rules(fields: RuledFields) -> dict[str, EventRule]:
    """The broken rules by the name of the field to be mended; at most one for each field."""
    opens_at, closes_at = fields.registration_opens_at, fields.registration_closes_at
    broken: dict[str, EventRule] = {}
    if not _before(fields.starts_at, fields.ends_at):
        broken["ends_at"] = EventRule.ENDS_AFTER_START
    if not _before(opens_at, fields.ends_at):
        broken["registration_opens_at"] = EventRule.OPENS_BEFORE_END
    if not _before(opens_at, closes_at):
        broken["registration_closes_at"] = EventRule.CLOSES_AFTER_OPENING
    elif _before(fields.ends_at, closes_at, unknown=False):
        broken["registration_closes_at"] = EventRule.CLOSES_BEFORE_END
    if _before(fields.ends_at, fields.changes_close_at, unknown=False):
        broken["changes_close_at"] = EventRule.CHANGES_BEFORE_END
    if fields.province and fields.country != HOME:
        broken["province"] = EventRule.PROVINCE_AT_HOME
    if fields.contact.is_only_a_name:
        broken["contact_name"] = EventRule.CONTACT_REACHABLE
    return broken


def _before(first: datetime | None, last: datetime | None, *, unknown: bool = True) -> bool:
    """Whether `first` is earlier than `last`; `unknown` where one of them is not given."""
    return first < last if first and last else unknown
