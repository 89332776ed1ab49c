from flask import Blueprint
from flask_babel import lazy_gettext as _l

from blueprints.api.base.calls import call
from blueprints.api.base.found import checkpoint_or_404
from blueprints.api.check_in.checkpoint_schemas import CheckpointStatus
from lib.clock import utc_now
from policy import Permission
from queries.check_in.scans import checkpoint_counts

bp = Blueprint(
    "checkpoint_statuses", __name__, url_prefix="/checkpoints/<int:checkpoint_id>/status"
)


@bp.get("")
@call(
    Permission.CHECK_IN,
    _l("Count expected and admitted at a check-in point"),
    response=CheckpointStatus,
)
def show(checkpoint_id: int) -> CheckpointStatus:
    checkpoint = checkpoint_or_404(checkpoint_id)
    counts = checkpoint_counts(checkpoint, as_of=utc_now())
    return CheckpointStatus.of(counts, checkpoint.event.timezone)
