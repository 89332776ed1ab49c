"""Reports: what they change once they are approved, and that they are decided once."""

from datetime import date

import pytest
import sqlalchemy as sa

from extensions import db
from models.progress import ActionReport, ReportState
from models.road_maps import ActionStatus, ChangeKind, HalfYear, RoadMapChange
from models.users import User
from operations.road_maps import reports
from operations.road_maps.reports import (
    AlreadyDecided,
    ReportDetails,
    approve_report,
    return_report,
    send_report,
)
from operations.road_maps.rules import ObjectionableAction
from tests import factories
from tests.factories import NOW, road_maps
from tests.factories.road_maps import PROOF
from tests.turns import while_held

PERIOD = HalfYear("2027-1")
MEASURED = ReportDetails(measured=35.0, measured_on=date(2027, 2, 1), explanation="25 km bitti")


def sent(action, details=MEASURED):
    made = send_report(action, details, period=PERIOD, by=factories.user(), at=NOW)
    db.session.commit()
    return made


def test_a_report_changes_nothing_until_it_is_approved(app):
    action = road_maps.action(road_maps.road_map())
    report = sent(action)
    assert (action.measured, action.explanation, action.progress) == (None, "", None)
    approve_report(report, by=factories.user(), at=NOW)
    assert (action.measured, action.explanation, action.progress) == (35.0, "25 km bitti", 50.0)
    [change] = db.session.scalars(
        sa.select(RoadMapChange).where(RoadMapChange.kind == ChangeKind.MEASURED)
    )
    assert change.details == {
        "measured": [None, 35.0],
        "measured_on": [None, "2027-02-01"],
        "explanation": ["", "25 km bitti"],
    }


def test_done_needs_evidence_of_before_or_of_now(app):
    action = road_maps.action(road_maps.road_map())
    with pytest.raises(ObjectionableAction):
        sent(action, ReportDetails(status=ActionStatus.DONE, explanation="Bitti"))
    done = ReportDetails(status=ActionStatus.DONE, explanation="Bitti", evidence=[PROOF])
    approve_report(sent(action, done), by=factories.user(), at=NOW)
    assert (action.status, action.evidence) == (ActionStatus.DONE, [PROOF])
    again = sent(action, ReportDetails(status=ActionStatus.DONE, explanation="Bitti"))
    approve_report(again, by=factories.user(), at=NOW)
    assert action.evidence == [PROOF]


def test_a_decided_report_is_not_decided_again(app):
    action = road_maps.action(road_maps.road_map())
    report, by = sent(action), factories.user()
    return_report(report, note="Belge eksik", by=by, at=NOW)
    assert (report.state, report.note) == (ReportState.RETURNED, "Belge eksik")
    for decide in (approve_report, lambda of, **who: return_report(of, note="Yine", **who)):
        with pytest.raises(AlreadyDecided):
            decide(report, by=by, at=NOW)
    assert action.measured is None


def _second_of_two(app):
    """Whether the second of two who approve a report at once does so."""
    action = road_maps.action(road_maps.road_map())
    report, by = sent(action).id, factories.user().id

    def approve():
        approve_report(
            db.session.get_one(ActionReport, report), by=db.session.get_one(User, by), at=NOW
        )

    def approve_too():
        try:
            approve()
        except AlreadyDecided:
            return False
        db.session.commit()
        return True

    return while_held(app, approve, approve_too)


@pytest.mark.race
def test_of_two_who_approve_at_once_one_does(app):
    assert _second_of_two(app) is False


@pytest.mark.race
@pytest.mark.parametrize("app", ["postgres"], indirect=True)
def test_without_the_guard_both_would_approve(app, monkeypatch):
    """SQLite lets one write at a time, so that it cannot happen there."""

    def careless(report, state, *, by, at):
        if report.state is not ReportState.WAITING:
            raise AlreadyDecided
        report.state, report.decided_by_id, report.decided_at = state, by.id, at

    monkeypatch.setattr(reports, "_decide", careless)
    assert _second_of_two(app) is True
