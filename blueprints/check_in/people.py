"""Finding somebody at the door who has neither phone nor paper."""

from typing import Any

from flask import Blueprint, abort, jsonify, request
from flask.typing import ResponseReturnValue

from blueprints.check_in.phones import door_or_404, for_phones, phone
from models.registrations import Registration
from queries.doors import people_found

bp = Blueprint("people", __name__)

SHOWN = 20


@bp.get("/<int:checkpoint_id>/people")
@for_phones()
def index(checkpoint_id: int) -> ResponseReturnValue:
    """`?q=` with at least three letters; nobody before that, nor on a phone that anybody can touch."""
    checkpoint = door_or_404(checkpoint_id)
    if phone().kiosk:
        abort(403)
    text = request.args.get("q", "")[:100]
    found = people_found(checkpoint, text, limit=SHOWN)
    return jsonify(people=[_shown(person) for person in found])


def _shown(person: Registration) -> dict[str, Any]:
    return {
        "name": person.name,
        "sector": person.sector,
        "institution": person.institution,
        "status": person.status,
        "code": person.ticket.short_code if person.ticket else None,
    }
