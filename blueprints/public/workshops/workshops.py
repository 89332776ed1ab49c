"""The page of a workshop: to join it, to write and vote in it; later what it found, for good."""

from secrets import token_hex
from typing import Any

from flask import Blueprint, make_response, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints.base import labels
from blueprints.base.access import for_all
from blueprints.base.pages import refuse_with
from blueprints.base.transactions import committed
from blueprints.public.workshops.rooms import address_of, own_sentences, seen_room
from blueprints.public.workshops.seats import (
    GENEROUS,
    give_seat,
    seat_here,
    workshop_or_404,
)
from extensions import csrf, process_limiter
from models.sectors import Sector
from models.workshops import Workshop
from operations.workshops.votes import Why
from operations.workshops.workshops import WorkshopOver, join
from queries.workshops.outcomes import outcomes_of
from queries.workshops.room import NOTHING, Room

bp = Blueprint("workshops", __name__, url_prefix="/workshops")

SIDE = "workshop_side"
"""In the session: the side that this phone chose last."""


@bp.get("/<code>")
@for_all
def show(code: str) -> ResponseReturnValue:
    workshop = workshop_or_404(code)
    if code != workshop.code:
        return redirect(url_for(".show", code=workshop.code))
    return page_of(workshop)


@bp.get("/<code>/join")
@for_all
def new(code: str) -> ResponseReturnValue:
    workshop = workshop_or_404(code)
    if workshop.closed_at or seat_here(workshop) is not None:
        return redirect(_page(workshop))
    return page_of(workshop)


@bp.post("/<code>/join")
@csrf.exempt  # type: ignore[untyped-decorator]
@process_limiter.limit(GENEROUS)
@for_all
def create(code: str) -> ResponseReturnValue:
    """Take a seat; who has one keeps it."""
    workshop = workshop_or_404(code)
    response = make_response(redirect(_page(workshop), 303))
    if seat_here(workshop) is not None:
        return response
    try:
        key = committed(lambda: join(workshop))
    except WorkshopOver:
        return refuse_with(_("This workshop is closed."), _page(workshop))
    return give_seat(response, workshop, key)


def page_of(
    workshop: Workshop, *, status: int = 200, typed: str = "", why: str = ""
) -> ResponseReturnValue:
    """The page as this phone sees it; after a refusal with what was typed still in it."""
    found = seen_room(workshop.code)
    room = found.room
    if room.closed_at is not None:
        return _closed_page(workshop, room, status)
    number = seat_here(workshop)
    own = room.own.get(number or 0, NOTHING)
    page = render_template(
        "public/workshops/show.html",
        workshop=workshop,
        room=room,
        has_seat=number is not None,
        own=own,
        written=own_sentences(found, own),
        send_to=address_of(room),
        nonce=token_hex(8),
        sectors=labels.choices(Sector),
        side=session.get(SIDE, ""),
        typed=typed,
        refused=refusal_words(why) if why else "",
    )
    return page, status


def refusal_words(why: str) -> str:
    words: dict[str, str] = {
        Why.ROUND_CLOSED: _("This round is closed, so it was not counted."),
        Why.TOO_MANY_DOTS: _("You do not have so many dots. Take some back first."),
        Why.NO_PROBLEM: _("This problem is not on the list any more."),
        Why.NO_STATEMENT: _("This statement is not shown any more."),
        Why.NO_TEXT: _("Write a statement first."),
        Why.TOO_LONG: _("This is longer than 2,000 characters. Please shorten it."),
        "no-seat": _("Join the workshop first."),
        "workshop-closed": _("This workshop is closed."),
    }
    return str(words.get(why, _("We could not read what was sent. Please try again.")))


def _closed_page(workshop: Workshop, room: Room, status: int) -> ResponseReturnValue:
    shown: dict[str, Any] = {"workshop": workshop, "room": room, "found": outcomes_of(room)}
    return render_template("public/workshops/closed.html", **shown), status


def _page(workshop: Workshop) -> str:
    return url_for(".show", code=workshop.code)
