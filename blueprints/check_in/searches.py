"""Finding somebody at the door who has neither phone nor paper."""

from typing import Any

from flask import Blueprint, abort, jsonify, request
from flask.typing import ResponseReturnValue

from blueprints.base.errors import problem_details
from blueprints.base.looks import looked
from blueprints.base.origins import counts_no_cookie
from blueprints.base.transactions import looking
from blueprints.check_in.phones import door_or_404, for_phones, phone
from models.accesses import AccessKind
from models.registrations import Registration
from queries.check_in.doors import admitted_among, people_found
from queries.check_in.families import families_among

bp = Blueprint("searches", __name__)
counts_no_cookie(bp)

SHOWN = 20
LONGEST = 100


@bp.post("/<int:checkpoint_id>/searches")
@for_phones()
def create(checkpoint_id: int) -> ResponseReturnValue:
    """People found by at least three letters; nobody on a phone that anybody can touch.

    A POST, though nothing is changed: names must not stand in addresses or logs.
    """
    checkpoint = door_or_404(checkpoint_id)
    if phone().kiosk:
        abort(403)
    sent = request.get_json(silent=True)
    text = sent.get("text") if isinstance(sent, dict) else None
    if not isinstance(text, str):
        return problem_details(422, "This is no search")
    with looking():
        found = people_found(checkpoint, text[:LONGEST], limit=SHOWN)
        families = families_among(found)
        looked(
            AccessKind.LIST,
            people=len(found),
            event=checkpoint.event,
            narrowed_by={"checkpoint": checkpoint.id, "q": text},
        )
        inside = admitted_among(checkpoint, found) if families else set()
        return jsonify(
            people=[
                {
                    **_shown(person),
                    "family": families.get(person.id, 0),
                    "admitted": person.id in inside,
                }
                for person in found
            ]
        )


def _shown(person: Registration) -> dict[str, Any]:
    return {
        "name": person.name,
        "sector": person.sector,
        "institution": person.institution,
        "status": person.status,
        "code": person.ticket.short_code if person.ticket else None,
    }
