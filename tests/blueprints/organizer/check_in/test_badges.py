import pytest
import sqlalchemy as sa

from blueprints.organizer.check_in import badges
from extensions import db
from models.audit import AuditAction, AuditEntry
from models.registrations import RegistrationStatus
from models.sectors import Sector
from models.users import Role
from queries.check_in.badges import badge_count, badge_page
from queries.registrations.participants import ParticipantFilter
from tests import factories
from tests.statements import count_statements


@pytest.fixture
def browser(browser_of_pages):
    factories.sign_in(
        browser_of_pages.client, factories.user(Role.PROVINCIAL_ORGANIZER, province="19")
    )
    return browser_of_pages


def page_of(event):
    return f"/organizer/events/{event.id}/badges"


def printed():
    return db.session.scalars(
        sa.select(AuditEntry).where(AuditEntry.action == AuditAction.BADGES_PRINTED)
    ).all()


def test_badges_are_those_of_the_filter_and_only_of_confirmed_people(browser):
    event = factories.event(capacity=3, waitlist=True)
    for sector in (Sector.CSO, Sector.PUBLIC, Sector.PUBLIC, Sector.PUBLIC):
        factories.registration(event, sector=sector)
    assert badge_count(event, ParticipantFilter()) == 3
    assert badge_count(event, ParticipantFilter(sector=Sector.PUBLIC)) == 2
    assert badge_count(event, ParticipantFilter(status=RegistrationStatus.WAITLISTED)) == 0
    page = browser.get(page_of(event), query_string={"sector": "public", "lang": "en"})
    assert "2 badges for confirmed people" in page.words("main")
    (link,) = [e for e in page.all("a") if "layout=sheet" in e.attributes["href"]]
    answer = browser.client.get(link.attributes["href"])
    assert answer.mimetype == "application/pdf" and answer.data.startswith(b"%PDF-")
    (entry,) = printed()
    assert (entry.details, entry.event_id) == ({"people": 2, "narrowed_by": "sector"}, event.id)


def test_more_than_one_file_holds_are_printed_page_by_page(browser, monkeypatch):
    monkeypatch.setattr(badges, "AT_ONCE", 2)
    event = factories.event()
    for name in ("Çelik", "Cem", "Zengin"):
        factories.registration(event, family_name=name)
    page = browser.get(f"{page_of(event)}?lang=en")
    words = page.words("main")
    assert "At most 2 badges" in words and "from Işıl Cem to Işıl Çelik" in words
    (following,) = page.all("a", rel="next")
    second = browser.get(following.attributes["href"])
    assert "from Işıl Zengin to Işıl Zengin" in second.words("main")
    (link,) = [e for e in second.all("a") if "layout=label" in e.attributes["href"]]
    assert browser.client.get(link.attributes["href"]).status_code == 200
    assert printed()[0].details["people"] == 1


def test_nobody_confirmed_is_said_and_prints_nothing(browser):
    event = factories.event(approval=True)
    factories.registration(event)
    assert "Nobody in this list" in browser.get(f"{page_of(event)}?lang=en").words("main")
    assert browser.client.get(f"{page_of(event)}.pdf").status_code == 404
    assert not printed()


@pytest.mark.parametrize("cursor", ["x", "W10", "\x00"])
def test_cursor_that_is_none_prints_the_first_page(browser, cursor):
    event = factories.event()
    factories.registration(event)
    answer = browser.client.get(f"{page_of(event)}.pdf", query_string={"after": cursor})
    assert answer.status_code == 200


def test_one_badge_is_printed_from_the_page_of_the_person(browser):
    person = factories.registration(factories.event())
    address = f"/organizer/registrations/{person.id}/badge.pdf"
    assert browser.get(f"/organizer/registrations/{person.id}").all("a", href=address)
    assert browser.client.get(address).data.startswith(b"%PDF-")
    assert [entry.subject_id for entry in printed()] == [person.id]
    assert "KeyError" not in browser.client.get(f"/organizer/registrations/{person.id}").text


def test_who_has_no_ticket_has_no_badge(browser):
    person = factories.registration(factories.event(approval=True))
    address = f"/organizer/registrations/{person.id}/badge.pdf"
    assert not browser.get(f"/organizer/registrations/{person.id}").all("a", href=address)
    assert browser.client.get(address).status_code == 404


def test_ticked_people_of_the_list_lead_to_their_badges(browser):
    event = factories.event()
    one, _other = factories.registration(event), factories.registration(event)
    bulk = f"/organizer/events/{event.id}/registrations/bulk"
    answer = browser.client.get(f"{bulk}?whom=ticked&registration={one.id}&then=badges")
    assert answer.location == f"{page_of(event)}?people={one.id}"
    assert badge_count(event, ParticipantFilter(people=(one.id,))) == 1
    listed = browser.get(f"/organizer/events/{event.id}/registrations?sector=cso")
    assert listed.all("a", href=f"{page_of(event)}?sector=cso")


@pytest.mark.parametrize("many", [1, 3])
def test_page_and_file_take_the_same_statements_for_any_number(browser, many):
    event = factories.event()
    for _ in range(many):
        factories.registration(event)
    page = page_of(event)
    db.session.remove()
    with count_statements() as statements:
        browser.get(page)
    assert len(statements) == 9, statements
    db.session.remove()
    with count_statements() as statements:
        browser.client.get(f"{page}.pdf")
    assert len(statements) == 9, statements


def test_people_come_with_their_tickets(app):
    event = factories.event()
    factories.registration(event)
    event_id = event.id
    db.session.remove()
    event = db.session.get_one(type(event), event_id)
    with count_statements() as statements:
        assert [p.ticket.short_code for p in badge_page(event, ParticipantFilter(), limit=5).items]
    assert len(statements) == 1
