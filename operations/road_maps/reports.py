"""Reports of progress: sent by an institution or the staff, approved or returned once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from extensions import db
from lib.refusals import Refusal
from models.audit import AuditAction
from models.progress import ActionReport, ProgressLink, ReportState
from models.road_maps import Action, ActionStatus, HalfYear
from models.users import User
from operations.base.audit import record
from operations.road_maps.actions import note_difference
from operations.road_maps.changes import snapshot
from operations.road_maps.road_maps import held_road_map
from operations.road_maps.rules import refuse_bare_status
from queries.road_maps.reports import last_reports


class AlreadyDecided(Refusal):
    """Somebody has approved or returned the report."""


@dataclass(frozen=True, kw_only=True)
class ReportDetails:
    """What is reported of an action, already cleaned. What is None stays as it is."""

    measured: float | None = None
    measured_on: date | None = None
    status: ActionStatus | None = None
    reason: str = ""
    explanation: str
    evidence: Sequence[dict[str, str]] = field(default_factory=list)


def send_report(
    action: Action, details: ReportDetails, *, period: HalfYear, by: User, at: datetime
) -> ActionReport:
    """A report by somebody of the staff. It waits for an organizer like any other one.

    Raises operations.road_maps.rules.ObjectionableAction.
    """
    _refuse_faulty(action, details)
    report = ActionReport(action=action, reported_by_id=by.id, period=period, sent_at=at)
    return _sent(report, details, by=by, at=at)


def send_reports(
    link: ProgressLink, reports: Iterable[tuple[Action, ReportDetails]], *, at: datetime
) -> list[ActionReport]:
    """What an institution says by its link, of one action or more: all of it or nothing.

    One that still waits is replaced: it can be sent again until it is decided. Raises
    AlreadyDecided for one that was approved, operations.road_maps.rules.ObjectionableAction.
    """
    held_road_map(link.road_map)
    known, sent = last_reports(link), []
    for action, details in reports:
        _refuse_faulty(action, details)
        report = known.get(action.id)
        if report is not None and report.state is ReportState.APPROVED:
            raise AlreadyDecided
        if report is None or report.state is not ReportState.WAITING or report.link_id is None:
            report = ActionReport(action=action, period=link.period)
        report.link, report.sent_at = link, at
        sent.append(_sent(report, details, by=None, at=at))
    return sent


def approve_report(report: ActionReport, *, by: User, at: datetime) -> None:
    """Make it what the action says, and tell the public.

    Raises AlreadyDecided, operations.road_maps.rules.ObjectionableAction.
    """
    action = report.action
    held_road_map(action.road_map)
    _decide(report, ReportState.APPROVED, by=by, at=at)
    db.session.refresh(action)
    before = snapshot(action)
    if report.measured is not None:
        action.measured, action.measured_on = report.measured, report.measured_on
    action.explanation = report.explanation
    action.evidence = _joined(action.evidence, report.evidence)
    if report.status is not None:
        refuse_bare_status(report.status, evidence=action.evidence, reason=report.reason)
        action.status = report.status
        action.reason = report.reason if report.status is ActionStatus.DROPPED else ""
    note_difference(action, before, at=at)
    record(AuditAction.REPORT_APPROVED, at=at, by=by, subject_id=report.id, of=action.id)
    db.session.flush()


def return_report(report: ActionReport, *, note: str, by: User, at: datetime) -> None:
    """Give it back with what is missing; whoever has the link reads it there. Raises
    AlreadyDecided."""
    held_road_map(report.action.road_map)
    _decide(report, ReportState.RETURNED, by=by, at=at, note=note)
    record(AuditAction.REPORT_RETURNED, at=at, by=by, subject_id=report.id)
    db.session.flush()


def _decide(
    report: ActionReport, state: ReportState, *, by: User, at: datetime, **more: Any
) -> None:
    """The guard of two who decide at once: only a waiting one is changed."""
    decided = db.session.scalar(
        sa.update(ActionReport)
        .where(ActionReport.id == report.id, ActionReport.state == ReportState.WAITING)
        .values(state=state, decided_at=at, decided_by_id=by.id, **more)
        .returning(ActionReport.id),
        execution_options={"synchronize_session": False},
    )
    if decided is None:
        raise AlreadyDecided
    db.session.refresh(report)


def _refuse_faulty(action: Action, details: ReportDetails) -> None:
    evidence = [*action.evidence, *details.evidence]
    refuse_bare_status(details.status, evidence=evidence, reason=details.reason)


def _sent(
    report: ActionReport, details: ReportDetails, *, by: User | None, at: datetime
) -> ActionReport:
    for name, value in vars(details).items():
        setattr(report, name, value)
    report.evidence, report.state = list(details.evidence), ReportState.WAITING
    db.session.add(report)
    db.session.flush()
    record(AuditAction.REPORT_SENT, at=at, by=by, subject_id=report.id, of=report.action_id)
    return report


def _joined(
    evidence: Sequence[dict[str, str]], more: Sequence[dict[str, str]]
) -> list[dict[str, str]]:
    """All of it, each address once, by its latest title."""
    by_address = {each["url"]: each for each in [*evidence, *more]}
    return list(by_address.values())
