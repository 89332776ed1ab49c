"""What an action must not say, whoever writes it: an organizer, another program, an institution."""

from collections.abc import Mapping
from enum import Enum
from typing import Any

from lib.refusals import Refusal
from models.road_maps import ActionStatus


class Objection(Enum):
    """What is wrong with an action; the value is the field beside which it is said."""

    ENDS_BEFORE_START = "ends_on"
    TARGET_IS_BASELINE = "target"
    DONE_WITHOUT_EVIDENCE = "evidence"
    DROPPED_WITHOUT_REASON = "reason"
    NUMBER_TAKEN = "number"
    UNKNOWN_PROBLEM = "problems"
    OUTSIDE_ROAD_MAP = "province"


class ObjectionableAction(Refusal):
    """The action must not be kept like this."""

    def __init__(self, objection: Objection) -> None:
        super().__init__(objection.name)
        self.objection = objection


def refuse_faulty(fields: Mapping[str, Any]) -> None:
    """Raises ObjectionableAction for what no action may say."""
    if fields["ends_on"] < fields["starts_on"]:
        raise ObjectionableAction(Objection.ENDS_BEFORE_START)
    if fields["target"] is not None and fields["target"] == fields["baseline"]:
        raise ObjectionableAction(Objection.TARGET_IS_BASELINE)
    refuse_bare_status(fields["status"], evidence=fields["evidence"], reason=fields["reason"])


def refuse_bare_status(status: ActionStatus | None, *, evidence: object, reason: str) -> None:
    """«Done» needs evidence, «dropped» a reason. Raises ObjectionableAction."""
    if status is ActionStatus.DONE and not evidence:
        raise ObjectionableAction(Objection.DONE_WITHOUT_EVIDENCE)
    if status is ActionStatus.DROPPED and not reason:
        raise ObjectionableAction(Objection.DROPPED_WITHOUT_REASON)
