from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask_login import current_user

from blueprints.access import requires
from lib.clock import utc_now
from policy import Permission, may
from queries.letters import letter_counts
from queries.organizer_events import drafts, events_with_applications, upcoming_events

bp = Blueprint("dashboard", __name__)

SHOWN = 8


@bp.get("/")
@requires(Permission.SEE_BACK_OFFICE)
def show() -> ResponseReturnValue:
    """What comes next and what waits for someone; each only for those who may act on it."""
    at = utc_now()
    decides = may(current_user, Permission.SEE_REGISTRATIONS)
    edits = may(current_user, Permission.EDIT_EVENTS)
    return render_template(
        "organizer/dashboard/show.html",
        upcoming=upcoming_events(current_user, at=at, limit=SHOWN),
        drafts=drafts(current_user, at=at, limit=SHOWN) if edits else [],
        applications=events_with_applications(current_user, at=at, limit=SHOWN) if decides else [],
        letters=letter_counts(current_user) if may(current_user, Permission.SEE_LETTERS) else None,
    )
