"""How a road map stood or stands: what its files and reports are made of."""

from datetime import datetime
from zoneinfo import ZoneInfo

from extensions import site_zone
from models.road_maps import HalfYear, RoadMap, RoadMapPeriod
from operations.road_maps.periods import content_now
from queries.road_maps.actions import ActionFilter, actions_of, today_at
from queries.road_maps.periods import period_before, period_of
from queries.road_maps.told import Standing


def standing_now(road_map: RoadMap, narrowed: ActionFilter, at: datetime) -> Standing:
    """As it stands now: all actions, or those that the filter means."""
    content = content_now(road_map, HalfYear.of(today_at(at)), at)
    if narrowed.narrows:
        meant = {action.id for action in actions_of(road_map, narrowed)}
        actions = [action for action in content["actions"] if action["id"] in meant]
        content = content | {"actions": actions}
    return Standing(content, None)


def standing_of(road_map: RoadMap, period: HalfYear, at: datetime) -> Standing | None:
    """The half-year as it was approved; as all stands now where it was not. None: it has not begun
    yet."""
    if frozen := period_of(road_map, period):
        return _frozen(frozen)
    if period.begins_on > today_at(at):
        return None
    return Standing(content_now(road_map, period, at), None)


def standings_of_year(road_map: RoadMap, year: int, at: datetime) -> list[Standing]:
    """The year's approved half-years, then the present state where the last one that has begun is
    not approved. Before them what was approved last before that year, if anything was. Empty: the
    year has not begun yet."""
    halves = [HalfYear(f"{year}-{half}") for half in (1, 2)]
    found = [frozen for half in halves if (frozen := period_of(road_map, half))]
    begun = [half for half in halves if half.begins_on <= today_at(at)]
    standings = [_frozen(frozen) for frozen in found]
    if begun and begun[-1] not in {standing.period for standing in standings}:
        standings.append(Standing(content_now(road_map, begun[-1], at), None))
    before = period_before(road_map, halves[0])
    return [*([_frozen(before)] if before and standings else []), *standings]


def _frozen(period: RoadMapPeriod) -> Standing:
    return Standing(period.content, period.approved_at.astimezone(ZoneInfo(site_zone())).date())
