"""The institution's page: reports without a script, nothing lost, nothing public before approval."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from extensions import db
from letters.road_maps import progress_token
from lib.clock import utc_now
from models.progress import ActionReport, ReportState
from models.road_maps import ActionStatus
from operations.road_maps.links import revoke_link
from operations.road_maps.reports import approve_report, return_report
from tests import factories
from tests.factories import NOW, road_maps


@pytest.fixture
def asked(app):
    """Two actions of the institution, one of another, and the link's address."""
    road_map = road_maps.road_map()
    mine = [road_maps.action(road_map, number=number) for number in ("1", "2")]
    road_maps.action(road_map, number="3", institution="Belediye", title="Park yapılır")
    link = road_maps.link(
        road_map, institution="il özel idaresi", lapses_at=utc_now() + timedelta(days=1)
    )
    return mine, link, f"/progress/{progress_token(link)}"


def said(action, **values):
    return {f"action-{action.id}-{name}": value for name, value in values.items()}


def reports():
    db.session.rollback()
    return db.session.scalars(sa.select(ActionReport).order_by(ActionReport.id)).all()


def test_it_shows_the_actions_of_this_institution_alone(asked, browser_of_pages):
    page = browser_of_pages.get(asked[2])
    assert [h.text for h in page.all("h2")] == ["1 Yolu onar", "2 Yolu onar"]
    assert "Park" not in page.words()


def test_what_is_left_empty_is_left_alone(asked, browser_of_pages):
    [first, second], link, address = asked
    browser_of_pages.submit(
        address,
        said(
            first,
            explanation="25 km bitti",
            measured="35,5",
            measured_on="2027-06-01",
            status="under_way",
        )
        | said(second, status="planned"),
    )
    [report] = reports()
    assert (report.action_id, report.link_id, report.period) == (first.id, link.id, "2027-1")
    assert (report.measured, report.status) == (35.5, ActionStatus.UNDER_WAY)
    assert (first.measured, first.status) == (None, ActionStatus.PLANNED)


def test_nothing_typed_is_lost_where_one_action_is_faulty(asked, browser_of_pages):
    [first, second], _link, address = asked
    page = browser_of_pages.post(
        address,
        said(first, explanation="Hepsi bitti", status="done")
        | said(second, explanation="Sürüyor", measured="çok", status="planned"),
    )
    assert reports() == []
    texts = [area.text.strip() for area in page.all("textarea")]
    assert "Hepsi bitti" in texts and "Sürüyor" in texts
    assert [field.attributes["value"] for field in page.all("input", value="çok")] == ["çok"]
    assert len(page.all("p", class_="error")) == 2


def test_a_drop_without_a_reason_and_a_script_for_evidence_are_refused(asked, browser_of_pages):
    [first, _second], _link, address = asked
    for faulty in (
        {"status": "dropped"},
        {"status": "done", "evidence": "Tutanak javascript:alert(1)"},
        {"status": "invented"},
    ):
        browser_of_pages.post(address, said(first, explanation="Bitti", **faulty))
    assert reports() == []


def test_it_can_be_sent_again_until_it_is_decided(asked, browser_of_pages):
    [first, _second], _link, address = asked
    for words in ("Sürüyor", "Yarısı bitti"):
        browser_of_pages.submit(address, said(first, explanation=words, status="planned"))
    [report] = reports()
    assert report.explanation == "Yarısı bitti"
    return_report(report, note="Kaç km?", by=factories.user(), at=NOW)
    db.session.commit()
    assert "Kaç km?" in browser_of_pages.get(address).words()
    browser_of_pages.submit(address, said(first, explanation="30 km bitti", status="planned"))
    old, new = reports()
    assert (old.state, new.state) == (ReportState.RETURNED, ReportState.WAITING)
    approve_report(new, by=factories.user(), at=NOW)
    db.session.commit()
    browser_of_pages.submit(address, said(first, explanation="Yine", status="planned"))
    assert len(reports()) == 2


def test_a_link_ends_when_it_lapses_or_is_revoked(asked, browser_of_pages):
    [first, _second], link, address = asked
    client = browser_of_pages.client
    assert client.get("/progress/invented").status_code == 404
    answer = client.get(address)
    assert answer.headers["Referrer-Policy"] == "same-origin"  # no other site is told the link
    assert answer.headers["Cache-Control"] == "no-store"
    opened = browser_of_pages.get(address).form_values()
    link.lapses_at = utc_now() - timedelta(minutes=1)
    db.session.commit()
    assert client.get(address).status_code == 410
    link.lapses_at = utc_now() + timedelta(days=1)
    revoke_link(link, by=factories.user(), at=NOW)
    db.session.commit()
    assert client.get(address).status_code == 410
    sent = said(first, explanation="Bitti", status="planned")
    assert client.post(address, data=opened | sent).status_code == 410
    assert reports() == []
