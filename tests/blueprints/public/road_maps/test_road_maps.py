"""Road maps as everybody reads them."""

from datetime import UTC, datetime

import pytest

from extensions import db
from models.road_maps import ActionStatus, HalfYear
from models.scopes import PROGRAMME, Scope
from operations.road_maps.actions import change_action
from operations.road_maps.periods import approve_period
from tests import factories
from tests.factories import NOW, problems
from tests.factories.road_maps import PROOF, action, details, road_map
from tests.statements import count_statements


@pytest.fixture
def plan(app):
    return road_map()


def problem(title="Rampa yok", **values):
    made = problems.problem(Scope(province="76"), title, published_at=NOW, **values)
    db.session.commit()
    return made


def test_a_road_map_shows_the_whole_row_of_each_action(browser_of_pages, plan):
    found = problem()
    action(
        plan,
        found,
        theme="Erişim",
        partners=("Kent Konseyi",),
        measured=35.0,
        source="Kalkınma Ajansı",
        amount=250000.0,
        status=ActionStatus.UNDER_WAY,
        explanation="İhale bitti.",
        evidence=(PROOF,),
    )
    page = browser_of_pages.get(f"/roadmaps/{plan.slug}")
    words = page.words()
    for said in (
        "1.1",
        "Yolu onar",
        "Erişim",
        "Rampa yok",
        "İl Özel İdaresi",
        "Kent Konseyi",
        "Onarılan yol",
        "km",
        "%50",
        "Kalkınma Ajansı",
        "250.000",
        "İhale bitti.",
        "Tutanak",
    ):
        assert said in words
    assert page.all("a", href=f"/problems/{found.id}-rampa-yok")
    assert page.all("title", id="timeline-title") and page.all("desc", id="timeline-desc")


def test_the_filter_is_the_address_and_narrows_everything(browser_of_pages, plan):
    action(plan, number="1.1", title="Bir", institution="Belediye", theme="Yol")
    action(plan, number="1.2", title="İki", institution="Valilik", theme="Su")
    late = datetime(2026, 2, 1, tzinfo=UTC).date()
    action(plan, number="1.3", title="Üç", institution="Valilik", ends_on=late)
    address = f"/roadmaps/{plan.slug}"

    def shown(query):
        page = browser_of_pages.get(f"{address}?{query}")
        feed = browser_of_pages.client.get(f"{address}/feed.atom?{query}").text
        names = [name for name in ("Bir", "İki", "Üç") if f" {name}" in page.words("tbody")]
        assert [name for name in ("Bir", "İki", "Üç") if f" {name}</title>" in feed] == names
        return names

    assert shown("institution=VALİLİK") == ["İki", "Üç"]
    assert shown("topic=Yol") == ["Bir"]
    assert shown("late=1") == ["Üç"]
    assert shown("province=76") == ["Bir", "İki", "Üç"]
    assert "Bu filtrelere uyan eylem yok" in browser_of_pages.get(f"{address}?status=done").words()


def test_what_is_beyond_the_scale_is_shown_within_it_with_the_true_figure(browser_of_pages, plan):
    action(plan, measured=70.0)
    words = browser_of_pages.get(f"/roadmaps/{plan.slug}").words()
    assert "%100" in words and "%120" in words


def test_nothing_of_an_unpublished_road_map_is_shown(browser_of_pages, app):
    hidden = road_map(published=False)
    for rest in ("", "/feed.atom", "/subscription", "/periods/2027-1"):
        browser_of_pages.get(f"/roadmaps/{hidden.slug}{rest}", status=404)
    assert hidden.title not in browser_of_pages.get("/roadmaps").words()


def test_a_half_year_stays_as_it_was_and_says_what_changed(browser_of_pages, plan):
    by = factories.user()
    row = action(plan, measured=20.0)
    approve_period(plan, HalfYear("2026-2"), by=by, at=NOW)
    new = details(measured=35.0, title="Yol ve köprü onarılır")
    change_action(row, new, None, by=by, at=NOW)
    approve_period(plan, HalfYear("2027-1"), by=by, at=NOW)
    change_action(row, details(measured=60.0, title="Bambaşka"), None, by=by, at=NOW)
    db.session.commit()
    first = browser_of_pages.get(f"/roadmaps/{plan.slug}/periods/2026-2").words()
    second = browser_of_pages.get(f"/roadmaps/{plan.slug}/periods/2027-1").words()
    assert "Yolu onar" in first and "İlk yarıyıl" in first
    assert "Yol ve köprü onarılır" in second and "20 → 35" in second
    assert "Bambaşka" not in second
    for missing in ("2025-1", "2027-3", "yarin"):
        browser_of_pages.get(f"/roadmaps/{plan.slug}/periods/{missing}", status=404)


@pytest.mark.parametrize("number", [1, 3])
def test_a_road_map_asks_the_database_no_more_for_more_actions(app, plan, number):
    for each in range(number):
        action(plan, problem(f"Sorun {each}"), number=f"1.{each}")
    client = app.test_client()
    with count_statements() as seen:
        assert client.get(f"/roadmaps/{plan.slug}").status_code == 200
    assert len(seen) == 5


def test_the_list_names_each_road_map_with_its_figures(browser_of_pages, plan):
    programme = road_map(title="Programın yol haritası", province=None)
    action(
        programme, problems.problem(PROGRAMME, "Yol"), status=ActionStatus.DONE, evidence=(PROOF,)
    )
    words = browser_of_pages.get("/roadmaps").words()
    assert words.index(programme.title) < words.index(plan.title)
    assert "1 eylem" in words
