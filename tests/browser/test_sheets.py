"""Sheets of paper typed in by the number keys, and without a script by Tab, arrows and space."""

from typing import Any

import pytest
import sqlalchemy as sa
from playwright.sync_api import Page, expect

from extensions import db
from models.boxes import BoxedResponse
from models.feedback import Wave, WaveLink
from models.forms import Question, QuestionKind
from queries.surveys.surveys import own_form
from tests import factories
from tests.browser.live import sign_in
from tests.factories import surveys

pytestmark = pytest.mark.xdist_group("browser")
K = QuestionKind


def wave_asking(*kinds: QuestionKind) -> tuple[Wave, list[int]]:
    """A wave on paper, and the numbers of its questions."""
    survey = surveys.survey(province="19")
    form = own_form(survey)
    form.questions.clear()
    db.session.flush()
    form.questions = [
        Question(kind=kind, points=5, label=f"Soru {nth}", position=nth, no_opinion=True)
        for nth, kind in enumerate(kinds, start=1)
    ]
    made = surveys.wave(survey, link=WaveLink.PAPER)
    return made, [question.id for question in form.questions]


def open_sheet(page: Page, app: Any, live_server: str, wave: Wave) -> Page:
    sign_in(page.context, app, live_server, factories.user())
    address = f"/organizer/surveys/{wave.form.survey_id}/waves/{wave.id}/sheets/new"
    db.session.rollback()
    page.goto(f"{live_server}{address}?lang=en")
    return page


def typed(page: Page, count: int) -> list[dict[int, int | None]]:
    """What the sheets said by question, once so many are in the box; None: no opinion."""
    expect(page.locator(".counter")).to_contain_text(f"{count} sheet")
    db.session.rollback()
    boxed = db.session.scalars(sa.select(BoxedResponse)).all()
    said = [{row["question_id"]: row.get("number") for row in each.answers} for each in boxed]
    db.session.rollback()  # SQLite lets one write at a time
    return said


def test_a_sheet_of_twelve_scales_takes_thirteen_keys(app, live_server, open_browser):
    wave, asked = wave_asking(*[K.SCALE] * 12)
    page = open_sheet(open_browser(), app, live_server, wave)
    page.get_by_label("Civil society organisation").check()
    page.locator("#side").press("Escape")
    first = page.locator(f"#q{asked[0]} input").first
    first.focus()
    keys = [*"51234-5+1230", "Enter"]
    for key in keys:
        page.keyboard.press(key)
    [sheet] = typed(page, 1)
    wanted = [5, 1, 2, 3, 4, "left out", 5, None, 1, 2, 3, "left out"]
    assert [sheet.get(number, "left out") for number in asked] == wanted
    assert len(keys) == 13
    # The next sheet is open at its first question, and the side stayed.
    expect(first).to_be_focused()
    assert page.locator("[name=side]:checked").input_value() == "cso"
    for key in [*"111111111111", "Enter"]:
        page.keyboard.press(key)
    assert len(typed(page, 2)) == 2


def test_ten_is_typed_as_two_digits_and_one_as_itself(app, live_server, open_browser):
    wave, asked = wave_asking(K.NPS, K.NPS, K.NPS, K.SCALE)
    page = open_sheet(open_browser(), app, live_server, wave)
    for key in [*"10", *"13", "Backspace", "0", "2", "Enter"]:
        page.keyboard.press(key)
    [sheet] = typed(page, 1)
    assert [sheet.get(number) for number in asked] == [10, 1, 0, 2]


def test_what_was_forgotten_is_asked_about_once(app, live_server, open_browser):
    wave, asked = wave_asking(K.SCALE, K.SCALE, K.SCALE)
    page = open_sheet(open_browser(), app, live_server, wave)
    for key in ("4", "ArrowDown", "2", "Enter"):
        page.keyboard.press(key)
    expect(page.locator("[data-sheet-status]")).to_contain_text("Not answered yet: 2.")
    expect(page.locator(f"#q{asked[1]} input").first).to_be_focused()
    page.keyboard.press("7")
    expect(page.locator("[data-sheet-status]")).to_contain_text("There is no 7 here.")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    [sheet] = typed(page, 1)
    assert [sheet.get(number) for number in asked] == [4, None, 2]


def test_without_a_script_arrows_and_the_space_bar_do(app, live_server, open_browser):
    wave, asked = wave_asking(K.SCALE, K.SCALE)
    page = open_browser()
    page.route("**/js/sheets.js", lambda route: route.abort())
    open_sheet(page, app, live_server, wave)
    page.locator(f"#q{asked[0]} input").first.focus()
    for key in ("Space", "ArrowRight", "ArrowRight", "Tab", "Space"):
        page.keyboard.press(key)
    for _step in range(2):
        page.keyboard.press("Tab")
        if page.locator("[data-send]").evaluate("button => button === document.activeElement"):
            break
    page.keyboard.press("Enter")
    [sheet] = typed(page, 1)
    assert [sheet.get(number) for number in asked] == [3, 1]
