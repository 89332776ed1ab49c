"""The whole chain, played by people in real browsers: from an announced event to its problem list.

The organizer works at a desktop, the participants and the staff at the door on phones. Letters go
through a real SMTP server, and the camera at the door sees the picture that was in the letter.
"""

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from playwright.sync_api import Page, expect

from commands.work import Worker, run_once
from extensions import db
from models.events import Event
from models.feedback import GRACE, Wave
from models.users import Role
from tests import factories
from tests.browser.camera import film_of
from tests.smtp import sending_to

TITLE = "Iğdır Sivil Toplum Günü: Şimdi İşbirliği"


def test_an_announced_event_becomes_a_published_problem_list(
    app, live_server, open_browser, smtp_server, tmp_path
):
    organizer = factories.user(Role.PROVINCIAL_ORGANIZER, province="76").email
    moderator = factories.user(Role.MODERATOR, province="76").email
    staff = factories.user(Role.CHECK_IN_STAFF, province="76").email
    db.session.commit()

    desk = open_browser(locale="en-GB")
    sign_in(desk, live_server, organizer)
    publish_event(desk, live_server)

    phone = open_browser(phone=True)
    register(
        phone,
        live_server,
        given_name="Işıl",
        family_name="Çağlar-Öğüt",
        email="isil@example.org",
        sector="cso",
    )
    register(
        open_browser(phone=True, locale="en-GB"),
        live_server,
        given_name="Şükrü",
        family_name="İnanç",
        email="sukru@example.org",
        sector="public",
    )

    with sending_to(app, smtp_server.host, smtp_server.port):
        assert run_once(Worker())
        pictures, codes = letters_with_tickets(smtp_server, live_server)

        door = open_browser(film_of(tmp_path / "ticket.mjpeg", pictures[0]), phone=True)
        sign_in(door, live_server, staff)
        admit_by_camera(door, "Işıl Çağlar-Öğüt")
        admit_by_code(door, codes[1], "Şükrü İnanç")

        the_event_is_over()
        smtp_server.accepted.clear()
        assert run_once(Worker())

    invitations = [link_in(letter, "feedback", live_server) for letter in smtp_server.messages]
    assert len(invitations) == 2
    give_feedback(phone, invitations[0], "Dilekçelerimize aylarca cevap gelmiyor.")
    give_feedback(phone, invitations[1], "Başvurulara geç yanıt veriliyor, personel az.")
    phone.goto(invitations[0])
    expect(phone.get_by_role("heading", level=1)).to_have_text("Bu formu daha önce yanıtladınız")
    the_wave_is_over()
    assert run_once(Worker())

    table = open_browser(locale="en-GB")
    sign_in(table, live_server, moderator)
    publish_problem(table, "Başvurular geç yanıtlanıyor")

    phone.goto(f"{live_server}/problems")
    expect(phone.get_by_role("main")).to_contain_text("Başvurular geç yanıtlanıyor")
    phone.get_by_role("main").locator("summary").first.click()
    expect(phone.get_by_role("main")).to_contain_text("Dilekçelerimize aylarca cevap gelmiyor.")
    expect(phone.get_by_role("main")).to_contain_text("personel az")


def sign_in(page: Page, site: str, email: str) -> None:
    page.goto(f"{site}/sign-in")
    page.locator("[name=email]").fill(email)
    page.locator("[name=password]").fill(factories.PASSWORD)
    page.locator("form [type=submit]").click()
    expect(page).not_to_have_url(re.compile("sign-in"))


def publish_event(page: Page, site: str) -> None:
    begins = datetime.now(ZoneInfo("Europe/Istanbul")) + timedelta(minutes=30)
    ends = begins + timedelta(hours=6)
    page.get_by_role("link", name="Events").first.click()
    page.get_by_role("link", name="New event").first.click()
    page.locator("[name=title]").fill(TITLE)
    page.locator("[name=title_en]").fill("Iğdır Civil Society Day")
    page.locator("[name=kind]").select_option("civil_society_day")
    page.locator("[name=starts_at]").fill(begins.strftime("%Y-%m-%dT%H:%M"))
    page.locator("[name=ends_at]").fill(ends.strftime("%Y-%m-%dT%H:%M"))
    page.locator("[name=venue]").fill("Iğdır Kültür Merkezi")
    page.locator("[name=capacity]").fill("40")
    page.locator("[name=description]").fill(
        "Kamu ve STK'lar **aynı masada**.\n\n- açılış\n- atölye"
    )
    page.locator("main form [type=submit]").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Iğdır Civil Society Day")

    page.get_by_role("link", name="Agenda", exact=True).click()
    page.get_by_role("link", name="Add a session").click()
    page.locator("[name=title]").fill("Açılış ve atölye")
    page.locator("[name=starts_at]").fill(begins.strftime("%Y-%m-%dT%H:%M"))
    page.locator("[name=ends_at]").fill((begins + timedelta(hours=1)).strftime("%Y-%m-%dT%H:%M"))
    page.locator("[name=speakers]").fill("Doç. Dr. Gülşen Işık, Iğdır Üniversitesi")
    page.locator("main form [type=submit]").first.click()
    expect(page.get_by_role("main")).to_contain_text("Gülşen Işık")

    page.get_by_role("link", name="Overview", exact=True).last.click()
    page.get_by_role("button", name="Publish the event").click()
    expect(page.get_by_role("main")).to_contain_text("Published")


