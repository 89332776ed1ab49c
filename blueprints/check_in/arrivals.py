from datetime import datetime

from flask import Blueprint, Response, jsonify, render_template
from flask.typing import ResponseReturnValue

from blueprints.base.access import requires
from blueprints.base.found import checkpoint_or_404
from blueprints.check_in.desk import standing
from blueprints.shared.check_in.badge_sheets import has_badge
from lib.clock import utc_now
from models.checkpoints import Checkpoint
from policy import Permission
from queries.check_in.desk import arrivals

bp = Blueprint("arrivals", __name__)

SHOWN = 30


@bp.get("/<int:checkpoint_id>/arrivals")
@requires(Permission.CHECK_IN)
def index(checkpoint_id: int) -> ResponseReturnValue:
    """Who came in last, for whoever prints the badges; the page refreshes the list by itself."""
    checkpoint, at = checkpoint_or_404(checkpoint_id), utc_now()
    return render_template(
        "check_in/arrivals/index.html", part=_drawn(checkpoint, at), **standing(checkpoint, at)
    )


@bp.get("/<int:checkpoint_id>/arrivals/list")
@requires(Permission.CHECK_IN)
def show(checkpoint_id: int) -> Response:
    """The part of the page that it asks for again and again."""
    return jsonify(part=_drawn(checkpoint_or_404(checkpoint_id), utc_now()))


def _drawn(checkpoint: Checkpoint, at: datetime) -> str:
    return render_template(
        "check_in/arrivals/_list.html",
        arrivals=arrivals(checkpoint, limit=SHOWN),
        as_of=at,
        checkpoint=checkpoint,
        event=checkpoint.event,
        has_badge=has_badge,
    )
