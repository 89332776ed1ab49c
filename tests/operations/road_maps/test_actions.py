"""Actions: what they must not say, and what the public is told of their changes."""

from dataclasses import replace
from datetime import date

import pytest
import sqlalchemy as sa

from extensions import db
from models.problems import ProblemStanding
from models.road_maps import Action, ActionStatus, ChangeKind, RoadMapChange
from models.scopes import Scope
from models.users import Role
from operations.road_maps.actions import (
    ActionDetails,
    ActionIsPublic,
    add_action,
    change_action,
    move_action,
    remove_action,
)
from operations.road_maps.road_maps import publish_road_map, withdraw_road_map
from operations.road_maps.rules import Objection, ObjectionableAction
from tests import factories
from tests.factories import NOW, road_maps
from tests.factories.problems import problem
from tests.factories.road_maps import PROOF


def told(action: Action | None = None):
    rows = sa.select(RoadMapChange).order_by(RoadMapChange.id)
    if action:
        rows = rows.where(RoadMapChange.action_id == action.id)
    return [(change.kind, change.details) for change in db.session.scalars(rows)]


@pytest.mark.parametrize(
    ("values", "objection"),
    [
        ({"ends_on": date(2025, 12, 31)}, Objection.ENDS_BEFORE_START),
        ({"target": 10.0}, Objection.TARGET_IS_BASELINE),
        ({"status": ActionStatus.DONE}, Objection.DONE_WITHOUT_EVIDENCE),
        ({"status": ActionStatus.DROPPED}, Objection.DROPPED_WITHOUT_REASON),
        ({"province": "06"}, Objection.OUTSIDE_ROAD_MAP),
        ({"number": "1.0"}, Objection.NUMBER_TAKEN),
    ],
)
def test_what_no_action_may_say_is_refused(app, values, objection):
    road_map = road_maps.road_map()
    road_maps.action(road_map, number="1.0")
    with pytest.raises(ObjectionableAction) as refused:
        add_action(road_map, road_maps.details(**values), by=factories.user(), at=NOW)
    assert refused.value.objection is objection
    db.session.rollback()
    assert db.session.scalar(sa.select(sa.func.count(Action.id))) == 1


def test_numbers_are_texts_of_one_road_map(app):
    first = road_maps.action(road_maps.road_map(), number="1.10")
    other = road_maps.action(road_maps.road_map(), number="1.10")
    assert (first.number, other.number) == ("1.10", "1.10")


def test_it_is_done_with_evidence_and_dropped_with_a_reason(app):
    road_map = road_maps.road_map()
    road_maps.action(road_map, number="1", status=ActionStatus.DONE, evidence=[PROOF])
    road_maps.action(road_map, number="2", status=ActionStatus.DROPPED, reason="Ödenek yok")
    statuses = db.session.scalars(sa.select(Action.status).order_by(Action.id)).all()
    assert statuses == [ActionStatus.DONE, ActionStatus.DROPPED]


def test_what_is_taken_up_again_has_no_reason_why_it_was_dropped(app):
    action, by = road_maps.action(road_maps.road_map()), factories.user()
    dropped = replace(ActionDetails.of(action), status=ActionStatus.DROPPED, reason="No money")
    change_action(action, dropped, by=by, at=NOW)
    again = replace(ActionDetails.of(action), status=ActionStatus.UNDER_WAY)
    change_action(action, again, by=by, at=NOW)
    assert action.reason == ""
    once_more = replace(ActionDetails.of(action), status=ActionStatus.DROPPED)
    with pytest.raises(ObjectionableAction):
        change_action(action, once_more, by=by, at=NOW)


def test_problems_are_those_that_the_user_can_see(app):
    organizer = factories.user(Role.PROVINCIAL_ORGANIZER, province="76")
    own, foreign = problem(Scope(province="76")), problem(Scope(province="06"))
    merged = problem(Scope(province="76"), standing=ProblemStanding.MERGED, merged_into_id=own.id)
    road_map = road_maps.road_map(by=organizer)
    for unknown in (foreign.id, merged.id, 999_999):
        with pytest.raises(ObjectionableAction) as refused:
            add_action(road_map, road_maps.details(), [unknown], by=organizer, at=NOW)
        assert refused.value.objection is Objection.UNKNOWN_PROBLEM
        db.session.rollback()
    assert road_maps.action(road_map, own, by=organizer).problems == [own]


def test_a_change_of_a_published_road_map_is_one_entry(app):
    action = road_maps.action(road_maps.road_map())
    details = replace(
        ActionDetails.of(action),
        title="Yol ve köprü onarılır",
        measured=35.0,
        measured_on=date(2026, 12, 1),
        status=ActionStatus.UNDER_WAY,
    )
    change_action(action, details, by=factories.user(), at=NOW)
    change_action(action, details, by=factories.user(), at=NOW)  # changes nothing
    assert told(action) == [
        (ChangeKind.ADDED, {}),
        (
            ChangeKind.STATUS,
            {
                "title": ["Yolu onar", "Yol ve köprü onarılır"],
                "measured": [None, 35.0],
                "measured_on": [None, "2026-12-01"],
                "status": ["planned", "under_way"],
            },
        ),
    ]


def test_nobody_is_told_of_a_road_map_that_is_not_published(app):
    road_map = road_maps.road_map(published=False)
    road_maps.action(road_map)
    assert told() == []
    by = factories.user()
    publish_road_map(road_map, by=by, at=NOW)
    publish_road_map(road_map, by=by, at=NOW)
    assert told() == [(ChangeKind.PUBLISHED, {})]


def test_a_published_action_is_dropped_rather_than_removed(app):
    by, road_map = factories.user(), road_maps.road_map()
    action = road_maps.action(road_map)
    with pytest.raises(ActionIsPublic):
        remove_action(action, by=by, at=NOW)
    withdraw_road_map(road_map, by=by, at=NOW)
    remove_action(action, by=by, at=NOW)
    db.session.commit()
    assert db.session.scalar(sa.select(sa.func.count(Action.id))) == 0
    assert told() == [(ChangeKind.PUBLISHED, {})]


def test_actions_change_places(app):
    road_map, by = road_maps.road_map(), factories.user()
    first, _second, third = (road_maps.action(road_map, number=n) for n in ("1", "2", "3"))
    move_action(third, up=True, by=by, at=NOW)
    move_action(first, up=True, by=by, at=NOW)  # it is the first already
    db.session.commit()
    rows = sa.select(Action.number).order_by(Action.position)
    assert db.session.scalars(rows).all() == ["1", "3", "2"]
