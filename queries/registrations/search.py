"""Finding people by what one remembers of them: a name, an address, a number, a code."""

import re

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute, aliased

from lib import short_codes
from lib.turkish import search_key
from models.events import Event
from models.registrations import Registration, Ticket
from models.sectors import Sector

# Spaces, dots and brackets stand in a number as people write it; 0, +90 and 00 90 before it.
_NUMBER = re.compile(r"[\d\s()+./-]+")
_PREFIX = re.compile(r"^(?:00|\+)?(?:90)?0?")
_FEWEST_DIGITS = 4


def found_by(event: Event, text: str) -> list[sa.ColumnElement[bool]]:
    """Every word stands in the name, the address or the institution, whatever its case and dots;
    or the digits stand in the phone number; or it is the code on the ticket.

    What somebody gave when they registered a second time finds the registration that was kept.
    """
    found = aliased(Registration)
    ways = _ways(found, text)
    number = sa.func.coalesce(found.merged_into_id, found.id)
    return [_among(number, found, event, sa.or_(*ways))] if ways else []


def found_in(
    event: Event, *, sector: Sector | None, province: str | None
) -> list[sa.ColumnElement[bool]]:
    """Who represents this sector, and comes from this province."""
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
    """A select of its own, which an index answers without a look at the table."""
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
    """What of a number as it was typed stands in every number as it is kept (E.164)."""
    if not _NUMBER.fullmatch(text):
        return ""
    bare = _PREFIX.sub("", re.sub(r"[^\d+]", "", text))
    return bare if len(bare) >= _FEWEST_DIGITS and bare.isascii() else ""
