"""Half-years: frozen when they are approved, with what has changed since the last one."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from extensions import db
from lib.refusals import Refusal
from models.audit import AuditAction
from models.road_maps import ChangeKind, HalfYear, RoadMap, RoadMapPeriod
from models.users import User
from operations.base.audit import record
from operations.road_maps.changes import FIELDS, differences, note_change, snapshot
from operations.road_maps.road_maps import held_road_map
from queries.road_maps.actions import actions_of, today_at
from queries.road_maps.periods import period_before, period_of
from queries.road_maps.reports import unreported


class AlreadyApproved(Refusal):
    """The half-year is frozen, and stays as it is."""


class NotBegunYet(Refusal):
    """The half-year lies ahead."""


def approve_period(road_map: RoadMap, period: HalfYear, *, by: User, at: datetime) -> RoadMapPeriod:
    """Freeze all actions as they stand now. Raises AlreadyApproved, NotBegunYet."""
    held_road_map(road_map)
    if period_of(road_map, period) is not None:
        raise AlreadyApproved
    if period.begins_on > today_at(at):
        raise NotBegunYet
    frozen = RoadMapPeriod(
        road_map=road_map,
        period=period,
        approved_at=at,
        approved_by_id=by.id,
        content=content_now(road_map, period, at),
    )
    db.session.add(frozen)
    db.session.flush()
    note_change(road_map, ChangeKind.PERIOD_APPROVED, details={"period": [None, period]}, at=at)
    record(AuditAction.PERIOD_APPROVED, at=at, by=by, subject_id=frozen.id, road_map=road_map.id)
    db.session.flush()
    return frozen


def content_now(road_map: RoadMap, period: HalfYear, at: datetime) -> dict[str, Any]:
    """What freezing this half-year now would keep:
    `{road_map, period, on, previous, actions, changes}`, enough to draw the page and the report
    without any row."""
    today, missing = today_at(at), unreported(road_map, today_at(at))
    actions = [
        {
            "id": action.id,
            **snapshot(action),
            "problems": [_problem(problem) for problem in action.problems],
            "progress": action.progress,
            "late": action.is_late(today),
            "unreported": str(missing.get(action.id, "")),
        }
        for action in actions_of(road_map)
    ]
    before = period_before(road_map, period)
    return {
        "road_map": _told(road_map),
        "period": str(period),
        "on": today.isoformat(),
        "previous": before.period if before else None,
        "actions": actions,
        "changes": _changes(before.content["actions"], actions) if before else [],
    }


def _told(road_map: RoadMap) -> dict[str, Any]:
    names = ("id", "slug", "title", "title_en", "province", "period")
    return {name: getattr(road_map, name) for name in names}


def _problem(problem: Any) -> dict[str, Any]:
    return {
        "id": problem.id,
        "title": problem.title,
        "title_en": problem.title_en,
        "topic": problem.topic,
        "published": problem.published_at is not None,
    }


def _changes(before: list[dict[str, Any]], now: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """`{id, number, title, title_en, kind: added|removed|changed, details: {field: [a, b]}}`."""
    old, new = _by_number(before), _by_number(now)
    found = []
    for number, action in new.items():
        if number not in old:
            found.append(_change("added", action, {}))
        elif details := differences(old[number], action, _COMPARED):
            found.append(_change("changed", action, details))
    return [*found, *(_change("removed", old[number], {}) for number in old if number not in new)]


_COMPARED = tuple(
    name for name in (*FIELDS, "progress", "late") if name != "problems" and name[-3:] != "_en"
)


def _by_number(actions: list[dict[str, Any]]) -> Mapping[int, dict[str, Any]]:
    return {action["id"]: action for action in actions}


def _change(kind: str, action: dict[str, Any], details: dict[str, Any]) -> dict[str, Any]:
    named = {name: action[name] for name in ("id", "number", "title", "title_en")}
    return {**named, "kind": kind, "details": details}
