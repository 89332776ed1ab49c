"""The actions of a road map: added, changed, put in another order, removed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from extensions import db
from lib.refusals import Refusal
from models.audit import AuditAction
from models.problems import Problem
from models.progress import ActionReport
from models.road_maps import Action, ActionStatus, ChangeKind, RoadMap, RoadMapChange
from models.users import User
from operations.base.audit import record
from operations.letters.outcomes import announce_done, announce_road_map
from operations.road_maps.changes import differences, kind_of, note_change, snapshot
from operations.road_maps.road_maps import held_road_map
from operations.road_maps.rules import Objection, ObjectionableAction, refuse_faulty
from queries.road_maps.actions import problems_within


class ActionIsPublic(Refusal):
    """Everybody has read it: it can be dropped with a reason, not removed."""


@dataclass(frozen=True, kw_only=True)
class ActionDetails:
    """An action as somebody writes it, already cleaned. Its fields are those of the table."""

    number: str
    theme: str = ""
    theme_en: str = ""
    title: str
    title_en: str = ""
    institution: str
    partners: Sequence[str] = ()
    province: str | None = None
    """Where it is carried out; None: in the whole scope of its road map."""
    starts_on: date
    ends_on: date
    indicator: str = ""
    indicator_en: str = ""
    unit: str = ""
    baseline: float | None = None
    baseline_on: date | None = None
    target: float | None = None
    target_on: date | None = None
    measured: float | None = None
    measured_on: date | None = None
    source: str = ""
    amount: float | None = None
    status: ActionStatus = ActionStatus.PLANNED
    reason: str = ""
    explanation: str = ""
    evidence: Sequence[dict[str, str]] = field(default_factory=list)

    @classmethod
    def of(cls, action: Action) -> "ActionDetails":
        return cls(**{each.name: getattr(action, each.name) for each in fields(cls)})


def add_action(
    road_map: RoadMap,
    details: ActionDetails,
    problems: Iterable[int] = (),
    *,
    by: User,
    at: datetime,
) -> Action:
    """Put an action at the end of the road map. Raises ObjectionableAction."""
    held_road_map(road_map)
    last = db.session.scalar(
        sa.select(sa.func.max(Action.position)).where(Action.road_map_id == road_map.id)
    )
    action = Action(road_map=road_map, position=(last or 0) + 1, problems=[])
    with db.session.no_autoflush:
        _write(action, details, _known(problems, by))
    db.session.add(action)
    db.session.flush()
    record(AuditAction.ACTION_ADDED, at=at, by=by, subject_id=action.id, road_map=road_map.id)
    note_change(road_map, ChangeKind.ADDED, action=action, details={}, at=at)
    _announce(action, was=None, at=at)
    db.session.flush()
    return action


def change_action(
    action: Action,
    details: ActionDetails,
    problems: Iterable[int] | None = None,
    *,
    by: User,
    at: datetime,
) -> None:
    """Change an action, and the problems that it names where they are given. One entry tells the
    public of all of it. Raises ObjectionableAction."""
    held_road_map(action.road_map)
    before = snapshot(action)
    known = action.problems if problems is None else _known(problems, by, kept=action.problems)
    with db.session.no_autoflush:
        _write(action, details, known)
    note_difference(action, before, at=at)
    record(
        AuditAction.ACTION_CHANGED,
        at=at,
        by=by,
        subject_id=action.id,
        road_map=action.road_map_id,
    )
    db.session.flush()


def note_difference(action: Action, before: dict[str, Any], *, at: datetime) -> None:
    """Tell the public, and those who were there, what has changed since this snapshot."""
    changed = differences(before, snapshot(action))
    if changed:
        note_change(action.road_map, kind_of(changed), action=action, details=changed, at=at)
    _announce(action, was=ActionStatus(before["status"]), at=at)


def move_action(action: Action, *, up: bool, by: User, at: datetime) -> None:
    """Exchange its place with the one before (`up`) or after it. At the end nothing changes."""
    road_map = held_road_map(action.road_map)
    order = list(
        db.session.scalars(
            sa.select(Action)
            .where(Action.road_map_id == road_map.id)
            .order_by(Action.position, Action.id)
        )
    )
    here = order.index(action)
    there = here - 1 if up else here + 1
    if not 0 <= there < len(order):
        return
    order[here], order[there] = order[there], order[here]
    for position, each in enumerate(order, start=1):
        each.position = position
    record(AuditAction.ROAD_MAP_CHANGED, at=at, by=by, subject_id=road_map.id)
    db.session.flush()


def remove_action(action: Action, *, by: User, at: datetime) -> None:
    """Delete an action with its reports. Raises ActionIsPublic while its road map is published."""
    road_map = held_road_map(action.road_map)
    if road_map.published_at is not None:
        raise ActionIsPublic
    for table in (ActionReport, RoadMapChange):
        db.session.execute(sa.delete(table).where(table.action_id == action.id))
    record(AuditAction.ACTION_REMOVED, at=at, by=by, subject_id=action.id, road_map=road_map.id)
    db.session.delete(action)
    db.session.flush()


def _write(action: Action, details: ActionDetails, problems: Sequence[Problem]) -> None:
    road_map, values = action.road_map, dict(vars(details))
    if values["province"] == road_map.province:
        values["province"] = None
    if values["province"] is not None and road_map.province is not None:
        raise ObjectionableAction(Objection.OUTSIDE_ROAD_MAP)
    refuse_faulty(values)
    _refuse_taken(action, details.number)
    dropped = ActionStatus.DROPPED
    if action.status is dropped and values["status"] is not dropped:
        values["reason"] = ""  # it was taken up again: why it was dropped holds no more
    for name, value in values.items():
        setattr(action, name, value)
    action.partners, action.evidence = list(details.partners), list(details.evidence)
    action.problems = list(problems)


def _refuse_taken(action: Action, number: str) -> None:
    """The unique constraint is the true guard."""
    others = sa.select(Action.id).where(
        Action.road_map_id == action.road_map.id, Action.number == number
    )
    if action.id is not None:
        others = others.where(Action.id != action.id)
    if db.session.scalar(others) is not None:
        raise ObjectionableAction(Objection.NUMBER_TAKEN)


def _known(numbers: Iterable[int], user: User, kept: Sequence[Problem] = ()) -> list[Problem]:
    """Those problems. One that the action names already stays, though it was merged since."""
    wanted = set(numbers)
    staying = [problem for problem in kept if problem.id in wanted]
    found = problems_within(wanted - {problem.id for problem in staying}, user)
    if len(staying) + len(found) != len(wanted):
        raise ObjectionableAction(Objection.UNKNOWN_PROBLEM)
    return sorted([*staying, *found], key=lambda problem: problem.id)


def _announce(action: Action, *, was: ActionStatus | None, at: datetime) -> None:
    """Where its problems were said one hears of the road map, also if the action came later, and
    that the action is done."""
    if action.road_map.published_at is None:
        return
    db.session.flush()
    announce_road_map(action.road_map, at=at)
    if action.status is ActionStatus.DONE and was is not ActionStatus.DONE:
        announce_done(action, at=at)
