"""Road maps in the back office: written without a script, narrowed by their address."""

from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from extensions import db
from lib.clock import utc_now
from models.progress import ActionReport, ProgressLink, ReportState
from models.road_maps import Action, ActionStatus, HalfYear, RoadMap
from models.scopes import Scope
from models.users import Role
from operations.road_maps.reports import ReportDetails, send_report
from tests import factories
from tests.factories import NOW, road_maps
from tests.factories.problems import problem
from tests.statements import count_statements

ACTION = {
    "number": "1.1",
    "title": "Yolu onar",
    "institution": "İl Özel İdaresi",
    "starts_on": "2026-01-01",
    "ends_on": "2027-12-31",
    "indicator": "Onarılan yol",
    "unit": "km",
    "baseline": "1.234,5",
    "target": "2000",
    "status": "planned",
}


@pytest.fixture
def organizer(browser_of_pages):
    made = factories.user(Role.PROVINCIAL_ORGANIZER, province="76")
    factories.sign_in(browser_of_pages.client, made)
    return made


@pytest.fixture
def pages(browser_of_pages, organizer):
    return browser_of_pages


def found(table):
    db.session.rollback()
    return db.session.scalars(sa.select(table).order_by(table.id)).all()


def test_a_road_map_is_made_published_and_withdrawn(pages):
    new = "/organizer/roadmaps/new"
    pages.post(new, {"title": "Yol", "period": "2028-2026", "province": "76"})
    answer = pages.submit(new, {"title": "Yol", "period": "2026–2028", "province": "76"})
    [road_map] = found(RoadMap)
    assert answer.location == f"/organizer/roadmaps/{road_map.id}"
    assert (road_map.period, road_map.province) == ("2026-2028", "76")
    for act, public in (("publication", True), ("publication", True), ("withdrawal", False)):
        pages.submit(f"{answer.location}/{act}", {}, page=answer.location)
        assert (found(RoadMap)[0].published_at is not None) is public


def test_an_action_is_written_with_problems_found_by_a_search(pages):
    road_map = road_maps.road_map()
    event = factories.event(province="76")
    ours = problem(event, "Köy yolları bozuk", published_at=NOW)
    problem(Scope(province="06"), "Ankara yolları bozuk", published_at=NOW)
    problem(event, "Yollar dar")  # not published
    db.session.commit()
    new = f"/organizer/roadmaps/{road_map.id}/actions/new"
    page = pages.post(new, {**ACTION, "q": "KÖY yol", "search": "1"}, status=200)
    offered = [box.attributes["value"] for box in page.all("input", type="checkbox")]
    assert offered == [str(ours.id)]
    assert page.all("input", name="title")[0].attributes["value"] == "Yolu onar"
    assert found(Action) == []
    pages.submit(new, {**ACTION, "problems": [str(ours.id)]})
    [action] = found(Action)
    assert (action.baseline, action.target) == (1234.5, 2000.0)
    assert [each.id for each in action.problems] == [ours.id]
    edit = f"/organizer/roadmaps/actions/{action.id}/edit"
    shown = pages.get(edit)
    assert shown.all("input", name="baseline")[0].attributes["value"] == "1234,5"
    assert "checked" in shown.all("input", type="checkbox")[0].attributes
    pages.submit(edit, {**ACTION, "title": "Yolu yap"})
    [action] = found(Action)
    assert (action.title, action.problems) == ("Yolu yap", [])


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"ends_on": "2025-01-01"}, "ends_on"),
        ({"target": "1234,5"}, "target"),
        ({"status": "done"}, "evidence"),
        ({"status": "dropped"}, "reason"),
        ({"number": "1.0"}, "number"),
        ({"problems": ["999999"]}, "problems"),
        ({"amount": "çok"}, "amount"),
        ({"evidence": "Tutanak javascript:alert(1)"}, "evidence"),
        ({"starts_on": ""}, "starts_on"),
    ],
)
def test_what_is_faulty_is_said_beside_its_field_and_nothing_is_lost(pages, change, field):
    road_map = road_maps.road_map()
    road_maps.action(road_map, number="1.0")
    new = f"/organizer/roadmaps/{road_map.id}/actions/new"
    page = pages.post(new, {**ACTION, **change, "explanation": "Uzun bir açıklama"})
    assert page.all("textarea", name="explanation")[0].text.strip() == "Uzun bir açıklama"
    assert page.all("p", id=f"{field}-error") or field == "problems"
    assert len(found(Action)) == 1


