from flask import Blueprint
from flask_babel import lazy_gettext as _l

from blueprints.api.base.callers import calling_device, reader
from blueprints.api.base.calls import call
from blueprints.api.base.problem_details import Refused
from blueprints.api.base.refusal_kinds import FORBIDDEN
from blueprints.api.check_in.schemas import ScanJson
from blueprints.base.found import or_404
from extensions import db
from lib.clock import utc_now
from operations.check_in.scans import annul, may_undo
from policy import Permission, may
from queries.check_in.scans import scan_for

bp = Blueprint("annulments", __name__, url_prefix="/scans/<int:scan_id>/annulment")


@bp.post("")
@call(
    Permission.CHECK_IN, _l("Undo a mistaken scan; it stays, marked as invalid"), response=ScanJson
)
def create(scan_id: int) -> ScanJson:
    scan = or_404(scan_for(scan_id, reader()))
    by, at = reader(), utc_now()
    if not (
        may_undo(scan, by=by, at=at, device=calling_device())
        or may(by, Permission.MANAGE_REGISTRATIONS)
    ):
        raise Refused(FORBIDDEN, "Only an organiser may undo someone else's scan, or an old one.")
    annul(scan, by=by, at=at)
    db.session.commit()
    return ScanJson.of(scan)
