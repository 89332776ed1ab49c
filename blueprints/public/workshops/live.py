"""What a phone asks for every few seconds: the room, and its own sentences and votes."""

import json
from hashlib import sha256

from flask import Blueprint, Response, request
from flask.typing import ResponseReturnValue

from blueprints.base.access import for_all
from blueprints.public.workshops.rooms import (
    drawn_own,
    drawn_room,
    given_by,
    known_seat,
    seen_room,
)

bp = Blueprint("workshop_live", __name__, url_prefix="/workshops")


@bp.get("/<code>/live")
@for_all
def show(code: str) -> ResponseReturnValue:
    """Empty (304) if the phone has it already."""
    found = seen_room(code)
    own = known_seat(found.room)
    shown = {
        **given_by(found.room, own),
        "room": drawn_room(found),
        "own": drawn_own(found, own) if own.written else "",
    }
    return answered(json.dumps(shown).encode(), "application/json")


def answered(body: bytes, mimetype: str) -> Response:
    mark = sha256(body).hexdigest()[:20]
    if request.if_none_match.contains(mark):
        response = Response(status=304)
    else:
        response = Response(body, mimetype=mimetype)
    response.set_etag(mark)
    response.headers["Vary"] = "Accept-Language, Cookie"
    return response
