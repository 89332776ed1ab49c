"""What a link in one of our emails begins or ends: a page with a button, and the act itself.

Mail programs end with one click: they send `List-Unsubscribe=One-Click` here without a cookie or a
CSRF token (RFC 8058). The token alone gives the right, and whoever holds it can do nothing else.
"""

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from blueprints.base.access import for_all
from blueprints.base.found import signed_numbers_or_404
from blueprints.base.transactions import committed
from extensions import csrf
from letters.endings import BY_REGISTRATION
from lib.clock import utc_now
from operations.registrations.outcome_endings import end_outcomes
from queries.road_maps.readers import Reader, reader_by_number

bp = Blueprint("subscriptions", __name__, url_prefix="/subscriptions/<token>")
csrf.exempt(bp)


@bp.get("")
@for_all
def show(token: str) -> ResponseReturnValue:
    """Changes nothing: mail programs and scanners open links by themselves."""
    reader = _reader(token)
    return render_template("public/road_maps/subscriptions/outcomes.html", reader=reader)


@bp.post("")
@for_all
def update(token: str) -> ResponseReturnValue:
    reader = _reader(token)
    if reader is not None:
        committed(lambda: end_outcomes(reader, at=utc_now()))
    return redirect(url_for(".show", token=token), 303)


def _reader(token: str) -> Reader | None:
    kind, number = signed_numbers_or_404("outcomes", token, count=2)
    return reader_by_number(number, is_registration=kind == BY_REGISTRATION)
