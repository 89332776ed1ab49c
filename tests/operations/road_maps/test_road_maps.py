import pytest

from models.road_maps import ChangeKind
from models.users import Role
from operations.road_maps.road_maps import (
    BadPeriod,
    OutsideOwnProvince,
    RoadMapDetails,
    change_road_map,
    create_road_map,
)
from queries.road_maps.road_maps import changes_of
from tests import factories
from tests.factories import NOW, road_maps


def test_addresses_come_from_titles_and_differ(app):
    slugs = [road_maps.road_map(title="Iğdır Yol Haritası").slug for _ in range(2)]
    assert slugs == ["igdir-yol-haritasi", "igdir-yol-haritasi-2"]


@pytest.mark.parametrize("period", ["2028-2026", "2026", "26-28", "2026-2028 ", "2026–2028"])
def test_the_years_of_a_road_map_are_checked(app, period):
    details = RoadMapDetails(title="Yol", period=period)
    with pytest.raises(BadPeriod):
        create_road_map(details, province=None, by=factories.user(), at=NOW)


@pytest.mark.parametrize("province", [None, "06"])
def test_an_organizer_of_a_province_makes_that_province_s_alone(app, province):
    by = factories.user(Role.PROVINCIAL_ORGANIZER, province="76")
    details = RoadMapDetails(title="Yol", period="2026-2028")
    assert create_road_map(details, province="76", by=by, at=NOW).province == "76"
    with pytest.raises(OutsideOwnProvince):
        create_road_map(details, province=province, by=by, at=NOW)


def test_a_new_title_is_told_and_the_address_stays(app):
    road_map = road_maps.road_map(title="Yol")
    details = RoadMapDetails(title="Yol haritası", period="2026-2028")
    change_road_map(road_map, details, by=factories.user(), at=NOW)
    latest = changes_of(road_map)[0]
    assert (latest.kind, latest.details) == (
        ChangeKind.CHANGED,
        {"title": ["Yol", "Yol haritası"]},
    )
    assert road_map.slug == "yol"
