from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask_login import current_user

from blueprints.base.access import requires
from blueprints.base.lists import page_asked_for
from lib.clock import utc_now
from policy import Permission
from queries.check_in.checkpoints import checkpoints_by_event, events_with_doors

bp = Blueprint("checkpoints", __name__)

EVENTS_ON_A_PAGE = 20


@bp.get("/")
@requires(Permission.CHECK_IN)
def index() -> ResponseReturnValue:
    """The doors of today and of the days to come, in the user's province."""
    as_of = utc_now()
    page = page_asked_for(
        lambda after: events_with_doors(
            current_user, as_of=as_of, limit=EVENTS_ON_A_PAGE, after=after
        )
    )
    return render_template(
        "check_in/checkpoints/index.html",
        page=page,
        checkpoints=checkpoints_by_event(page.items),
        as_of=as_of,
    )
