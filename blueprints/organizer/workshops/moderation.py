"""The moderator's view of a workshop: its rounds, and what comes in, live."""

from typing import Any

from flask import Blueprint, jsonify, render_template, request
from flask.typing import ResponseReturnValue

from blueprints.base.access import requires
from blueprints.base.found import workshop_or_404
from blueprints.base.sign_in import polled
from blueprints.inputs.workshops.workshop import DotsForm, RoundForm
from blueprints.organizer.problems.hide_reasons import hide_reasons_of
from blueprints.organizer.workshops.workshops import address_of
from models.scopes import Scope
from models.workshops import RoundKind, Workshop
from policy import Permission
from queries.problems.marks import list_to_read
from queries.workshops.room import Room, room_of

bp = Blueprint("moderation", __name__, url_prefix="/workshops")

Forms = dict[RoundKind, RoundForm]


@bp.get("/<int:workshop_id>")
@requires(Permission.SEE_RESULTS)
@polled
def show(workshop_id: int) -> ResponseReturnValue:
    return page_of(workshop_or_404(workshop_id))


@bp.get("/<int:workshop_id>/incoming")
@requires(Permission.SEE_RESULTS)
@polled
def incoming(workshop_id: int) -> ResponseReturnValue:
    """The part of the page that it asks for again and again."""
    workshop = workshop_or_404(workshop_id)
    response = jsonify(part=_part(workshop, room_of(workshop)))
    response.headers["Cache-Control"] = "no-store"  # what people wrote
    response.add_etag()
    return response.make_conditional(request)


def page_of(
    workshop: Workshop, *, status: int = 200, forms: Forms | None = None, **typed: Any
) -> ResponseReturnValue:
    """The page; after a refusal with what was typed still in it."""
    room = room_of(workshop)
    page = render_template(
        "organizer/workshops/show.html",
        workshop=workshop,
        room=room,
        address=address_of(workshop),
        part=_part(workshop, room),
        forms=empty_forms() | (forms or {}),
        reasons=hide_reasons_of(list_to_read(Scope(event_id=workshop.event_id))),
        **typed,
    )
    return page, status


def empty_forms() -> Forms:
    return {
        RoundKind.WRITE: RoundForm(formdata=None, prefix="write"),
        RoundKind.MINE_TOO: RoundForm(formdata=None, prefix="mine"),
        RoundKind.DOTS: DotsForm(formdata=None, prefix="dots"),
    }


def _part(workshop: Workshop, room: Room) -> str:
    return render_template("organizer/workshops/_incoming.html", workshop=workshop, room=room)