def register(
    page: Page, site: str, *, given_name: str, family_name: str, email: str, sector: str
) -> None:
    """From the front page to one's own page: the event, one form, the ticket."""
    page.goto(site)
    page.locator(f"a[href$='{slug()}']").first.click()
    expect(page.get_by_role("main")).to_contain_text("Gülşen Işık")
    page.locator("a[href$='/register']").first.click()
    page.locator("[autocomplete=given-name]").fill(given_name)
    page.locator("[autocomplete=family-name]").fill(family_name)
    page.locator("[autocomplete=email]").fill(email)
    page.locator("[autocomplete=tel]").fill("0532 123 45 67")
    page.locator(f"[name=sector][value={sector}]").check()
    page.locator("[autocomplete=organization]").fill("Iğdır Gençlik Derneği")
    page.locator("[name=province]").select_option("76")
    page.locator("main form [type=submit]").click()
    expect(page).to_have_url(re.compile("/registrations/"))
    ticket = page.locator(".ticket__qr img, img.ticket__qr").first
    expect(ticket).to_be_visible()
    assert ticket.evaluate("picture => picture.complete && picture.naturalWidth > 0")
    expect(page.get_by_role("main")).to_contain_text(f"{given_name} {family_name}")


def letters_with_tickets(smtp_server, site: str) -> tuple[list[bytes], list[str]]:
    """The QR pictures and the short codes, as the two people have them in their letters."""
    first, second = sorted(smtp_server.messages, key=lambda message: str(message["To"]))
    assert TITLE in first["Subject"]
    assert first["To"].addresses[0].display_name == "Işıl Çağlar-Öğüt"
    assert "Şükrü İnanç" in second.get_body(("plain",)).get_content()
    letters = (first, second)
    calendars = [part for letter in letters for part in letter.iter_attachments()]
    assert [part.get_content_type() for part in calendars] == ["text/calendar"] * 2
    pictures = [
        part.get_content()
        for letter in letters
        for part in letter.walk()
        if part.get_content_type() == "image/png"
    ]
    codes = [
        match.group()
        for letter in letters
        if (
            match := re.search(
                r"\b[2-9A-Z]{4}-[2-9A-Z]{4}\b", letter.get_body(("plain",)).get_content()
            )
        )
    ]
    return pictures, codes


def admit_by_camera(page: Page, name: str) -> None:
    page.get_by_role("main").get_by_role("link", name=TITLE).first.click()
    verdict = page.locator("#verdict")
    expect(verdict).to_have_class(re.compile("verdict--admitted"))
    expect(verdict).to_contain_text(name)
    expect(page.locator("[data-count=expected]")).to_have_text("2")
    expect(page.locator("[data-count=admitted]")).to_have_text("1")


def admit_by_code(page: Page, code: str, name: str) -> None:
    verdict = page.locator("#verdict")
    expect(verdict).to_be_hidden()
    for expected in ("verdict--admitted", "verdict--already"):
        page.locator("#door-code").fill(code)
        page.locator("#door-code").press("Enter")
        expect(verdict).to_contain_text(name)
        expect(verdict).to_have_class(re.compile(expected))
        expect(verdict).to_be_hidden()
    expect(page.locator("[data-count=admitted]")).to_have_text("2")


def the_event_is_over() -> None:
    """A day passes for the event and whoever was there."""
    day = timedelta(days=1)
    event = db.session.scalars(sa.select(Event).where(Event.title == TITLE)).one()
    event.starts_at, event.ends_at = event.starts_at - day, event.ends_at - day
    assert event.is_over(datetime.now(UTC))
    db.session.commit()


def the_wave_is_over() -> None:
    """Two weeks and the hour of grace have passed: now all answers are counted."""
    wave = db.session.scalars(sa.select(Wave)).one()
    wave.closes_at = datetime.now(UTC) - GRACE
    db.session.commit()


def link_in(letter, kind: str, site: str) -> str:
    """The link as the letter has it, on the address at which the test's site is served."""
    found = re.search(rf"/{kind}/\S+", letter.get_body(("plain",)).get_content())
    assert found
    return site + found.group()


def give_feedback(page: Page, link: str, problem: str) -> None:
    page.goto(link)
    for group in page.locator("main fieldset").filter(has_text="5 –").all():
        group.locator("input[value='4']").check()
    page.locator("main textarea").last.fill(problem)
    page.locator("main form [type=submit]").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Teşekkür ederiz")


def publish_problem(page: Page, title: str) -> None:
    page.get_by_role("link", name="Events").first.click()
    page.get_by_role("link", name="Past", exact=True).click()
    page.get_by_role("link", name="Iğdır Civil Society Day").first.click()
    page.get_by_role("link", name="Problems", exact=True).last.click()
    for box in page.locator("[name=statement]").all():
        box.check()
    page.locator("[data-bar] > summary").click()
    page.locator("[name=title]").fill(title)
    page.get_by_role("button", name="Add the ticked statements").click()
    expect(page.get_by_role("status").first).to_contain_text(title)
    page.get_by_role("button", name=re.compile("^Publish")).click()
    expect(page.get_by_text("Public", exact=True)).to_be_visible()


def slug() -> str:
    found = db.session.scalars(sa.select(Event.slug).where(Event.title == TITLE)).one()
    db.session.rollback()
    return found
