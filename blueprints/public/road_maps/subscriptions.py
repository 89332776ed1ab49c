"""What a link in one of our emails begins or ends: a page with a button, and the act itself.

Mail programs end with one click: they send `List-Unsubscribe=One-Click` here without a cookie or a
CSRF token (RFC 8058). The token alone gives the right, and whoever holds it can do nothing else.
"""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from blueprints.base.access import for_all
from blueprints.base.found import signed_numbers_or_404
from blueprints.base.origins import counts_no_cookie
from blueprints.base.transactions import committed
from extensions import keys
from letters.endings import BY_REGISTRATION
from letters.subscriptions import ENDS
from lib.clock import utc_now
from lib.signed_links import BadLink
from models.outcomes import Subscription
from operations.registrations.outcome_endings import end_outcomes
from operations.road_maps.subscriptions import confirm_subscription, end_subscription
from queries.road_maps.readers import Reader, reader_by_number, subscription_by_number

bp = Blueprint("subscriptions", __name__, url_prefix="/subscriptions/<token>")
counts_no_cookie(bp)


@bp.get("")
@for_all
def show(token: str) -> ResponseReturnValue:
    """Changes nothing: mail programs and scanners open links by themselves."""
    if (numbers := _subscription_numbers(token)) is None:
        return _outcomes_page(_reader(token))
    number, does = numbers
    return render_template(
        "public/road_maps/subscriptions/show.html",
        subscription=subscription_by_number(number),
        ends=does == ENDS,
    )


@bp.post("")
@for_all
def update(token: str) -> ResponseReturnValue:
    """Confirms or ends, as its button says; a mail program's click always ends."""
    by_click = request.form.get("List-Unsubscribe") == "One-Click"
    ends = by_click or request.form.get("act") == "end"
    if (numbers := _subscription_numbers(token)) is None:
        committed(lambda: _end_outcomes(token))
    else:
        number, does = numbers
        committed(lambda: _decide(number, ends=ends or does == ENDS))
    if by_click:  # its sender follows no redirect
        return "", 200
    return redirect(url_for(".show", token=token), 303)


def _subscription_numbers(token: str) -> list[int] | None:
    """None: the link is about what came of an event, or is none of ours."""
    try:
        return keys.links.read("subscription", token, count=2)
    except BadLink:
        return None


def _decide(number: int, *, ends: bool) -> None:
    subscription: Subscription | None = subscription_by_number(number)
    if subscription is None:
        return
    if ends:
        end_subscription(subscription)
    else:
        confirm_subscription(subscription, at=utc_now())


def _reader(token: str) -> Reader | None:
    kind, number = signed_numbers_or_404("outcomes", token, count=2)
    return reader_by_number(number, is_registration=kind == BY_REGISTRATION)


def _end_outcomes(token: str) -> None:
    if (reader := _reader(token)) is not None:
        end_outcomes(reader, at=utc_now())


def _outcomes_page(reader: Reader | None) -> str:
    return render_template("public/road_maps/subscriptions/outcomes.html", reader=reader)
