"""Conflicts at one door, for the desk beside it."""

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue

from blueprints.base.access import requires
from blueprints.base.found import checkpoint_or_404, or_404
from blueprints.shared.check_in.conflict_pages import conflicts_shown
from blueprints.shared.check_in.settlements import settle_as_asked
from policy import Permission
from queries.check_in.scans import scan_of

bp = Blueprint("conflicts", __name__)


@bp.get("/<int:checkpoint_id>/conflicts")
@requires(Permission.CHECK_IN)
def index(checkpoint_id: int) -> ResponseReturnValue:
    checkpoint = checkpoint_or_404(checkpoint_id)
    return render_template(
        "check_in/conflicts/index.html",
        checkpoint=checkpoint,
        event=checkpoint.event,
        **conflicts_shown(checkpoint.event, checkpoint),
    )


@bp.post("/<int:checkpoint_id>/scans/<int:scan_id>/settlement")
@requires(Permission.CHECK_IN)
def create(checkpoint_id: int, scan_id: int) -> ResponseReturnValue:
    """The input is `stands`, the reading that counts, or `way`: left, annulled or admitted."""
    checkpoint = checkpoint_or_404(checkpoint_id)
    scan = or_404(scan_of(checkpoint, scan_id))
    page = url_for("check_in.conflicts.index", checkpoint_id=checkpoint.id)
    return settle_as_asked(scan, page)
