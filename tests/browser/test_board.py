"""The moderators' board by the keyboard alone, on a phone, and without a script."""

import pytest
import sqlalchemy as sa
from playwright.sync_api import Page, expect

from extensions import db
from models.problems import Problem, ProblemStanding
from models.sectors import Sector
from models.statements import Statement, StatementSide
from tests import factories
from tests.browser.live import sign_in
from tests.browser.test_accessibility import violations_by_day_and_night
from tests.operations.problems.sorting import Board

pytestmark = pytest.mark.xdist_group("browser")

TEXTS = [f"Yazımıza {number}. haftada yanıt geldi" for number in range(6)]


@pytest.fixture
def board(app) -> Board:
    made = Board()
    for text in TEXTS:
        made.say(text, said_by=StatementSide(side=Sector.CSO))
    made.heading("Yol bozuk", title="Ulaşım")
    db.session.commit()
    return made


@pytest.fixture
def ungrouped(board) -> list[int]:
    """Their numbers in the order of the page."""
    rows = sa.select(Statement.id).where(Statement.problem_id.is_(None)).order_by(Statement.id)
    numbers = list(db.session.scalars(rows))
    db.session.commit()
    return numbers


@pytest.fixture
def visit(app, live_server, board):
    def go(page: Page) -> Page:
        sign_in(page.context, app, live_server, factories.user(email="m@example.org"))
        db.session.commit()
        page.goto(f"{live_server}/organizer/events/{board.scope.event_id}/problems?lang=en")
        return page

    return go


def lists() -> dict[str, set[int]]:
    """The statements of each open problem."""
    db.session.rollback()
    rows = db.session.scalars(sa.select(Problem).where(Problem.standing == ProblemStanding.OPEN))
    found = {row.title: {said.id for said in row.statements} for row in rows}
    db.session.rollback()
    return found


def tick(number: int) -> str:
    return f"#statement-{number}"


def test_statements_are_sorted_by_the_keyboard_alone(visit, open_browser, ungrouped, board):
    page = visit(open_browser())
    said = page.locator("[data-board-said]")
    while not page.locator(tick(ungrouped[0])).evaluate("box => box === document.activeElement"):
        page.keyboard.press("Tab")

    # Two of them become a problem; the focus goes on to the next row, and it is said.
    page.keyboard.press("Space")
    page.keyboard.press("j")
    page.keyboard.press("Space")
    page.keyboard.press("n")
    page.keyboard.type("Geç yanıt")
    page.keyboard.press("Enter")
    expect(said).to_have_text("2 statements added to “Geç yanıt”.")
    expect(page.locator(tick(ungrouped[2]))).to_be_focused()
    assert lists()["Geç yanıt"] == set(ungrouped[:2])

    # The row in focus goes to a problem that is chosen.
    page.keyboard.press("f")
    expect(page.locator("#into")).to_be_focused()
    page.keyboard.type("Ula")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(said).to_have_text("1 statement added to “Ulaşım”.")
    expect(page.locator(tick(ungrouped[3]))).to_be_focused()

    # It was the wrong one: undone, the focus is on it again.
    page.keyboard.press("u")
    expect(said).to_have_text("Undone: 1 statement added to “Ulaşım”.")
    expect(page.locator(tick(ungrouped[2]))).to_be_focused()

    # Hidden with a reason; letters that are typed are no keys.
    page.keyboard.press("h")
    page.keyboard.type("fuj kn")
    page.keyboard.press("Enter")
    expect(said).to_have_text("1 statement hidden.")
    expect(page.locator(tick(ungrouped[3]))).to_be_focused()

    # Over to the problems, and both are merged.
    page.keyboard.press("l")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Space")
    merge = page.locator("button[value=merge]")
    page.keyboard.press("f")
    while not merge.evaluate("button => button === document.activeElement"):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(said).to_have_text("“Geç yanıt” merged into “Ulaşım”.")
    [(title, rows)] = lists().items()
    assert (title, len(rows)) == ("Ulaşım", 3)


def test_what_is_offered_follows_the_page_and_one_key_takes_it(
    visit, open_browser, ungrouped, board
):
    board.heading("Yazımıza 9. haftada yanıt geldi", title="Yazıya yanıt geldi")
    db.session.commit()
    page = visit(open_browser())
    row = page.locator(".said-row", has=page.locator(tick(ungrouped[0])))
    expect(row.locator("[data-offer='1']")).to_contain_text("Yazıya yanıt geldi")
    row.locator("input").focus()
    page.keyboard.press("1")
    expect(page.locator("[data-board-said]")).to_contain_text("“Yazıya yanıt geldi”")
    expect(page.locator(tick(ungrouped[1]))).to_be_focused()
    assert ungrouped[0] in lists()["Yazıya yanıt geldi"]
    together = page.locator("[data-together]").first
    page.locator(".mates summary").first.click()
    together.click()
    expect(page.locator("[data-ticked-here]")).to_have_text("(2)")
    expect(page.locator("#title")).to_be_focused()


