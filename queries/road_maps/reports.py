"""What institutions were asked to report, and what they did."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from extensions import db
from models.progress import ActionReport, ProgressLink, ReportState
from models.road_maps import Action, ActionStatus, RoadMap
from models.users import User
from policy import road_maps_scoped

_COUNTS = (ReportState.WAITING, ReportState.APPROVED)
"""A returned report is none yet."""


def link_by_number(link_id: int) -> ProgressLink | None:
    return db.session.scalar(
        sa.select(ProgressLink)
        .where(ProgressLink.id == link_id)
        .options(joinedload(ProgressLink.road_map))
    )


def link_of(road_map: RoadMap, link_id: int) -> ProgressLink | None:
    """A link of this road map."""
    return db.session.scalar(
        sa.select(ProgressLink).where(
            ProgressLink.id == link_id, ProgressLink.road_map_id == road_map.id
        )
    )


def links_of(road_map: RoadMap) -> Sequence[ProgressLink]:
    """The links that were made for it, the latest first."""
    return db.session.scalars(
        sa.select(ProgressLink)
        .where(ProgressLink.road_map_id == road_map.id)
        .order_by(ProgressLink.id.desc())
    ).all()


def stands(link: ProgressLink, at: datetime) -> bool:
    """Whether it can be opened: not revoked, and its time is not over."""
    return link.revoked_at is None and at < link.lapses_at


def actions_asked(link: ProgressLink) -> Sequence[Action]:
    """The institution's actions of that road map, in their order."""
    return db.session.scalars(
        sa.select(Action)
        .where(
            Action.road_map_id == link.road_map_id,
            Action.institution_key == link.institution_key,
        )
        .options(selectinload(Action.problems))
        .order_by(Action.position, Action.id)
    ).all()


def last_reports(link: ProgressLink) -> Mapping[int, ActionReport]:
    """The last report on each action of the link's institution in its half-year, by whichever link
    it came."""
    rows = db.session.scalars(
        sa.select(ActionReport)
        .join(ActionReport.action)
        .where(
            Action.road_map_id == link.road_map_id,
            Action.institution_key == link.institution_key,
            ActionReport.period == link.period,
        )
        .order_by(ActionReport.id)
    )
    return {report.action_id: report for report in rows}


def report_for(report_id: int, user: User) -> ActionReport | None:
    """A report, if the user's province allows its road map."""
    rows = _with_actions().where(ActionReport.id == report_id)
    return db.session.scalar(road_maps_scoped(rows, user))


def reports_of(road_map: RoadMap, state: ReportState | None = None) -> Sequence[ActionReport]:
    """The reports on its actions, the oldest first; all, or those in one state."""
    rows = _with_actions().where(Action.road_map_id == road_map.id)
    if state is not None:
        rows = rows.where(ActionReport.state == state)
    return db.session.scalars(rows.order_by(ActionReport.id)).all()


def unreported(road_map: RoadMap, today: date) -> Mapping[int, str]:
    """The actions on which no report came: the last half-year that is past its due day and for
    which their institution was asked, by the action's number.

    Actions that are done or dropped need none.
    """
    due = (
        sa.select(ProgressLink.institution_key, sa.func.max(ProgressLink.period).label("period"))
        .where(
            ProgressLink.road_map_id == road_map.id,
            ProgressLink.due_on < today,
            ProgressLink.revoked_at.is_(None),
        )
        .group_by(ProgressLink.institution_key)
        .subquery()
    )
    rows = sa.select(Action.id, due.c.period).where(
        Action.road_map_id == road_map.id,
        Action.institution_key == due.c.institution_key,
        *awaits_report(due.c.period),
    )
    found: Any = db.session.execute(rows)
    return dict(found.all())


def awaits_report(period: Any) -> tuple[sa.ColumnElement[bool], ...]:
    """Conditions of an action that still has to be reported on in that half-year."""
    reported = (
        sa.select(ActionReport.id)
        .where(
            ActionReport.action_id == Action.id,
            ActionReport.period == period,
            ActionReport.state.in_(_COUNTS),
        )
        .correlate_except(ActionReport)
    )
    return Action.status.not_in((ActionStatus.DONE, ActionStatus.DROPPED)), ~reported.exists()


def missing_actions(link: ProgressLink) -> Sequence[Action]:
    """The institution's actions without a report in the link's half-year."""
    return db.session.scalars(
        sa.select(Action)
        .where(
            Action.road_map_id == link.road_map_id,
            Action.institution_key == link.institution_key,
            *awaits_report(link.period),
        )
        .order_by(Action.position, Action.id)
    ).all()


def missing_by_link(road_map: RoadMap) -> Mapping[int, int]:
    """How many of the institution's actions have no report in the half-year of each link."""
    rows = (
        sa.select(ProgressLink.id, sa.func.count())
        .join(
            Action,
            sa.and_(
                Action.road_map_id == ProgressLink.road_map_id,
                Action.institution_key == ProgressLink.institution_key,
            ),
        )
        .where(ProgressLink.road_map_id == road_map.id, *awaits_report(ProgressLink.period))
        .group_by(ProgressLink.id)
    )
    found: Any = db.session.execute(rows)
    return dict(found.all())


def _with_actions() -> sa.Select[ActionReport]:
    return (
        sa.select(ActionReport)
        .join(ActionReport.action)
        .join(Action.road_map)
        .options(
            contains_eager(ActionReport.action).contains_eager(Action.road_map),
            joinedload(ActionReport.link),
        )
    )
