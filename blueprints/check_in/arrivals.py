from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256

from flask import Blueprint, Response, jsonify, render_template, request
from flask.typing import ResponseReturnValue

from blueprints.base.access import requires
from blueprints.base.found import checkpoint_or_404
from blueprints.base.languages import language
from blueprints.base.looks import looked
from blueprints.base.sign_in import polled
from blueprints.check_in.desk import standing
from blueprints.shared.check_in.badge_sheets import has_badge
from lib.clock import utc_now
from models.accesses import AccessKind
from models.checkpoints import Checkpoint
from models.scans import Attendance
from policy import Permission
from queries.check_in.desk import arrivals

bp = Blueprint("arrivals", __name__)

SHOWN = 30


@bp.get("/<int:checkpoint_id>/arrivals")
@requires(Permission.CHECK_IN)
def index(checkpoint_id: int) -> ResponseReturnValue:
    """Who came in last, for whoever prints the badges; the page refreshes the list by itself."""
    checkpoint, at = checkpoint_or_404(checkpoint_id), utc_now()
    came = arrivals(checkpoint, limit=SHOWN)
    _looked(checkpoint, came)
    return render_template(
        "check_in/arrivals/index.html",
        part=_drawn(checkpoint, came, at),
        **standing(checkpoint, at),
    )


@bp.get("/<int:checkpoint_id>/arrivals/list")
@requires(Permission.CHECK_IN)
@polled
def show(checkpoint_id: int) -> Response:
    """The part of the page that it asks for again and again; empty (304) while it is the same, so
    that nobody is shown, and no row says so."""
    checkpoint = checkpoint_or_404(checkpoint_id)
    came = arrivals(checkpoint, limit=SHOWN)
    mark = _mark(came)
    if request.if_none_match.contains(mark):
        response = Response(status=304)
    else:
        _looked(checkpoint, came)
        response = jsonify(part=_drawn(checkpoint, came, utc_now()))
    response.set_etag(mark)
    response.headers["Cache-Control"] = "no-store"  # the page keeps the mark itself
    return response


def _looked(checkpoint: Checkpoint, came: Sequence[Attendance]) -> None:
    narrowed_by = {"checkpoint": checkpoint.id}
    looked(AccessKind.LIST, people=len(came), event=checkpoint.event, narrowed_by=narrowed_by)


def _mark(came: Sequence[Attendance]) -> str:
    """Changes when anything in the list does but the time it is of."""
    people = [(one.id, one.admitted_at, one.registration) for one in came]
    shown = [
        (number, at, who.name, who.institution, who.sector, has_badge(who))
        for number, at, who in people
    ]
    return sha256(f"{language()} {shown}".encode()).hexdigest()[:16]


def _drawn(checkpoint: Checkpoint, came: Sequence[Attendance], at: datetime) -> str:
    return render_template(
        "check_in/arrivals/_list.html",
        arrivals=came,
        as_of=at,
        checkpoint=checkpoint,
        event=checkpoint.event,
        has_badge=has_badge,
    )
