from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from blueprints.base.access import requires
from blueprints.base.found import checkpoint_or_404
from blueprints.check_in.desk import standing
from lib.clock import utc_now
from policy import Permission
from queries.check_in.desk import arrivals

bp = Blueprint("arrivals", __name__)

SHOWN = 30


@bp.get("/<int:checkpoint_id>/arrivals")
@requires(Permission.CHECK_IN)
def index(checkpoint_id: int) -> ResponseReturnValue:
    """Who came in last, for whoever prints the badges; the page looks again by itself."""
    checkpoint, at = checkpoint_or_404(checkpoint_id), utc_now()
    return render_template(
        "check_in/arrivals/index.html",
        arrivals=arrivals(checkpoint, limit=SHOWN),
        as_of=at,
        **standing(checkpoint, at),
    )
