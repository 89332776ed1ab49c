"""The projector's page: large, without an account, and with public text alone."""

from flask import Blueprint, current_app, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from blueprints.base.access import for_all
from blueprints.base.languages import language
from blueprints.public.workshops.live import answered
from blueprints.public.workshops.rooms import Seen, seen_room
from extensions import kept
from lib import qr
from lib.keeping import KeptWhileSame
from models.workshops import RoundKind
from queries.workshops.room import RoundSeen

bp = Blueprint("workshop_screens", __name__, url_prefix="/workshops")

_pages = kept(lambda: KeptWhileSame[bytes](most=200))


@bp.get("/<code>/screen")
@for_all
def show(code: str) -> ResponseReturnValue:
    """The whole page has a mark, so that it can be asked for again and again: unchanged it is empty
    (304)."""
    found = seen_room(code)
    if code != found.room.code:
        return redirect(url_for(".show", code=found.room.code))
    state = (found.mark, found.room.seats, voted(found))
    page = _pages().read((found.room.code, language()), state, lambda: _drawn(found).encode())
    return answered(page, "text/html")


def voted(found: Seen) -> int:
    """How many phones have voted in the rounds that are open now."""
    opened = {r.id for r in found.room.rounds if r.is_open and r.kind is not RoundKind.WRITE}
    return sum(
        any(of in opened for of, _what in (*own.dots, *own.sentences))
        for own in found.room.own.values()
    )


def _drawn(found: Seen) -> str:
    room = found.room
    path = url_for("public.workshops.show", code=room.code)
    address = current_app.config["BASE_URL"] + path
    return render_template(
        "public/workshops/screen.html",
        room=room,
        address=address,
        qr=qr.svg_once(address, title=address),
        result_round=_result(found),
        voted=voted(found),
    )


def _result(found: Seen) -> RoundSeen | None:
    """The round whose bars are shown: the open one, else the last; none while people write."""
    votes = [r for r in found.room.rounds if r.kind is not RoundKind.WRITE]
    opened = [r for r in votes if r.is_open]
    if opened:
        return opened[-1]
    return None if found.room.open_round(RoundKind.WRITE) or not votes else votes[-1]
