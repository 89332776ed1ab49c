"""A phone's seat: a random key in a cookie that scripts cannot read, for this workshop's pages."""

from urllib.parse import urlsplit

from flask import Response, abort, current_app, request, url_for

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


def key() -> str:
    """What the phone's cookie holds; "" where it has none."""
    return request.cookies.get(COOKIE, "")[:200]


def seat_here(workshop: Workshop) -> int | None:
    """The number of the phone's seat in this workshop; None: it has not joined."""
    return seat_of(workshop.id, key_hash(key())) if key() else None


def give_seat(response: Response, workshop: Workshop, given: str) -> Response:
    response.set_cookie(
        COOKIE,
        given,
        max_age=_LASTS,
        path=url_for("public.workshops.show", code=workshop.code),
        secure=current_app.config["SESSION_COOKIE_SECURE"],
        httponly=True,
        samesite="Lax",
    )
    return response


def refuse_other_sites() -> None:
    """403 for what a page of another site sent: a seat needs no token of a form. Programs that say
    nothing of where they come from have no cookie of somebody else."""
    fetched_from = request.headers.get("Sec-Fetch-Site", "same-origin")
    origin = request.headers.get("Origin")
    if fetched_from != "same-origin" or (origin and urlsplit(origin).netloc != request.host):
        abort(403)
