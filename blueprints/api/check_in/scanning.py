"""One reading sent by a program, alone or in a batch."""

from blueprints.api.base.callers import calling_device
from blueprints.api.check_in.schemas import CheckInJson, NewCheckIn
from lib.clock import utc_now
from models.checkpoints import Checkpoint
from operations.check_in.scans import CheckIn, check_in
from policy import Caller
from queries.check_in.doors import right_doors_of


def read_at_door(checkpoint: Checkpoint, reading: NewCheckIn, *, by: Caller) -> CheckIn:
    """Check in by one reading. Raises ClockAhead."""
    at = utc_now()
    return check_in(
        checkpoint,
        code=reading.code,
        nonce=reading.nonce,
        scanned_at=reading.scanned_at or at,
        at=at,
        by=by,
        device=calling_device(),
        direction=reading.direction,
        force=reading.force,
    )


def as_json(result: CheckIn, *, by: Caller) -> CheckInJson:
    return CheckInJson.of(result, right_doors_of(result.scan), by=by)
