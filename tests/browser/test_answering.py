"""A form of two pages on a phone: in steps, left and found again, sent, and thanked for."""

import json
from datetime import timedelta
from itertools import groupby

import pytest
import sqlalchemy as sa
from playwright.sync_api import expect

from extensions import db
from lib.clock import utc_now
from models.boxes import BoxedResponse, BoxedStatement
from models.feedback import WaveLink
from models.forms import QuestionKind
from models.sectors import Sector
from tests.browser.test_accessibility import violations_by_day_and_night
from tests.factories.survey_pages import asked, invited, page_of, path_of, survey_wave

K = QuestionKind
PHONE = {"phone": True}
ONE_MORE_DRAFT = """() => localStorage.setItem("draft:old", JSON.stringify({
  at: Date.now() - 31 * 24 * 60 * 60 * 1000, values: [["q1", "eski"]],
}))"""
LEAVE = "document.dispatchEvent(new Event('visibilitychange'))"
DRAFTS = "Object.keys(localStorage).filter((name) => name.startsWith('draft:'))"


@pytest.fixture
def questions(app):
    """Of several kinds on two pages, by their names."""
    return {
        "rating": asked(K.RATING, "Ne kadar yararlıydı?", required=True),
        "picked": asked(K.MULTIPLE_CHOICE, "Hangileri?", choices=("Su", "Yol", "Okul")),
        "word": asked(K.SHORT_TEXT, "Bir sözcükle?"),
        "free": asked(K.LONG_TEXT, "Neyi farklı yapmalıydık?", page=2),
        "place": asked(K.DISTRICT, "İlçeniz", page=2),
        "order": asked(K.RANKING, "Sıralayın", choices=("Su", "Yol", "Okul"), page=2),
        "scale": asked(K.SCALE, "Düzen?", points=7, no_opinion=True, page=2),
        "problem": asked(K.PROBLEM, "Hangi sorun ele alınsın?", page=2),
    }


@pytest.fixture
def wave(questions):
    ends = utc_now() + timedelta(days=5)
    return survey_wave(*questions.values(), link=WaveLink.PERSONAL, closes_at=ends)


@pytest.fixture
def path(live_server, wave):
    return live_server + path_of(invited(wave, sector=Sector.CSO))


def name_of(question):
    return f"#q{question.id}"


def send(page):
    db.session.rollback()  # SQLite lets one write at a time
    page.get_by_role("button", name="Yanıtlarımı gönder").click()


def boxed():
    """The values of each response by question."""
    db.session.rollback()
    return [
        {
            number: [a.get("number", a.get("text", a.get("choice_id"))) for a in rows]
            for number, rows in groupby(row.answers, key=lambda answer: answer["question_id"])
        }
        for row in db.session.scalars(sa.select(BoxedResponse))
    ]


def press_until(page, name, *, most=60):
    """Forward with the keyboard alone until the named control has the focus."""
    for _press in range(most):
        page.keyboard.press("Tab")
        if (
            page.evaluate("document.activeElement.name || document.activeElement.textContent")
            == name
        ):
            return
    raise AssertionError(f"{name} cannot be reached with the keyboard")


def fill_in_and_leave(page, path, questions):
    """By keyboard, but for the lists of provinces and districts."""
    page.goto(path)
    steps = page.locator("[data-step]")
    expect(steps.nth(1)).to_be_hidden()
    expect(page.get_by_role("button", name="Yanıtlarımı gönder")).to_be_hidden()
    press_until(page, f"q{questions['rating'].id}")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    press_until(page, f"q{questions['picked'].id}")
    page.keyboard.press("Space")
    press_until(page, f"q{questions['word'].id}")
    page.keyboard.type("Işıl")
    page.keyboard.press("Enter")  # goes on, and sends nothing
    expect(page.get_by_role("heading", name="Bölüm 2 / 2")).to_be_focused()
    expect(steps.nth(0)).to_be_hidden()
    expect(page.locator("[data-first-step-only]")).to_be_hidden()
    press_until(page, f"q{questions['free'].id}")
    page.keyboard.type("Daha az sunum")
    page.get_by_role("button", name="Okul").first.press("Enter")  # one place up
    page.locator(f"{name_of(questions['place'])}-province").select_option("Çorum")
    page.locator(name_of(questions["place"])).select_option("Alaca")
    page.close()


def test_a_form_is_filled_left_found_again_and_sent_by_keyboard_alone(
    path, open_browser, questions
):
    page = open_browser(**PHONE)
    fill_in_and_leave(page, path, questions)
    page = page.context.new_page()
    page.goto(path)
    expect(page.locator("[data-draft-restored]")).to_contain_text("Bu cihazda yazdıklarınız")
    expect(page.locator(name_of(questions["word"]))).to_have_value("Işıl")
    expect(page.get_by_role("checkbox", name="Su")).to_be_checked()
    press_until(page, f"q{questions['word'].id}")
    press_until(page, "Sonraki bölüm")
    page.keyboard.press("Enter")
    expect(page.locator(name_of(questions["free"]))).to_have_value("Daha az sunum")
    expect(page.locator(f"{name_of(questions['place'])} option:checked")).to_contain_text("Alaca")
    rows = page.locator(f"{name_of(questions['order'])} li label")
    expect(rows).to_have_text(["Su", "Okul", "Yol"])
    press_until(page, f"q{questions['scale'].id}")
    page.keyboard.press("ArrowLeft")  # from the first point to the last choice: no opinion
    press_until(page, f"q{questions['problem'].id}")
    page.keyboard.type("Yazılar yanıtsız kalıyor")
    press_until(page, "Yanıtlarımı gönder")
    db.session.rollback()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Teşekkür ederiz")
    assert page.evaluate(DRAFTS) == []
    [answers] = boxed()
    assert answers[questions["rating"].id] == [3]
    assert answers[questions["free"].id] == ["Daha az sunum"]
    assert answers[questions["scale"].id] == [None]
    ranked = {choice.id: choice.label for choice in questions["order"].choices}
    assert [ranked[n] for n in answers[questions["order"].id]] == ["Su", "Okul", "Yol"]
    assert db.session.scalars(sa.select(BoxedStatement.text)).all() == ["Yazılar yanıtsız kalıyor"]
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("Bu formu daha önce yanıtladınız")


