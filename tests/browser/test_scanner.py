import re

import sqlalchemy as sa
from playwright.sync_api import expect

from extensions import db
from lib import qr
from models.checkpoints import Checkpoint
from models.forms import AskedAt, QuestionKind
from models.scans import Attendance, Scan, Verdict
from models.users import Role
from queries.check_in.checkpoints import checkpoints_of
from tests import factories
from tests.browser.camera import film, film_of
from tests.browser.live import sign_in
from tests.browser.scanner import answers_of, eventually
from tests.factories import forms
from tests.operations.check_in.doors import token_of

_READINGS = """async () => {
  const db = await new Promise((done) => { const o = indexedDB.open("meydan-door"); o.onsuccess = () => done(o.result); });
  const all = db.transaction("readings").objectStore("readings").getAll();
  const rows = await new Promise((done) => (all.onsuccess = () => done(all.result)));
  db.close();
  return JSON.stringify(rows);
}"""


def _door(app, live_server, page):
    """A person with a ticket, and staff of the province at the door's scanner."""
    event = factories.event()
    person = factories.registration(event, given_name="Şükrü", family_name="Ilgın")
    staff = factories.user(Role.CHECK_IN_STAFF, province=event.province)
    sign_in(page.context, app, live_server, staff)
    checkpoint = checkpoints_of(event)[0]
    db.session.commit()
    return person, f"{live_server}/check-in/{checkpoint.id}"


def _has_code_checked(page, scanner, person):
    page.goto(scanner)
    expect(page.locator("#door-event")).not_to_be_empty()
    page.get_by_label("Short code or name").fill(person.ticket.short_code)
    page.get_by_role("button", name="Check the code").click()


def test_camera_reads_the_ticket_once_while_it_is_held(app, live_server, open_browser, tmp_path):
    event = factories.event()
    person = factories.registration(event, given_name="Şükrü", family_name="Ilgın")
    camera = film_of(tmp_path / "held.mjpeg", qr.png(token_of(person)))
    staff = factories.user(Role.CHECK_IN_STAFF, province=event.province)
    checkpoint = checkpoints_of(event)[0]
    db.session.commit()
    page = open_browser(camera, phone=True)
    sign_in(page.context, app, live_server, staff)
    page.goto(f"{live_server}/check-in/")
    page.get_by_role("main").get_by_role("link", name=re.compile(f"^{checkpoint.name}")).click()

    verdict = page.locator("#verdict")
    expect(verdict).to_have_class(re.compile("verdict--admitted"))
    expect(verdict).to_contain_text("Şükrü Ilgın")
    expect(page.locator("html")).to_have_attribute("data-decoder", "wasm")
    expect(page.locator("[data-count=admitted]")).to_have_text("1")
    page.wait_for_timeout(4500)
    assert _ledger() == [Verdict.ADMITTED]


def test_second_look_says_already_admitted(app, live_server, open_browser, tmp_path):
    event = factories.event()
    person = factories.registration(event)
    ticket = qr.png(token_of(person))
    camera = film(tmp_path / "twice.mjpeg", [(ticket, 2), (None, 4)])
    staff = factories.user(Role.CHECK_IN_STAFF, province=event.province)
    checkpoint = checkpoints_of(event)[0]
    db.session.commit()
    page = open_browser(camera, phone=True, locale="en-GB")
    sign_in(page.context, app, live_server, staff)
    page.goto(f"{live_server}/check-in/{checkpoint.id}")

    verdict = page.locator("#verdict")
    expect(verdict).to_have_class(re.compile("verdict--admitted"))
    expect(verdict).to_have_class(re.compile("verdict--already"))
    expect(verdict).to_contain_text("Came in at")
    assert _ledger()[:2] == [Verdict.ADMITTED, Verdict.ALREADY_ADMITTED]


def test_browser_without_webassembly_reads_the_ticket_too(app, live_server, open_browser, tmp_path):
    event = factories.event()
    person = factories.registration(event)
    camera = film_of(tmp_path / "held.mjpeg", qr.png(token_of(person)))
    staff = factories.user(Role.CHECK_IN_STAFF, province=event.province)
    checkpoint = checkpoints_of(event)[0]
    db.session.commit()
    page = open_browser(camera, phone=True)
    page.context.route("**/*.wasm", lambda route: route.abort())
    sign_in(page.context, app, live_server, staff)
    page.goto(f"{live_server}/check-in/{checkpoint.id}")
    expect(page.locator("#verdict")).to_have_class(re.compile("verdict--admitted"))
    expect(page.locator("html")).to_have_attribute("data-decoder", "script")


