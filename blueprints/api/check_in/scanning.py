"""One reading that a program sends, alone or in a batch."""

from blueprints.api.base.callers import calling_device
from blueprints.api.base.problem_details import refused_field
from blueprints.api.check_in.schemas import CheckInAnswer, NewCheckIn
from lib.clock import utc_now
from models.checkpoints import Checkpoint
from operations.check_in.scans import CheckIn, ClockAhead, check_in
from policy import Caller
from queries.check_in.doors import right_doors_of


def read_at_door(checkpoint: Checkpoint, reading: NewCheckIn, *, by: Caller) -> CheckIn:
    """Raises Refused (422) when the device's clock is ahead."""
    at = utc_now()
    try:
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
    except ClockAhead:
        raise refused_field("scanned_at", "This is more than 5 minutes in the future.")


def answer_of(result: CheckIn, *, by: Caller) -> CheckInAnswer:
    return CheckInAnswer.of(result, right_doors_of(result.scan), by=by)
