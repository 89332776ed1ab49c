from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from blueprints.access import requires
from lib.clock import utc_now
from lib.pages import BadCursor
from policy import Permission
from queries.check_in import checkpoints_by_event, events_with_doors

bp = Blueprint("checkpoints", __name__)

EVENTS_ON_A_PAGE = 20


@bp.get("/")
@requires(Permission.CHECK_IN)
def index() -> ResponseReturnValue:
    """The doors of today and of the days to come, in the user's province."""
    as_of = utc_now()
    try:
        page = events_with_doors(
            current_user, as_of=as_of, limit=EVENTS_ON_A_PAGE, after=request.args.get("after")
        )
    except BadCursor:
        page = events_with_doors(current_user, as_of=as_of, limit=EVENTS_ON_A_PAGE)
    return render_template(
        "check_in/checkpoints/index.html",
        page=page, checkpoints=checkpoints_by_event(page.items), as_of=as_of,
    )  # fmt: skip
