"""Rankings and tables of scales on a phone, by keyboard, with and without a script."""

from typing import Any

import pytest
import sqlalchemy as sa
from playwright.sync_api import Page, expect

from extensions import db
from models.boxes import BoxedResponse
from models.feedback import Wave
from models.forms import FormPurpose, QuestionKind
from operations.forms.details import RowDetails, rows_of
from tests import factories
from tests.browser.test_accessibility import AXE
from tests.factories import feedback as made
from tests.factories.forms import question

K = QuestionKind
FEEDBACK = FormPurpose.FEEDBACK
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "locale": "tr-TR"}


@pytest.fixture
def event(app):
    return factories.event(over=True)


@pytest.fixture
def asked(event):
    """A ranking of three and a matrix of two rows, both to be answered; and nothing else."""
    for standard in made.questions(event):
        db.session.delete(standard)
    db.session.commit()
    choices = {"Su": None, "Yol": None, "Sağlık": None}
    ranking = question(event, K.RANKING, purpose=FEEDBACK, required=True, choices=choices)
    rows = [RowDetails("Bilgi paylaşımı"), RowDetails("Ortak çalışma")]
    ends: dict[str, Any] = {"points": 7, "low": "Çok kötü", "high": "Çok iyi", "no_opinion": True}
    matrix = question(event, K.MATRIX, purpose=FEEDBACK, required=True, rows=rows, **ends)
    return ranking, rows_of(matrix)


@pytest.fixture
def path(app, event, asked, live_server):
    held = made.right(event)
    db.session.execute(sa.update(Wave).values(closes_at=None))
    db.session.commit()
    return live_server + made.feedback_path(held)


def tab_to(page: Page, name: str) -> None:
    """Press Tab until the control with this accessible name has the focus."""
    for _press in range(40):
        page.keyboard.press("Tab")
        focused = page.evaluate(
            "(at => at.getAttribute('aria-label') ?? at.labels?.[0]?.textContent ?? at.textContent)"
            "(document.activeElement)"
        )
        if focused.strip() == name:
            return
    raise AssertionError(f"the keyboard does not reach {name}")


def send(page: Page) -> None:
    db.session.rollback()  # SQLite lets one write at a time
    page.locator("main form button[type=submit]").click()


def said() -> list[tuple[int, int | None, int | None]]:
    """The rows of the one form in the box: question, choice and number, in their order."""
    db.session.rollback()
    [boxed] = db.session.scalars(sa.select(BoxedResponse))
    return [(row["question_id"], row.get("choice_id"), row.get("number")) for row in boxed.answers]


def expected(ranking, rows, order, points):
    by_label = {choice.label: choice.id for choice in ranking.choices}
    ranked = [(ranking.id, by_label[label], None) for label in order]
    return [*ranked, *((row.id, None, point) for row, point in zip(rows, points, strict=True))]


def test_choices_are_ranked_and_a_table_is_answered_by_keyboard(asked, path, open_browser):
    ranking, rows = asked
    page = open_browser(phone=True)
    page.goto(path)
    group = page.locator(f"#q{ranking.id}")
    expect(group.get_by_role("status")).to_contain_text("henüz")
    expect(group.locator("select").first).to_be_hidden()
    tab_to(page, "Yukarı taşı: Sağlık")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == (
        "Yukarı taşı: Sağlık"
    )
    page.keyboard.press("Enter")  # at the top, where only the way down is left
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == (
        "Aşağı taşı: Sağlık"
    )
    expect(group.get_by_role("status")).to_contain_text("Sağlık")
    for row, times in zip(rows, (2, 7), strict=True):
        page.locator(f"#q{row.id}-0").focus()
        page.keyboard.press("Space")
        for _press in range(times):
            page.keyboard.press("ArrowRight")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.evaluate(AXE)
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
    assert [(rule["id"], rule["nodes"][0]["html"]) for rule in found] == []
    send(page)
    page.wait_for_url("**/thanks")
    assert said() == expected(ranking, rows, ("Sağlık", "Su", "Yol"), (3, None))


def test_without_a_script_places_are_chosen_from_lists(asked, path, usual_browser):
    ranking, rows = asked
    with usual_browser().new_context(**PHONE, java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(path)
        places = dict(zip(("Su", "Yol", "Sağlık"), "331", strict=True))
        for label, place in places.items():
            page.get_by_label(label, exact=True).select_option(place)
        for row in rows:
            page.locator(f"#q{row.id}-4").focus()
            page.keyboard.press("Space")
        send(page)
        expect(page.locator(f"#q{ranking.id}-error")).to_contain_text("3")
        page.get_by_label("Yol", exact=True).select_option("2")
        send(page)
        page.wait_for_url("**/thanks")
    assert said() == expected(ranking, rows, ("Sağlık", "Yol", "Su"), (5, 5))
