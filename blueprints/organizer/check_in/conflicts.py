"""Conflicts at all doors of an event: with names and no time limit, so for organizers only."""

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from blueprints.base.access import requires
from blueprints.base.found import event_or_404, or_404
from blueprints.shared.check_in.conflict_pages import conflicts_shown
from blueprints.shared.check_in.settlements import settle_as_asked
from policy import Permission
from queries.check_in.scans import scan_for

bp = Blueprint("conflicts", __name__)


@bp.get("/events/<int:event_id>/conflicts")
@requires(Permission.MANAGE_REGISTRATIONS)
def index(event_id: int) -> ResponseReturnValue:
    event = event_or_404(event_id)
    return render_template(
        "organizer/check_in/conflicts/index.html", event=event, **conflicts_shown(event, None)
    )


@bp.post("/scans/<int:scan_id>/settlement")
@requires(Permission.MANAGE_REGISTRATIONS)
def create(scan_id: int) -> ResponseReturnValue:
    """The input is `stands`, the reading that counts, or `way`: left, annulled or admitted."""
    scan = or_404(scan_for(scan_id, current_user))
    page = url_for("organizer.conflicts.index", event_id=scan.checkpoint.event_id)
    return settle_as_asked(scan, page)
