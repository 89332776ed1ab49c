from hashlib import sha256

from flask import Blueprint, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from blueprints.base.access import requires
from blueprints.base.found import checkpoint_or_404
from blueprints.check_in.scanner import scanner_page
from blueprints.inputs.check_in.scan import ShortCodeForm
from extensions import db
from lib.clock import utc_now
from models.scans import Direction
from operations.check_in.scans import check_in
from policy import Permission

bp = Blueprint("scans", __name__)


@bp.post("/<int:checkpoint_id>/scans")
@requires(Permission.CHECK_IN)
def create(checkpoint_id: int) -> ResponseReturnValue:
    """One reading from the page without JavaScript; phones send theirs to `readings`."""
    checkpoint = checkpoint_or_404(checkpoint_id)
    form = ShortCodeForm()
    if not form.validate():
        return scanner_page(checkpoint, form, status=422)
    at = utc_now()
    # Nobody goes in before we have answered, so the time of the reading is now.
    said = check_in(
        checkpoint,
        code=form.code.data,
        nonce=_nonce_of(form),
        direction=Direction(form.direction.data),
        scanned_at=at,
        at=at,
        by=current_user,
    )
    db.session.commit()
    address = url_for("check_in.scanner.show", checkpoint_id=checkpoint.id, scan=said.scan.id)
    return redirect(address, 303)


def _nonce_of(form: ShortCodeForm) -> str:
    """The number of the reading: the same form sent twice is one reading.

    Another code typed after going back to the page is another reading.
    """
    sent = (form.nonce.data, form.direction.data, form.code.data.strip().upper())
    return sha256("\n".join(sent).encode()).hexdigest()[:32]
