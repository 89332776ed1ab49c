"""What a phone sends: as JSON by its script, or as a plain form. The cookie of the seat says who.

No token of a form is asked for: a cookie with SameSite and the Origin of the request guard it, so
that what waited on a phone without connection can be sent as it was.
"""

import json
from typing import Any

from flask import Blueprint, Response, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints.base.access import for_all
from blueprints.base.pages import redirect_with
from blueprints.base.row_numbers import LARGEST, LARGEST_RANDOM
from blueprints.base.transactions import committed
from blueprints.public.workshops.seats import (
    GENEROUS,
    key_here,
    workshop_or_404,
)
from blueprints.public.workshops.workshops import SIDE, page_of
from extensions import csrf, process_limiter
from lib.clock import utc_now
from lib.text import clean_paragraphs
from models.sectors import Sector
from models.workshops import Workshop
from operations.workshops.sending import (
    ForeignSeat,
    NoSeat,
    SendKind,
    Sent,
    Told,
    send,
)
from operations.workshops.votes import Why
from operations.workshops.workshops import WorkshopOver

bp = Blueprint("workshop_sends", __name__, url_prefix="/workshops")

LONGEST_NONCE = 64
_REFUSED = {NoSeat: (401, "no-seat"), ForeignSeat: (403, "foreign-seat")}
_TITLES = {
    "no-seat": "Join the workshop first",
    "foreign-seat": "This seat is in another workshop",
    "workshop-closed": "The workshop is closed",
    "bad-nonce": "Give a nonce of 1 to 64 printable characters",
    "unreadable": "The body cannot be read",
    "round-closed": "No round of this kind is open",
    "too-many-dots": "More dots than the seat has, or than one problem may get",
    "no-such-problem": "No such open problem on the list of this event",
    "no-such-statement": "No such statement that is shown in this workshop",
    "no-text": "The text is empty",
    "text-too-long": "The text is longer than 2,000 characters",
}


@bp.post("/<code>/sends")
@csrf.exempt  # type: ignore[untyped-decorator]
@process_limiter.limit(GENEROUS)
@for_all
def create(code: str) -> ResponseReturnValue:
    if not request.is_json:
        return _of_form(code)
    what = request.get_json(silent=True)
    if not isinstance(what, dict):
        return _told(Told(400, {"why": "unreadable"}))
    return _told(_sent(workshop_or_404(code), what))


def _of_form(code: str) -> ResponseReturnValue:
    """The same without a script."""
    fields: dict[str, Any] = {name: value for name, value in request.form.items() if value}
    for name in ("problem", "dots"):
        if fields.get(name, "").isascii() and fields.get(name, "").isdigit():
            fields[name] = int(fields[name][:9])
    workshop = workshop_or_404(code)
    told = _sent(workshop, fields)
    if fields.get("kind") == SendKind.STATEMENT:
        session[SIDE] = fields.get("side", "")
    if told.status != 200:
        typed = fields.get("text", "")
        return page_of(workshop, status=told.status, typed=typed, why=told.answer["why"])
    page = url_for("public.workshops.show", code=workshop.code)
    if told.answer["kind"] == SendKind.STATEMENT:
        return redirect_with(_("Your statement has arrived."), page)
    return redirect(f"{page}#{_place(told.answer)}", 303)


def _place(answer: dict[str, Any]) -> str:
    """Where the page is read on."""
    if "problem" in answer:
        return f"{'d' if answer['kind'] == SendKind.DOTS else 'm'}{answer['problem']}"
    return f"s{answer['statement']}"


def _sent(workshop: Workshop, what: dict[str, Any]) -> Told:
    nonce = what.get("nonce")
    if (
        not isinstance(nonce, str)
        or not 1 <= len(nonce) <= LONGEST_NONCE
        or not nonce.isprintable()
    ):
        return Told(422, {"why": "bad-nonce"})
    given, at = _read(what), utc_now()
    try:
        return committed(lambda: send(workshop, key_here(workshop.code), nonce, given, at=at))
    except WorkshopOver:
        return Told(409, {"why": "workshop-closed"})
    except (NoSeat, ForeignSeat) as refusal:
        status, why = _REFUSED[type(refusal)]
        return Told(status, {"why": why})


def _read(what: dict[str, Any]) -> Sent | Why:
    """What was sent, or why it cannot be read."""
    try:
        statement = what.get("statement")
        return Sent(
            kind=SendKind(str(what.get("kind"))),
            text=_text(what.get("text", "")),
            side=Sector(what["side"]) if what.get("side") else None,
            problem=_number(what.get("problem"), LARGEST),
            statement=None if statement is None else _number(_int(statement), LARGEST_RANDOM),
            dots=_number(what.get("dots"), LARGEST),
        )
    except (ValueError, TypeError):
        return Why.UNREADABLE


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError
    return clean_paragraphs(value)


def _int(value: Any) -> Any:
    """Numbers of statements are text, being larger than those that JavaScript counts exactly."""
    return int(value) if isinstance(value, str) and value.isascii() and len(value) < 20 else value


def _number(value: Any, most: int) -> int | None:
    if value is None:
        return None
    if type(value) is not int or not 0 <= value <= most:
        raise ValueError
    return value


def _told(told: Told) -> Response:
    """The same bytes each time for what was kept."""
    if told.status == 200:
        return Response(json.dumps(told.answer), mimetype="application/json")
    why = told.answer["why"]
    problem = {
        "type": "about:blank",
        "title": _TITLES[why],
        "status": told.status,
        "detail": _TITLES[why],
        "why": why,
    }
    return Response(json.dumps(problem), told.status, mimetype="application/problem+json")
