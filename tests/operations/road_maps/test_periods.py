"""Frozen half-years."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from extensions import db
from models.road_maps import HalfYear
from operations.road_maps.actions import ActionDetails, change_action
from operations.road_maps.periods import AlreadyApproved, NotBegunYet, approve_period
from queries.road_maps.periods import period_of, periods_of
from tests import factories
from tests.factories import NOW, road_maps
from tests.factories.problems import problem

FIRST, SECOND = HalfYear("2027-1"), HalfYear("2027-2")
LATER = NOW + timedelta(days=180)


def test_a_frozen_half_year_never_changes_and_the_next_one_tells_what_did(app):
    road_map, by = road_maps.road_map(), factories.user()
    action = road_maps.action(road_map, problem(title="Yol"))
    approve_period(road_map, FIRST, by=by, at=NOW)
    changed = replace(ActionDetails.of(action), measured=35.0, measured_on=date(2027, 7, 1))
    change_action(action, changed, by=by, at=LATER)
    added = road_maps.action(road_map, number="1.2")
    approve_period(road_map, SECOND, by=by, at=LATER)
    db.session.commit()
    db.session.expire_all()
    first, second = period_of(road_map, FIRST).content, period_of(road_map, SECOND).content
    assert [(each["measured"], each["progress"]) for each in first["actions"]] == [(None, None)]
    assert (first["previous"], first["changes"], first["on"]) == (None, [], "2027-03-01")
    assert first["actions"][0]["problems"][0]["title"] == "Yol"
    assert second["previous"] == FIRST
    assert [(each["id"], each["kind"], each["details"]) for each in second["changes"]] == [
        (
            action.id,
            "changed",
            {
                "measured": [None, 35.0],
                "measured_on": [None, "2027-07-01"],
                "progress": [None, 50.0],
            },
        ),
        (added.id, "added", {}),
    ]
    assert [frozen.period for frozen in periods_of(road_map)] == [SECOND, FIRST]


def test_it_is_approved_once_and_not_before_it_begins(app):
    road_map, by = road_maps.road_map(), factories.user()
    with pytest.raises(NotBegunYet):
        approve_period(road_map, SECOND, by=by, at=NOW)
    approve_period(road_map, FIRST, by=by, at=NOW)
    with pytest.raises(AlreadyApproved):
        approve_period(road_map, FIRST, by=by, at=NOW)
