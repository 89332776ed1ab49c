"""An organizer annuls anybody's mistaken reading, at any time; it stays in the record."""

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from blueprints.base.access import requires
from blueprints.base.found import or_404
from blueprints.base.pages import redirect_with
from extensions import db
from lib.clock import utc_now
from models.scans import Scan
from operations.check_in.scans import annul
from policy import Permission
from queries.check_in.scans import scan_for

bp = Blueprint("annulments", __name__)


@bp.post("/scans/<int:scan_id>/annulment")
@requires(Permission.MANAGE_REGISTRATIONS)
def create(scan_id: int) -> ResponseReturnValue:
    scan = or_404(scan_for(scan_id, current_user))
    annul(scan, by=current_user, at=utc_now())
    db.session.commit()
    return redirect_with(_("The scan is undone."), _page_of(scan))


def _page_of(scan: Scan) -> str:
    """The page with the reading: that of its person, or of the one they were merged into."""
    if person := scan.participant:
        standing = person.merged_into_id or person.id
        return url_for("organizer.registrations.show", registration_id=standing)
    return url_for("organizer.attendance.show", event_id=scan.checkpoint.event_id)
