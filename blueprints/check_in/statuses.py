from hashlib import sha256

from flask import Blueprint, jsonify, request
from flask.typing import ResponseReturnValue

from blueprints.base.access import requires
from blueprints.base.found import checkpoint_or_404
from blueprints.check_in.door import numbers
from blueprints.shared.check_in.counts import counts_of
from lib.clock import utc_now
from policy import Permission

bp = Blueprint("statuses", __name__)


@bp.get("/<int:checkpoint_id>/status")
@requires(Permission.CHECK_IN)
def show(checkpoint_id: int) -> ResponseReturnValue:
    """The live counts; the ETag changes when a number does, so most responses are empty (304)."""
    checkpoint = checkpoint_or_404(checkpoint_id)
    counted = numbers(counts_of(checkpoint, as_of=utc_now()))
    response = jsonify(counted)
    seen = {name: number for name, number in counted.items() if name != "as_of"}
    response.set_etag(sha256(f"{checkpoint.id} {seen}".encode()).hexdigest()[:16])
    return response.make_conditional(request)