def test_what_was_refused_leads_to_its_step_and_the_way_back_goes_by_steps(
    path, open_browser, questions
):
    page = open_browser(**PHONE)
    page.goto(path)
    page.get_by_role("button", name="Sonraki bölüm").click()
    page.locator(name_of(questions["free"])).fill("Kalsın")
    page.go_back()
    expect(page.get_by_role("heading", name="Bölüm 1 / 2")).to_be_focused()
    page.go_forward()
    expect(page.get_by_role("heading", name="Bölüm 2 / 2")).to_be_focused()
    send(page)
    summary = page.locator(".error-summary")
    expect(summary).to_be_focused()
    expect(page.locator("[data-step]").nth(0)).to_be_visible()
    page.get_by_role("button", name="Sonraki bölüm").click()
    summary.get_by_role("link").first.click()
    first = page.locator(f"{name_of(questions['rating'])} input").first
    expect(first).to_be_focused()
    first.check()
    page.get_by_role("button", name="Sonraki bölüm").click()
    expect(page.locator(name_of(questions["free"]))).to_have_value("Kalsın")
    send(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Teşekkür ederiz")
    assert [answers[questions["free"].id] for answers in boxed()] == [["Kalsın"]]


def test_a_step_whose_questions_all_hang_on_another_answer_is_passed_over(
    app, live_server, open_browser
):
    came = asked(K.YES_NO, "Geldiniz mi?")
    why = asked(K.SHORT_TEXT, "Neden?", page=2)
    last = asked(K.SHORT_TEXT, "Son söz?", page=3)
    wave = survey_wave(came, why, last)
    why.shown_if_id, why.shown_if = came.id, ["no"]
    db.session.commit()
    page = open_browser(**PHONE)
    page.goto(live_server + page_of(wave))
    expect(page.get_by_role("heading", name="Bölüm 1 / 2")).to_be_visible()
    page.get_by_role("button", name="Sonraki bölüm").click()
    expect(page.locator(name_of(last))).to_be_visible()
    page.get_by_role("button", name="Önceki bölüm").click()
    page.get_by_label("Hayır").check()
    expect(page.get_by_role("heading", name="Bölüm 1 / 3")).to_be_visible()
    page.get_by_role("button", name="Sonraki bölüm").click()
    expect(page.locator(name_of(why))).to_be_visible()


def test_nothing_stays_on_a_device_where_somebody_asked_for_that(path, open_browser, questions):
    page = open_browser(**PHONE)
    page.goto(path)
    page.evaluate(ONE_MORE_DRAFT)
    page.locator(name_of(questions["word"])).fill("Ortak bilgisayar")
    page.evaluate(LEAVE)
    [kept] = page.evaluate(f"{DRAFTS}.filter((n) => n !== 'draft:old').map((n) => localStorage[n])")
    assert [f"q{questions['word'].id}", "Ortak bilgisayar"] in json.loads(kept)["values"]
    assert "csrf" not in kept
    page.reload()
    expect(page.locator(name_of(questions["word"]))).to_have_value("Ortak bilgisayar")
    assert len(page.evaluate(DRAFTS)) == 1  # the one of thirty-one days ago is gone
    page.get_by_role("button", name="Yazdıklarımı sil ve baştan başla").click()
    expect(page.locator("[data-draft-restored]")).to_be_hidden()
    expect(page.locator(name_of(questions["word"]))).to_have_value("")
    assert page.evaluate(DRAFTS) == []
    page.get_by_label("Bu cihazda hiçbir şey kalmasın").check()
    page.locator(name_of(questions["word"])).fill("Yine")
    page.reload()
    assert page.evaluate(DRAFTS) == []
    expect(page.locator("#draft-off")).to_be_checked()
    expect(page.locator(name_of(questions["word"]))).to_have_value("")


def test_without_script_it_is_one_long_page(path, open_browser, questions):
    browser = open_browser(**PHONE).context.browser
    page = browser.new_context(java_script_enabled=False, locale="en-GB").new_page()
    page.goto(path)
    expect(page.locator(name_of(questions["free"]))).to_be_visible()
    expect(page.locator("[data-draft-note]")).to_be_hidden()
    expect(page.get_by_role("button", name="Next part")).to_be_hidden()
    page.locator(f"{name_of(questions['rating'])} input").last.check()
    page.locator(name_of(questions["free"])).fill("Fewer slides")
    for place, choice in enumerate(reversed(questions["order"].choices), 1):
        page.locator(f"{name_of(questions['order'])}-place-{choice.id}").select_option(str(place))
    db.session.rollback()
    page.get_by_role("button", name="Send my answers").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you")
    [answers] = boxed()
    order = [choice.id for choice in questions["order"].choices]
    assert answers[questions["order"].id] == order[::-1]
    page.get_by_label("Your email address").fill("isil@example.org")
    db.session.rollback()
    page.get_by_role("button", name="Write to me").click()
    expect(page.locator(".notice--success")).to_contain_text("isil@example.org")
    page.context.close()


def test_its_steps_keep_the_rules_of_axe_and_fit_a_phone(path, open_browser):
    page = open_browser(**PHONE)
    page.goto(path)
    page.locator("[data-step-next]").click()
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    assert violations_by_day_and_night(page) == []
