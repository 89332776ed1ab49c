"""From a sentence to a solved problem and back to whoever said it, in real browsers.

A participant writes on a phone in the room, a moderator makes a problem of it, an organiser an
action, an institution reports that it is done, and the participant reads it in an email.
"""

import re
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from commands.work import Worker, run_once
from extensions import db
from models.registrations import Consent, ConsentPurpose
from models.users import Role
from models.workshops import RoundKind
from operations.workshops.rounds import open_round
from tests import factories
from tests.factories import workshops
from tests.factories.feedback import attendee
from tests.journeys.test_main_job import link_in, sign_in
from tests.smtp import sending_to

SENTENCE = "Dilekçelerimize aylarca cevap gelmiyor."
PROBLEM = "Başvurular geç yanıtlanıyor"
ACTION = "Dilekçeler 15 iş gününde yanıtlanır"


@pytest.fixture
def workshop(app):
    """Somebody who was there wants to hear of it later; the others' phones are out of the picture."""
    event = factories.event(over=True, title="Iğdır Sivil Toplum Günü", province="76")
    person = attendee(event, email="isil@example.org")
    consent = Consent(purpose=ConsentPurpose.FUTURE_EVENTS, given_at=factories.NOW)
    person.consents.append(consent)
    room = workshops.workshop(event)
    open_round(room, RoundKind.WRITE, by=None, at=datetime.now(UTC))
    db.session.commit()
    return room


def test_a_sentence_becomes_a_solved_problem_and_its_author_reads_so(
    app, live_server, open_browser, smtp_server, workshop
):
    code, event = workshop.code, workshop.event_id
    email = factories.user(Role.PROVINCIAL_ORGANIZER, province="76").email
    db.session.commit()
    phone = open_browser(phone=True)
    say_in_the_room(phone, f"{live_server}/workshops/{code}")

    desk = open_browser(locale="en-GB")
    sign_in(desk, live_server, email)
    desk.goto(f"{live_server}/organizer/events/{event}/problems")
    make_a_problem(desk)
    draw_a_road_map(desk)
    with sending_to(app, smtp_server.host, smtp_server.port):
        ask_the_institution(desk)
        assert run_once(Worker())
        [asked] = [m for m in smtp_server.messages if "kurum@example.org" in str(m["To"])]
        report(open_browser(phone=True), link_in(asked, "progress", live_server))
        desk.get_by_role("link", name="Reports").click()
        desk.get_by_role("button", name="Approve the report").click()
        assert run_once(Worker())

    told = [m for m in smtp_server.messages if "isil@example.org" in str(m["To"])]
    [done] = [m for m in told if ACTION in m.get_body(("plain",)).get_content()][-1:]
    phone.goto(link_to_outcomes(done, live_server))
    main = phone.get_by_role("main")
    expect(main).to_contain_text(PROBLEM)
    expect(main).to_contain_text(ACTION)
    expect(main).to_contain_text("Tamamlandı")
    phone.goto(f"{live_server}/workshops/{code}")
    expect(phone.get_by_role("heading", level=1)).to_be_visible()


def say_in_the_room(phone: Page, address: str) -> None:
    phone.goto(address)
    phone.get_by_role("button", name="Atölyeye katıl").click()
    phone.locator("#text").fill(SENTENCE)
    phone.locator("[data-send=statement] [type=submit]").click()
    expect(phone.locator("[data-own]")).to_contain_text(SENTENCE)


def make_a_problem(desk: Page) -> None:
    desk.locator("[name=statement]").first.check()
    desk.locator("[data-bar] > summary").click()
    desk.locator("[name=title]").first.fill(PROBLEM)
    desk.get_by_role("button", name="Add the ticked statements").click()
    expect(desk.get_by_role("main")).to_contain_text(PROBLEM)
    desk.get_by_role("button", name=re.compile("^Publish")).first.click()
    expect(desk.get_by_text("Public", exact=True).first).to_be_visible()


def draw_a_road_map(desk: Page) -> None:
    desk.get_by_role("link", name="Road maps").first.click()
    desk.get_by_role("link", name="New road map").first.click()
    desk.locator("[name=title]").fill("Iğdır yol haritası")
    today = datetime.now(UTC).date()
    desk.locator("[name=period]").fill(f"{today.year}-{today.year + 2}")
    desk.get_by_role("button", name="Make the road map").click()
    desk.get_by_role("link", name=re.compile("action", re.IGNORECASE)).first.click()
    for name, value in {
        "number": "1",
        "title": ACTION,
        "institution": "Iğdır Valiliği",
        "starts_on": (today - timedelta(days=30)).isoformat(),
        "ends_on": (today + timedelta(days=300)).isoformat(),
        "q": "yanıt",
    }.items():
        desk.locator(f"[name={name}]").fill(value)
    desk.get_by_role("button", name="Search problems").click()
    desk.get_by_label(re.compile(PROBLEM)).check()
    desk.get_by_role("button", name="Add the action").click()
    expect(desk.get_by_role("main")).to_contain_text(ACTION)
    desk.get_by_role("button", name="Publish the road map").click()
    expect(desk.get_by_role("button", name="Withdraw the road map")).to_be_visible()


def ask_the_institution(desk: Page) -> None:
    desk.get_by_role("link", name="Institutions").click()
    desk.locator("[name=institution]").select_option("Iğdır Valiliği")
    desk.locator("[name=email]").fill("kurum@example.org")
    desk.get_by_role("button", name="Email the link").click()
    expect(desk.get_by_role("main")).to_contain_text("/progress/")


def report(phone: Page, link: str) -> None:
    phone.goto(link)
    phone.locator("[name$=explanation]").fill("İzleme ekranı kuruldu.")
    phone.locator("[name$=status]").select_option("done")
    phone.locator("[name$=evidence]").fill("Tutanak https://example.org/tutanak.pdf")
    phone.get_by_role("button", name="Raporları gönder").click()
    expect(phone.get_by_role("main")).to_contain_text("İzleme ekranı kuruldu.")


def link_to_outcomes(letter, site: str) -> str:
    found = re.search(r"/events/\S+/outcomes", letter.get_body(("plain",)).get_content())
    assert found
    return site + found.group()
