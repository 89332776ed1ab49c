"""What the public is told of a road map: one entry for each approved change."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from extensions import db
from models.road_maps import Action, ActionStatus, ChangeKind, RoadMap, RoadMapChange

FIELDS = (
    "number",
    "theme",
    "theme_en",
    "title",
    "title_en",
    "institution",
    "partners",
    "province",
    "starts_on",
    "ends_on",
    "indicator",
    "indicator_en",
    "unit",
    "baseline",
    "baseline_on",
    "target",
    "target_on",
    "measured",
    "measured_on",
    "source",
    "amount",
    "status",
    "reason",
    "explanation",
    "evidence",
    "problems",
)
"""Of an action, in the order in which people read them."""


def note_change(
    road_map: RoadMap,
    kind: ChangeKind,
    *,
    action: Action | None = None,
    details: Mapping[str, Any] | None = None,
    at: datetime,
) -> RoadMapChange | None:
    """Write down an approved change, `details` as `{field: [before, after]}`. None: the road map is
    not published, so nobody is told of it."""
    if road_map.published_at is None:
        return None
    change = RoadMapChange(
        road_map=road_map, action=action, kind=kind, details=dict(details or {}), at=at
    )
    db.session.add(change)
    db.session.flush()
    return change


def snapshot(action: Action) -> dict[str, Any]:
    """The action's fields as JSON; problems by their numbers."""
    plain = {name: _plain(getattr(action, name)) for name in FIELDS if name != "problems"}
    return plain | {"problems": sorted(problem.id for problem in action.problems)}


def differences(
    before: Mapping[str, Any], after: Mapping[str, Any], fields: Iterable[str] = FIELDS
) -> dict[str, list[Any]]:
    """`{field: [before, after]}` of the fields that differ."""
    return {
        name: [before.get(name), after.get(name)]
        for name in fields
        if before.get(name) != after.get(name)
    }


def kind_of(details: Mapping[str, Any]) -> ChangeKind:
    """What such a change is called: a new status before a new measurement before all else."""
    if "status" in details:
        return ChangeKind.STATUS
    return ChangeKind.MEASURED if "measured" in details else ChangeKind.CHANGED


def _plain(value: Any) -> Any:
    if isinstance(value, ActionStatus):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, list | tuple) else value
