"""Who hears of a road map and of what is done: those who were where its problems were said."""

import sqlalchemy as sa

from extensions import db
from models.outcomes import NewsKind, OutcomeNews
from models.road_maps import ActionStatus, HalfYear
from models.scopes import Scope
from operations.road_maps.reports import ReportDetails, approve_report, send_report
from operations.road_maps.road_maps import publish_road_map
from tests import factories
from tests.factories import NOW, road_maps
from tests.factories.problems import problem
from tests.factories.road_maps import PROOF


def news():
    rows = sa.select(OutcomeNews).order_by(OutcomeNews.id)
    return [(each.kind, each.event_id, each.action_id) for each in db.session.scalars(rows)]


def test_every_event_whose_published_problems_it_takes_up_hears_once(app):
    first, second = factories.event(), factories.event()
    shown, hidden = problem(first, published_at=NOW), problem(second)
    whole = problem(Scope(province="19"), published_at=NOW)
    part = problem(second, published_at=NOW, part_of_id=whole.id)
    road_map, by = road_maps.road_map(province="19", published=False), factories.user()
    action = road_maps.action(road_map, shown, hidden)
    assert news() == []
    publish_road_map(road_map, by=by, at=NOW)
    assert news() == [(NewsKind.ROAD_MAP_PUBLISHED, first.id, None)]
    road_maps.action(road_map, whole, number="2")  # it gathers a problem of the second event
    assert part.part_of_id == whole.id
    assert news()[1:] == [(NewsKind.ROAD_MAP_PUBLISHED, second.id, None)]
    details = ReportDetails(status=ActionStatus.DONE, explanation="Bitti", evidence=[PROOF])
    for _ in range(2):
        report = send_report(action, details, period=HalfYear("2027-1"), by=by, at=NOW)
        approve_report(report, by=by, at=NOW)
    assert news()[2:] == [(NewsKind.ACTION_DONE, first.id, action.id)]
