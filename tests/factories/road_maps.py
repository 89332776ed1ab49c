"""Road maps for tests, as organizers make them."""

from datetime import date, datetime
from typing import Any

from extensions import db
from models.problems import Problem
from models.progress import ProgressLink
from models.road_maps import Action, HalfYear, RoadMap
from models.users import User
from operations.road_maps.actions import ActionDetails, add_action
from operations.road_maps.links import make_link
from operations.road_maps.road_maps import RoadMapDetails, create_road_map, publish_road_map
from tests import factories

PROOF = {"title": "Tutanak", "url": "https://example.org/tutanak.pdf"}


def road_map(
    title: str = "Iğdır yol haritası",
    *,
    title_en: str = "",
    province: str | None = "76",
    published: bool = True,
    by: User | None = None,
) -> RoadMap:
    by = by or factories.user()
    details = RoadMapDetails(title=title, title_en=title_en, period="2026-2028")
    made = create_road_map(details, province=province, by=by, at=factories.NOW)
    if published:
        publish_road_map(made, by=by, at=factories.NOW)
    db.session.commit()
    return made


def details(**values: Any) -> ActionDetails:
    return ActionDetails(
        **{
            "number": "1.1",
            "title": "Yolu onar",
            "institution": "İl Özel İdaresi",
            "starts_on": date(2026, 1, 1),
            "ends_on": date(2027, 12, 31),
            "indicator": "Onarılan yol",
            "unit": "km",
            "baseline": 10.0,
            "baseline_on": date(2026, 1, 1),
            "target": 60.0,
            "target_on": date(2027, 12, 31),
            **values,
        }
    )


def action(of: RoadMap, *problems: Problem, by: User | None = None, **values: Any) -> Action:
    numbers = [problem.id for problem in problems]
    made = add_action(of, details(**values), numbers, by=by or factories.user(), at=factories.NOW)
    db.session.commit()
    return made


def link(
    of: RoadMap,
    *,
    institution: str = "İl Özel İdaresi",
    period: str = "2027-1",
    by: User | None = None,
    at: datetime = factories.NOW,
    **values: Any,
) -> ProgressLink:
    made = make_link(
        of,
        institution=institution,
        email=values.pop("email", "idare@example.org"),
        period=HalfYear.parse(period),
        by=by or factories.user(),
        at=at,
        **values,
    )
    db.session.commit()
    return made
