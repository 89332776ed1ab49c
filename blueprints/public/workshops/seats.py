"""A phone's seat: a random key in a cookie that scripts cannot read, for this workshop's pages.

No token of a form guards it, so that what waited on a phone is sent as it was: base/origins does.
"""

from flask import Response, url_for

from blueprints.base.cookies import give_cookie, own_cookie
from blueprints.base.found import or_404
from lib.room_codes import normalise
from models.workshops import Workshop
from operations.workshops.workshops import key_hash
from queries.workshops.workshops import seat_of, workshop_by_code

COOKIE = "seat"
_LASTS = 3 * 24 * 60 * 60
"""Seconds: longer than any workshop, which ends the seat itself."""

GENEROUS = "20000 per minute"
"""A whole hall may send from behind the one address of its hotel."""


def workshop_or_404(code: str) -> Workshop:
    return or_404(workshop_by_code(normalise(code) or ""))


def key_here(code: str) -> str:
    """What the phone's cookie for this workshop holds; "" where it has none."""
    return own_cookie(COOKIE, page=_page(code))[:200]


def seat_here(workshop: Workshop) -> int | None:
    """The number of the phone's seat in this workshop; None: it has not joined."""
    key = key_here(workshop.code)
    return seat_of(workshop.id, key_hash(key)) if key else None


def give_seat(response: Response, workshop: Workshop, key: str) -> Response:
    give_cookie(response, COOKIE, key, seconds=_LASTS, page=_page(workshop.code))
    return response


def _page(code: str) -> str:
    return url_for("public.workshops.show", code=code)
