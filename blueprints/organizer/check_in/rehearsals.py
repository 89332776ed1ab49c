"""Tickets were tried out before the day: an organizer says that these scans count for nothing."""

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue
from flask_babel import ngettext
from flask_login import current_user

from blueprints.base.access import requires
from blueprints.base.found import event_or_404
from blueprints.base.pages import redirect_with
from blueprints.base.transactions import committed
from lib.clock import utc_now
from operations.check_in.rehearsals import forget_rehearsal
from policy import Permission

bp = Blueprint("rehearsals", __name__)


@bp.post("/events/<int:event_id>/rehearsal/annulment")
@requires(Permission.MANAGE_REGISTRATIONS)
def create(event_id: int) -> ResponseReturnValue:
    event = event_or_404(event_id)
    count = committed(lambda: forget_rehearsal(event, by=current_user, at=utc_now()))
    said = ngettext(
        "%(num)d scan from before the day no longer counts.",
        "%(num)d scans from before the day no longer count.",
        count,
    )
    return redirect_with(said, url_for("organizer.events.show", event_id=event_id))
