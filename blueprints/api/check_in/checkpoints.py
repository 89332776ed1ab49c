from flask import Blueprint
from flask_babel import lazy_gettext as _l

from blueprints.api.base.callers import caller
from blueprints.api.base.calls import call
from blueprints.api.base.found import event_or_404
from blueprints.api.check_in.checkpoint_schemas import (
    CheckpointJson,
    CheckpointList,
    NewCheckpoint,
)
from extensions import db
from lib.clock import utc_now
from operations.check_in.checkpoints import CheckpointDetails, add_checkpoint
from policy import Permission
from queries.check_in.checkpoints import checkpoints_of

bp = Blueprint("checkpoints", __name__, url_prefix="/events/<int:event_id>/checkpoints")


@bp.get("")
@call("staff", _l("List all check-in points of an event"), response=CheckpointList)
def index(event_id: int) -> CheckpointList:
    event = event_or_404(event_id)
    items = [CheckpointJson.of(door, event.timezone) for door in checkpoints_of(event)]
    return CheckpointList(items=items, next=None)


@bp.post("")
@call(
    Permission.EDIT_EVENTS,
    _l("Add a check-in point to an event"),
    body=NewCheckpoint,
    response=CheckpointJson,
    status=201,
)
def create(event_id: int, body: NewCheckpoint) -> CheckpointJson:
    event = event_or_404(event_id)
    details = CheckpointDetails(**dict(body))
    checkpoint = add_checkpoint(event, details, by=caller(), at=utc_now())
    db.session.commit()
    return CheckpointJson.of(checkpoint, event.timezone)