def _nobody_is_in():
    found = db.session.scalars(sa.select(Attendance)).all()
    db.session.rollback()
    return not found


def test_short_code_is_typed_and_the_scan_undone(app, live_server, open_browser):
    page = open_browser(phone=True, locale="en-GB")
    person, scanner = _door(app, live_server, page)
    page.goto(scanner)
    page.get_by_label("Short code or name").fill(person.ticket.short_code.lower())
    page.get_by_role("button", name="Check the code").click()
    expect(page.locator("#verdict")).to_contain_text("Şükrü Ilgın")
    page.get_by_role("button", name="Next person").click()
    expect(page.locator("#verdict")).to_be_hidden()
    page.get_by_role("button", name="Undo this scan").click()
    expect(page.locator("#recent .badge").first).to_have_text("Undone")
    # The counter may not have seen the admission yet: what the server keeps says that it is undone.
    assert eventually(page, _nobody_is_in)
    expect(page.locator("[data-count=admitted]")).to_have_text("0")


def test_scanner_that_types_is_understood_wherever_the_cursor_is(app, live_server, open_browser):
    page = open_browser(locale="tr-TR")
    person, scanner = _door(app, live_server, page)
    page.goto(scanner)
    expect(page.locator("#app")).to_be_visible()
    page.evaluate("document.activeElement.blur()")
    page.keyboard.type(token_of(person).replace("I", "İ"), delay=1)
    page.keyboard.press("Enter")
    expect(page.locator("#verdict")).to_have_class(re.compile("verdict--admitted"))


def test_somebody_without_a_code_is_found_by_name(app, live_server, open_browser):
    page = open_browser(phone=True, locale="tr-TR")
    _person, scanner = _door(app, live_server, page)
    page.goto(scanner)
    field = page.get_by_label("Kısa kod veya ad")
    field.fill("şü")
    page.wait_for_timeout(600)
    expect(page.locator("#found li")).to_have_count(0)
    field.fill("sukru il")
    expect(page.locator("#found li")).to_have_count(1)
    page.locator("#found button").click()
    expect(page.locator("#verdict")).to_contain_text("Şükrü Ilgın")


def test_phone_says_when_more_are_found_than_are_shown(app, live_server, open_browser):
    page = open_browser(phone=True, locale="en-GB")
    person, scanner = _door(app, live_server, page)
    by = factories.user()
    for _ in range(20):
        factories.registration(person.event, family_name="Ilgın", by=by)
    db.session.commit()
    page.goto(scanner)
    page.get_by_label("Short code or name").fill("ilgin")
    expect(page.locator("#found li")).to_have_count(20)
    expect(page.locator("#found-status")).to_have_text(re.compile("These are the first 20"))


def test_wrong_door_says_the_right_one_and_can_be_overruled(app, live_server, open_browser):
    page = open_browser(phone=True, locale="en-GB")
    person, scanner = _door(app, live_server, page)
    door = checkpoints_of(person.event)[0]
    door.sectors = ["public"]
    db.session.add(Checkpoint(event=person.event, name="STK salonu", sectors=["cso"]))
    db.session.commit()
    _has_code_checked(page, scanner, person)
    expect(page.locator("#verdict")).to_contain_text("The right check-in point: STK salonu")
    page.get_by_role("button", name="Admit anyway").click()
    expect(page.locator("#verdict")).to_have_class(re.compile("verdict--admitted"))
    forced = db.session.scalars(sa.select(Scan.forced).order_by(Scan.id)).all()
    db.session.rollback()
    assert forced == [False, True]


def test_what_is_asked_at_the_door_is_asked_and_kept(app, live_server, open_browser):
    page = open_browser(phone=True, locale="en-GB")
    person, scanner = _door(app, live_server, page)
    forms.question(
        person.event,
        QuestionKind.YES_NO,
        label="Kulaklık?",
        label_en="Headphones?",
        asked_at=AskedAt.DOOR,
    )
    db.session.commit()
    _has_code_checked(page, scanner, person)
    page.get_by_role("group", name="Headphones?").get_by_label("Yes").check()
    page.get_by_role("button", name="Save the answers").click()
    expect(page.locator("#verdict")).to_be_hidden()
    expect(page.locator("#waiting")).to_be_hidden()
    page.wait_for_function("() => document.documentElement.dataset.network === 'online'")
    assert eventually(page, lambda: answers_of(person)) == {"Kulaklık?": 1}


