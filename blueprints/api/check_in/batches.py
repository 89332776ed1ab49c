from typing import Any

from flask import Blueprint
from flask_babel import lazy_gettext as _l
from sqlalchemy.exc import IntegrityError

from blueprints.api.base.bodies import parsed
from blueprints.api.base.callers import reader
from blueprints.api.base.calls import call
from blueprints.api.base.problem_details import Refused, refusal_fields
from blueprints.api.base.refusal_kinds import CONFLICTING_CHANGE, NO_CHECKPOINT
from blueprints.api.check_in.scanning import as_json, read_at_door
from blueprints.api.check_in.schemas import (
    CheckInBatchJson,
    CheckInJson,
    NewCheckIn,
    NewCheckInBatch,
    ScanRefusal,
)
from blueprints.base.transactions import committed
from lib.refusals import Refusal
from models.checkpoints import Checkpoint
from operations.check_in.scans import CheckIn
from policy import Permission
from queries.check_in.checkpoints import checkpoint_for

bp = Blueprint("check_in_batches", __name__, url_prefix="/check-ins/batch")

Doors = dict[int, Checkpoint | None]


@bp.post("")
@call(
    Permission.CHECK_IN,
    _l("Check in a queue of scans: each is answered separately, in order"),
    body=NewCheckInBatch,
    response=CheckInBatchJson,
)
def create(body: NewCheckInBatch) -> CheckInBatchJson:
    doors: Doors = {}
    return CheckInBatchJson(items=[_checked_in(sent, doors) for sent in body.scans])


def _checked_in(sent: Any, doors: Doors) -> CheckInJson | ScanRefusal:
    """Commit each scan by itself, so that a queue of one door never holds up another door."""
    try:
        result = committed(lambda: _read(sent, doors))
    except Refusal as refusal:
        return _refused(refusal)
    except IntegrityError:
        return _refused(Refused(CONFLICTING_CHANGE))
    return as_json(result, by=reader())


def _read(sent: Any, doors: Doors) -> CheckIn:
    reading = parsed(NewCheckIn, sent)
    return read_at_door(_door(reading.checkpoint_id, doors), reading, by=reader())


def _door(checkpoint_id: int, doors: Doors) -> Checkpoint:
    if checkpoint_id not in doors:
        doors[checkpoint_id] = checkpoint_for(checkpoint_id, reader())
    checkpoint = doors[checkpoint_id]
    if checkpoint is None:
        raise Refused(NO_CHECKPOINT)
    return checkpoint


def _refused(refusal: Refusal) -> ScanRefusal:
    return ScanRefusal.model_validate(refusal_fields(refusal))