def test_the_filter_is_the_address(pages):
    road_map = road_maps.road_map()
    today = utc_now().date()
    late: dict[str, Any] = {"starts_on": date(2020, 1, 1), "ends_on": today - timedelta(days=2)}
    soon: dict[str, Any] = {**late, "ends_on": today + timedelta(days=2)}
    road_maps.action(road_map, number="1", title="Yol", theme="Ulaşım", **late)
    road_maps.action(road_map, number="2", title="Park", institution="IĞDIR BELEDİYESİ", **soon)
    road_maps.action(
        road_map, number="3", title="Okul", status=ActionStatus.DROPPED, reason="Yok", **late
    )
    here = f"/organizer/roadmaps/{road_map.id}"
    for query, titles in (
        ("", ["Yol", "Park", "Okul"]),
        ("?late=1", ["Yol"]),
        ("?institution=Iğdır%20Belediyesi", ["Park"]),
        ("?status=dropped", ["Okul"]),
        ("?topic=Ulaşım", ["Yol"]),
        ("?province=76", ["Yol", "Park", "Okul"]),
        ("?province=06", []),
        ("?late=1&status=dropped", []),
    ):
        page = pages.get(here + query)
        rows = [e.text.strip() for e in page.all("th", scope="row")]
        assert [row.removesuffix("Ulaşım") for row in rows] == titles, query
    assert pages.get(f"{here}?status=invented", status=400)


def test_a_link_is_shown_once_and_can_be_revoked(pages):
    road_map = road_maps.road_map()
    road_maps.action(road_map)
    here = f"/organizer/roadmaps/{road_map.id}/links"
    asked = {
        "institution": "İl Özel İdaresi",
        "email": "idare@example.org",
        "period": "2027-1",
        "locale": "tr",
    }
    page = pages.post(here, asked, status=200)
    [link] = found(ProgressLink)
    shown = [a.attributes["href"] for a in page.all("a", class_="whole")]
    assert shown[0].startswith("http://meydan.example.org/progress/")
    assert pages.get(here).all("a", class_="whole") == []
    pages.submit(f"{here}/{link.id}/revocation", {}, page=here)
    assert found(ProgressLink)[0].revoked_at is not None
    pages.post(here, {**asked, "email": "idare", "period": "1999-1"})
    assert len(found(ProgressLink)) == 1


def test_reports_are_approved_or_returned_with_a_note(pages, organizer):
    action = road_maps.action(road_maps.road_map())
    here = f"/organizer/roadmaps/{action.road_map_id}/reports"
    first, second = (
        send_report(
            action,
            ReportDetails(explanation=words, measured=35.0, measured_on=date(2027, 1, 1)),
            period=HalfYear("2027-1"),
            by=organizer,
            at=NOW,
        )
        for words in ("25 km bitti", "Sürüyor")
    )
    db.session.commit()
    numbers = first.id, second.id
    assert "25 km bitti" in pages.get(here).words()
    act = f"/organizer/roadmaps/reports/{numbers[0]}"
    for _ in range(2):
        pages.submit(f"{act}/approval", {}, page=here)
    other = f"/organizer/roadmaps/reports/{numbers[1]}/return"
    pages.submit(other, {f"report-{numbers[1]}-note": " "}, page=here)
    assert [report.state for report in found(ActionReport)] == ["approved", "waiting"]
    pages.submit(other, {f"report-{numbers[1]}-note": "Kaç km?"}, page=here)
    states = [(report.state, report.note) for report in found(ActionReport)]
    assert states == [(ReportState.APPROVED, ""), (ReportState.RETURNED, "Kaç km?")]
    assert found(Action)[0].measured == 35.0


def test_a_half_year_is_approved_once(pages):
    action = road_maps.action(road_maps.road_map(), problem(title="Yol"))
    here = f"/organizer/roadmaps/{action.road_map_id}/periods"
    answer = pages.submit(here, {"period": "2026-1"})
    assert answer.location == f"{here}/2026-1"
    assert "Yolu onar" in pages.get(answer.location).words()
    pages.post(here, {"period": "2026-1"}, status=409)
    pages.post(here, {"period": "2025-1"}, status=422)
    pages.get(f"{here}/2026-2", status=404)


def test_three_actions_cost_as_many_statements_as_one(pages):
    road_map = road_maps.road_map()

    def statements():
        with count_statements() as seen:
            pages.get(f"/organizer/roadmaps/{road_map.id}")
        return len(seen)

    road_maps.action(road_map, number="1")
    one = statements()
    for number in ("2", "3"):
        road_maps.action(road_map, problem(Scope(province="76")), number=number)
    assert (one, statements()) == (6, 6)