def test_every_kind_that_fits_a_phone_is_asked_at_the_door(app, live_server, open_browser):
    page = open_browser(phone=True, locale="en-GB")
    person, scanner = _door(app, live_server, page)
    for kind, label in (
        (QuestionKind.LONG_TEXT, "Needs"),
        (QuestionKind.DATE, "Leaves on"),
        (QuestionKind.EMAIL, "Other address"),
        (QuestionKind.PHONE, "Phone here"),
        (QuestionKind.RATING, "Journey"),
    ):
        forms.question(person.event, kind, label=label, label_en=label, asked_at=AskedAt.DOOR)
    db.session.commit()
    _has_code_checked(page, scanner, person)
    page.get_by_label("Needs").fill("A ramp")
    page.get_by_label("Leaves on").fill("2026-11-27")
    page.get_by_label("Other address").fill("a@example.org")
    page.get_by_label("Phone here").fill("0532 123 45 67")
    page.get_by_role("group", name="Journey").get_by_label("4").check()
    page.get_by_role("button", name="Save the answers").click()
    expect(page.locator("#verdict")).to_be_hidden()
    kept = eventually(page, lambda: answers_of(person))
    assert set(kept) == {"Needs", "Leaves on", "Other address", "Phone here", "Journey"}


def test_question_that_hangs_on_an_answer_is_asked_at_the_door_after_it_alone(
    app, live_server, open_browser
):
    page = open_browser(phone=True, locale="en-GB")
    person, scanner = _door(app, live_server, page)
    needs = forms.question(
        person.event, QuestionKind.YES_NO, label="Bus back?", asked_at=AskedAt.DOOR
    )
    forms.question(
        person.event, label="Which stop?", asked_at=AskedAt.DOOR, shown_if=(needs, "yes")
    )
    db.session.commit()
    _has_code_checked(page, scanner, person)
    bus, stop = page.get_by_role("group", name="Bus back?"), page.get_by_label("Which stop?")
    expect(stop).to_be_hidden()
    bus.get_by_label("Yes").check()
    stop.fill("Station")
    bus.get_by_label("No").check()
    expect(stop).to_be_hidden()
    page.get_by_role("button", name="Save the answers").click()
    expect(page.locator("#verdict")).to_be_hidden()
    assert eventually(page, lambda: answers_of(person)) == {"Bus back?": 0}


def test_answer_that_the_form_does_not_take_is_said_and_none_stays_on_the_phone(
    app, live_server, open_browser
):
    page = open_browser(phone=True, locale="en-GB")
    person, scanner = _door(app, live_server, page)
    forms.question(
        person.event,
        QuestionKind.NUMBER,
        label="Kaç kitap?",
        label_en="How many books?",
        asked_at=AskedAt.DOOR,
    )
    db.session.commit()
    _has_code_checked(page, scanner, person)
    page.get_by_label("How many books?").fill("very many")
    page.get_by_role("button", name="Save the answers").click()
    expect(page.get_by_role("alert").filter(has_text="could not be saved")).to_be_visible()
    assert "very many" not in page.evaluate(_READINGS)


def test_answer_lost_on_its_way_is_asked_for_again_and_is_the_same(app, live_server, open_browser):
    page = open_browser(phone=True, locale="en-GB")
    person, scanner = _door(app, live_server, page)
    page.goto(scanner)
    expect(page.locator("#door-event")).not_to_be_empty()
    lost: list[dict[str, str]] = []

    def lose_first_answer(route):
        if not lost and person.ticket.short_code in (route.request.post_data or ""):
            lost.append(route.fetch().json()["answers"][0])
            route.abort()
        else:
            route.continue_()

    page.context.route("**/readings", lose_first_answer)
    page.get_by_label("Short code or name").fill(person.ticket.short_code)
    page.get_by_role("button", name="Check the code").click()
    expect(page.locator("#verdict")).to_have_class(re.compile("verdict--admitted"))
    expect(page.locator("#waiting")).to_be_hidden()
    assert lost[0]["verdict"] == "admitted"
    assert _ledger() == [Verdict.ADMITTED]


def _ledger():
    verdicts = db.session.scalars(sa.select(Scan.verdict).order_by(Scan.id)).all()
    db.session.rollback()
    return verdicts
