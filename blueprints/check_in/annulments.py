from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from blueprints.base.access import requires
from blueprints.base.found import checkpoint_or_404, or_404
from blueprints.base.pages import redirect_with
from extensions import db
from lib.clock import utc_now
from models.scans import Scan
from operations.check_in.scans import annul, may_undo
from policy import Permission
from queries.check_in.scans import scan_of

bp = Blueprint("annulments", __name__)


@bp.post("/<int:checkpoint_id>/scans/<int:scan_id>/annulment")
@requires(Permission.CHECK_IN)
def create(checkpoint_id: int, scan_id: int) -> ResponseReturnValue:
    """Undo one's own scan within a quarter of an hour, at the scanner or at the desk."""
    checkpoint, at = checkpoint_or_404(checkpoint_id), utc_now()
    scan = or_404(scan_of(checkpoint, scan_id))
    page = _page_of(scan)
    if not may_undo(scan, by=current_user, at=at):
        refusal = _(
            "You can undo only your own scans of the last 15 minutes here. Ask an "
            "organiser to mark an older one as invalid."
        )
        return redirect_with(refusal, page)
    annul(scan, by=current_user, at=at)
    db.session.commit()
    return redirect_with(_("The scan is undone."), page)


def _page_of(scan: Scan) -> str:
    if "at_desk" in request.form and scan.participant:
        return url_for(
            "check_in.desk.show",
            checkpoint_id=scan.checkpoint_id,
            registration_id=scan.participant.id,
        )
    return url_for("check_in.scanner.show", checkpoint_id=scan.checkpoint_id)
