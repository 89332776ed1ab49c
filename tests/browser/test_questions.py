"""A form on a phone: what is asked follows what one answers, and nothing is lost."""

import sqlalchemy as sa
from playwright.sync_api import Page, expect

from extensions import db
from models.forms import QuestionKind
from models.registrations import Registration
from operations.registrations.institutions import suggest_institutions
from queries.forms.answers import answers_of_registration
from tests import factories
from tests.factories.forms import question

K = QuestionKind


def fill_in(page: Page, **changes: str) -> None:
    for name, text in {"given_name": "Işıl", "family_name": "Çağ", **changes}.items():
        page.locator(f"#{name}").fill(text)
    page.locator("#sector").get_by_label("Sivil toplum").check()
    page.locator("#institution").fill("Iğdır Gençlik Derneği")
    page.locator("#province").select_option("76")


def send(page: Page) -> None:
    db.session.rollback()  # SQLite lets one write at a time
    page.locator("main form button[type=submit]").click()


def said() -> list[tuple[int, str]]:
    registration = db.session.scalars(sa.select(Registration)).one()
    found = answers_of_registration(registration, locale="tr", sensitive=True)
    return [(asked.id, text) for asked, text in found]


def test_questions_appear_with_the_answers_that_they_hang_on(app, live_server, open_browser):
    event = factories.event()
    bus = question(event, K.YES_NO, label="Otobüsle mi geleceksiniz?")
    stop = question(
        event,
        K.SINGLE_CHOICE,
        label="Hangi duraktan?",
        required=True,
        shown_if=(bus, "yes"),
        choices={"Saat Kulesi": 3, "Otogar": 0},
    )
    first = str(stop.choices[0].id)
    word = question(event, label="Şoföre notunuz", required=True, shown_if=(stop, first))
    page = open_browser(phone=True)
    page.goto(f"{live_server}/events/{event.slug}/register")
    rides, note = page.locator(f"#q{bus.id}"), page.locator(f"#q{word.id}")
    stops = page.locator(f"fieldset#q{stop.id}")
    expect(stops).to_be_hidden()
    expect(note).to_be_hidden()
    rides.get_by_label("Evet").check()
    expect(stops).to_be_visible()
    assert page.evaluate("document.activeElement.name") == f"q{bus.id}"  # the focus stays
    expect(page.locator("[data-questions-status]")).not_to_be_empty()
    expect(stops.get_by_label("Otogar")).to_be_disabled()
    stops.get_by_label("Saat Kulesi").check()
    note.fill("Erken gelin")
    rides.get_by_label("Hayır").check()
    expect(note).to_be_hidden()  # through the question that hid itself
    rides.get_by_label("Evet").check()
    expect(note).to_have_value("Erken gelin")
    expect(stops.get_by_label("Otogar")).to_be_disabled()
    fill_in(page, email="isil@example.org")
    send(page)
    page.wait_for_url("**/registrations/**")
    assert said() == [(bus.id, "Evet"), (stop.id, "Saat Kulesi"), (word.id, "Erken gelin")]


def test_what_was_chosen_survives_a_refused_form(app, live_server, open_browser):
    event = factories.event()
    place = question(event, K.DISTRICT, label="İlçeniz")
    cv = question(event, K.FILE, label="Özgeçmişiniz", required=True)
    page = open_browser(phone=True)
    page.goto(f"{live_server}/events/{event.slug}/register")
    province = page.locator(f"#q{place.id}-province")
    assert page.locator(f"#q{place.id} option").count() == 1
    province.select_option("Çorum")
    page.locator(f"#q{place.id}").select_option("Alaca")
    page.locator(f"#q{cv.id}").set_input_files(
        {"name": "cv.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1" + b"x" * 3_000_000}
    )
    fill_in(page)
    send(page)
    expect(page.locator(".error-summary")).to_be_visible()  # no e-mail address yet
    expect(page.locator("main form")).to_contain_text("cv.pdf")
    expect(province).to_have_value("Çorum")
    page.locator("#email").fill("isil@example.org")
    send(page)
    page.wait_for_url("**/registrations/**")
    assert said() == [(place.id, "Alaca, Çorum"), (cv.id, "cv.pdf")]


def test_institutions_are_suggested_as_one_types(app, live_server, open_browser):
    suggest_institutions({"igdir genclik dernegi": "Iğdır Gençlik Derneği"})
    event = factories.event()
    page = open_browser(phone=True)
    page.goto(f"{live_server}/events/{event.slug}/register")
    page.locator("#institution").press_sequentially("IĞDIR")
    expect(page.locator("datalist option")).to_have_count(1)


def test_a_long_word_makes_no_narrow_page_wider(app, live_server, open_browser):
    word = "https://example.org/katilimcilar/" + "sürdürülebilirlik-" * 5
    event = factories.event()
    for kind in K:
        picked = {f"{word}{n}": 5 for n in range(3)} if kind.endswith("_choice") else None
        question(event, kind, label=word, help=word, choices=picked)
    question(event, K.SINGLE_CHOICE, label=word, choices={f"{word}{n}": None for n in range(9)})
    page = open_browser(phone=True)
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(f"{live_server}/events/{event.slug}/register")
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    send(page)
    expect(page.locator(".error-summary")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == 320