def test_single_keys_can_be_switched_off_and_the_arrows_stay(visit, open_browser, ungrouped):
    page = visit(open_browser())
    page.locator(".board-keys summary").click()
    page.locator("#single-keys").uncheck()
    page.reload()
    page.locator(tick(ungrouped[0])).focus()
    page.keyboard.press("j")
    page.keyboard.press("n")
    expect(page.locator(tick(ungrouped[0]))).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.locator(tick(ungrouped[1]))).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(page.locator(tick(ungrouped[0]))).to_be_focused()


def test_what_somebody_else_did_meanwhile_is_read_before_it_is_done(
    visit, open_browser, ungrouped, board
):
    page = visit(open_browser())
    page.locator(tick(ungrouped[0])).check()
    board.file(ungrouped[:1], title="Onunki")
    db.session.commit()
    page.keyboard.press("n")
    page.keyboard.type("Benimki")
    page.keyboard.press("Enter")
    expect(page.locator(".notice--danger")).to_be_focused()
    expect(page.locator(".notice--danger")).to_contain_text("1 statement added to “Onunki”.")
    expect(page.locator("#title")).to_have_value("Benimki")
    page.locator("button[value=gather]").click()
    expect(page.locator("[data-board-said]")).to_contain_text("Benimki")
    assert lists()["Benimki"] == set(ungrouped[:1])


def test_the_statements_of_a_problem_are_walked_through_and_split(visit, open_browser, ungrouped):
    page = visit(open_browser())
    page.locator(".problem-row summary").click()
    inside = page.locator(".problem-row .said-row input")
    expect(inside).to_have_count(1)
    page.locator(".problem-row input").first.focus()
    page.keyboard.press("ArrowDown")
    expect(inside).to_be_focused()
    page.keyboard.press("n")
    page.keyboard.type("Yollar")
    page.keyboard.press("Enter")
    expect(page.locator("[data-done]")).to_contain_text("became a problem of its own: “Yollar”.")


def test_no_rule_of_axe_is_broken_whatever_is_open(visit, open_browser, ungrouped):
    page = visit(open_browser())
    page.locator(".board-keys summary").click()
    page.locator(".problem-row summary").click()
    expect(page.locator(".problem-row .said-row")).to_have_count(1)
    page.locator(tick(ungrouped[0])).focus()
    page.keyboard.press("n")
    page.keyboard.type("Yanıt")
    page.keyboard.press("Enter")
    expect(page.locator("[data-undo]")).to_be_visible()
    for summary in page.locator(".board-bar summary").all():
        summary.click()
    assert violations_by_day_and_night(page) == []
    page.locator("#title").fill("")
    page.locator("button[value=hide]").click()
    expect(page.locator(".notice--danger, .error-summary")).to_be_visible()
    assert violations_by_day_and_night(page) == []


def test_without_a_script_the_forms_do_the_same(visit, open_browser, ungrouped, board):
    browser = open_browser().context.browser
    page = visit(browser.new_page(java_script_enabled=False))
    for number in ungrouped[:2]:
        page.locator(tick(number)).check()
    page.locator(".board-bar__acts > summary").click()
    page.locator("#title").fill("Geç yanıt")
    page.locator("#title").press("Enter")
    expect(page.locator("[data-done]")).to_have_text("2 statements added to “Geç yanıt”.")
    assert page.url.endswith(tick(ungrouped[2]))
    assert lists()["Geç yanıt"] == set(ungrouped[:2])
    page.locator("[data-undo]").click()
    expect(page.locator("[data-done]")).to_contain_text("Undone")
    assert "Geç yanıt" not in lists()
    page.context.close()


def test_on_a_phone_it_is_one_column_with_its_bar_in_reach(visit, open_browser, ungrouped):
    page = visit(open_browser(phone=True))
    page.set_viewport_size({"width": 360, "height": 740})
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    page.locator(tick(ungrouped[0])).tap()
    expect(page.locator("[data-ticked-here]")).to_have_text("(1)")
    page.locator(".board-bar__acts > summary").tap()
    page.locator("#title").fill("Yanıt")
    page.locator("button[value=gather]").tap()
    expect(page.locator("[data-done]")).to_contain_text("“Yanıt”")
    expect(page.locator("[data-undo]")).to_be_in_viewport()
