"""Finds people by what one remembers of them: a name, an address, a number, a code."""

import re

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute, aliased

from lib import short_codes
from lib.turkish import search_key
from models.events import Event
from models.registrations import Registration, Ticket
from models.sectors import Sector

# People write spaces, dots and brackets in a number, and 0, +90 or 00 90 before it.
_NUMBER = re.compile(r"[\d\s()+./-]+")
_PREFIX = re.compile(r"^(?:00|\+)?(?:90)?0?")
_FEWEST_DIGITS = 4


def found_by(event: Event, text: str) -> list[sa.ColumnElement[bool]]:
    """Conditions on a registration that the text finds.

    Every word is in the name, the address or the institution, whatever its case and dots; or the
    digits are in the phone number; or it is the code on the ticket. What somebody gave when they
    registered a second time finds the registration that was kept.
    """
    if not text:
        return []
    found = aliased(Registration)
    number = sa.func.coalesce(found.merged_into_id, found.id)
    return [_among(number, found, event, sa.or_(sa.false(), *_ways(found, text)))]


def found_in(
    event: Event, *, sector: Sector | None, province: str | None
) -> list[sa.ColumnElement[bool]]:
    """Conditions on a registration: people of this sector, and from this province."""
    found = aliased(Registration)
    rules = [] if sector is None else [found.sector == sector]
    if province is not None:
        rules.append(found.province == province)
    return [_among(found.id, found, event, *rules)] if rules else []


def _among(
    number: sa.ColumnElement[int] | InstrumentedAttribute[int],
    found: type[Registration],
    event: Event,
    *rules: sa.ColumnElement[bool],
) -> sa.ColumnElement[bool]:
    """The condition as a select of its own, which an index answers without reading the table."""
    return Registration.id.in_(sa.select(number).where(found.event_id == event.id, *rules))


def _ways(found: type[Registration], text: str) -> list[sa.ColumnElement[bool]]:
    words = search_key(text).split()
    if not words:
        return []
    ways = [sa.and_(*(found.search_key.contains(word, autoescape=True) for word in words))]
    if digits := _digits(text):
        ways.append(found.phone.contains(digits))
    if code := short_codes.normalise(text):
        held = sa.select(Ticket.registration_id).where(
            Ticket.short_code == code, Ticket.revoked_at.is_(None)
        )
        ways.append(found.id.in_(held))
    return ways


def _digits(text: str) -> str:
    """The digits of a typed number that are also in its kept form (E.164); empty: it is no
    number."""
    if not _NUMBER.fullmatch(text):
        return ""
    bare = _PREFIX.sub("", re.sub(r"[^\d+]", "", text))
    return bare if len(bare) >= _FEWEST_DIGITS and bare.isascii() else ""
