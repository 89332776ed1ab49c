"""What is wrong with an action of a road map: beside which field it is said, and how."""

from collections.abc import Mapping

from operations.road_maps.rules import Objection

ACTION_FIELD: Mapping[Objection, tuple[str, str]] = {
    Objection.ENDS_BEFORE_START: ("ends_on", "An action must not end before it starts."),
    Objection.TARGET_IS_BASELINE: ("indicator.target", "The target must not be the baseline."),
    Objection.DONE_WITHOUT_EVIDENCE: ("evidence", "What is done needs evidence."),
    Objection.DROPPED_WITHOUT_REASON: ("reason", "What is dropped needs a reason."),
    Objection.NUMBER_TAKEN: ("no", "Another action of this road map has this number."),
    Objection.UNKNOWN_PROBLEM: ("problems", "There is no such problem within your reach."),
    Objection.OUTSIDE_ROAD_MAP: ("scope", "A province's road map has no actions elsewhere."),
}
