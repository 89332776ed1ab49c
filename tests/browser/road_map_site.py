"""A road map with everything that its public pages can show."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from extensions import db
from letters.subscriptions import CONFIRMS, subscription_address
from models.outcomes import Subscription
from models.progress import ProgressLink
from models.road_maps import ActionStatus, HalfYear
from models.scopes import Scope
from operations.road_maps.actions import change_action
from operations.road_maps.periods import approve_period
from tests import factories
from tests.factories import NOW, problems
from tests.factories.road_maps import PROOF, action, details, road_map

LONG = "Uzunköprülüoğullarından " * 3 + "İğneci"


@dataclass(frozen=True)
class RoadMapSite:
    slug: str
    pages: list[str]
    subscription: str
    """Where a subscription is confirmed."""


def furnish() -> RoadMapSite:
    by, event = factories.user(), factories.event(over=True)
    plan = road_map(by=by)
    whole = problems.problem(Scope(province="76"), "Engelliler kuruma giremiyor", published_at=NOW)
    problems.problem(event, "Rampa yok", published_at=NOW, part_of_id=whole.id)
    problems.problem(event, "Park yok", published_at=NOW, not_taken_up="Arsa başkasının.")
    problems.problem(event, f"Servis gelmiyor {LONG}", published_at=NOW)
    first = action(
        plan,
        whole,
        theme="Erişim",
        status=ActionStatus.UNDER_WAY,
        measured=35.0,
        by=by,
        partners=("Kent Konseyi", "Engelliler Derneği"),
        source="Ajans",
        amount=1_250_000.0,
    )
    action(
        plan,
        number="1.2",
        title=LONG,
        institution=f"{LONG} Müdürlüğü",
        by=by,
        theme="Erişim",
        ends_on=date(2026, 6, 30),
        target_on=date(2026, 6, 30),
    )
    action(
        plan,
        number="1.3",
        title="Rehber basılır",
        status=ActionStatus.DONE,
        measured=70.0,
        evidence=(PROOF,),
        explanation="On bin tane basıldı.",
        by=by,
        theme="Bilgi",
    )
    action(
        plan,
        number="2.1",
        title="Hat açılır",
        status=ActionStatus.DROPPED,
        by=by,
        reason="Bütçe çıkmadı.",
        starts_on=date(2027, 3, 1),
        ends_on=date(2028, 6, 30),
    )
    _ask_for_report(plan.id)
    approve_period(plan, HalfYear("2026-2"), by=by, at=NOW)
    change_action(first, details(title="Yol ve köprü onarılır", measured=40.0), None, by=by, at=NOW)
    approve_period(plan, HalfYear("2027-1"), by=by, at=NOW)
    asked = Subscription(road_map=plan, email="isil@example.org", locale="tr", asked_at=NOW)
    db.session.add(asked)
    db.session.commit()
    link = subscription_address(asked, CONFIRMS).removeprefix("http://meydan.example.org")
    base = f"/roadmaps/{plan.slug}"
    return RoadMapSite(
        plan.slug,
        [
            "/roadmaps",
            base,
            f"{base}?status=done",
            f"{base}?institution=yok",
            f"{base}/periods/2027-1",
            f"{base}/subscription",
            f"{base}/subscription/sent",
            link,
            f"/events/{event.slug}/outcomes",
        ],
        link,
    )


def _ask_for_report(road_map_id: int) -> None:
    """A half-year of the past on which nobody reported."""
    db.session.add(
        ProgressLink(
            road_map_id=road_map_id,
            institution=f"{LONG} Müdürlüğü",
            email="kurum@example.org",
            period="2026-1",
            due_on=date(2026, 6, 30),
            key_hash="x",
            made_at=NOW,
            lapses_at=datetime(2030, 1, 1, tzinfo=UTC),
        )
    )
    db.session.flush()
