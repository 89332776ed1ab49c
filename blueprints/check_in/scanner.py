from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from blueprints.base.access import requires
from blueprints.base.found import checkpoint_or_404
from blueprints.base.looks import looked_at
from blueprints.check_in.door import spoken, undo_address
from blueprints.check_in.shell import SCANNER_POLICY, labels_of
from blueprints.inputs.check_in.scan import ShortCodeForm
from blueprints.shared.check_in.counts import counts_of
from lib.clock import utc_now
from models.checkpoints import Checkpoint
from operations.check_in.scans import CheckIn
from policy import Permission
from queries.base import arguments
from queries.check_in.scans import recent_scans, scan_of

bp = Blueprint("scanner", __name__)


@bp.get("/<int:checkpoint_id>")
@requires(Permission.CHECK_IN)
def show(checkpoint_id: int) -> ResponseReturnValue:
    """The scanner; `?scan=` shows the result of a reading made without JavaScript."""
    checkpoint = checkpoint_or_404(checkpoint_id)
    said = _answer_asked_for(checkpoint)
    if said and said.participant and said.scan.user_id != current_user.id:
        looked_at(said.participant)  # one's own scans are their own record
    # Whoever records people who leave does so for one after the other.
    same_way = {"direction": said.scan.direction.value} if said else {}
    return scanner_page(checkpoint, ShortCodeForm(formdata=None, **same_way), said=said)


def scanner_page(
    checkpoint: Checkpoint, form: ShortCodeForm, *, said: CheckIn | None = None, status: int = 200
) -> Response:
    at = utc_now()
    page = render_template(
        "check_in/scanner/show.html",
        checkpoint=checkpoint,
        event=checkpoint.event,
        form=form,
        labels_of=labels_of,
        said=spoken(said) if said else None,
        counts=counts_of(checkpoint, as_of=at, fresh=True),
        recent=[
            (scan, undo_address(scan, at=at)) for scan in recent_scans(checkpoint, current_user)
        ],
    )
    response = Response(page, status)
    response.headers["Content-Security-Policy"] = SCANNER_POLICY
    # Going back to this page loads it anew: an old page would show the last result once more.
    response.headers["Cache-Control"] = "no-store"
    return response


def _answer_asked_for(checkpoint: Checkpoint) -> CheckIn | None:
    scan_id = arguments.row_number(request.args, "scan")
    scan = scan_of(checkpoint, scan_id) if scan_id else None
    return CheckIn(scan) if scan else None
