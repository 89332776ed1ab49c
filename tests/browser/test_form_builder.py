"""A form with a condition, built and tried out with the keyboard alone, then filled in."""

import pytest
import sqlalchemy as sa
from playwright.sync_api import Page, expect

from extensions import db
from models.answers import RegistrationAnswer
from models.events import Event, EventStatus
from models.forms import FormPurpose, Question, QuestionKind
from queries.forms.builder import form_of, in_order
from tests import factories
from tests.browser.live import on_both
from tests.factories.forms import question

pytestmark = pytest.mark.xdist_group("browser")
MOST_STEPS = 120


@pytest.fixture
def event(app) -> Event:
    return factories.event(draft=True)


@pytest.fixture
def desk(open_browser, live_server, event) -> Page:
    """The builder of an event's form, at which an organizer has just signed in."""
    page: Page = open_browser()
    admin = factories.user()
    page.goto(f"{live_server}/sign-in")
    type_into(page, "email", admin.email)
    type_into(page, "password", factories.PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/organizer/")
    page.goto(f"{live_server}/organizer/events/{event.id}/form?lang=en")
    return page


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until the control has the focus; one that is never reached fails."""
    wanted = page.locator(selector).first
    expect(wanted).to_be_attached()
    for _step in range(MOST_STEPS):
        if wanted.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    pytest.fail(f"{selector} is not reached with Tab")


def type_into(page: Page, name: str, text: str) -> None:
    tab_to(page, f"[name='{name}']")
    page.keyboard.type(text)


def press(page: Page, selector: str, key: str = "Enter") -> None:
    tab_to(page, selector)
    page.keyboard.press(key)


def add(page: Page, kind: str) -> None:
    """From the builder to the empty form of a question of this kind."""
    press(page, "a[href*='/questions/new']")
    page.wait_for_url("**/questions/new*")
    press(page, f"a[href*='kind={kind}']")
    page.wait_for_url(f"**kind={kind}*")


def save(page: Page) -> None:
    press(page, "button.button--primary[type=submit]")
    page.wait_for_url("**/form*")


def asked(event: Event) -> list[Question]:
    db.session.expire_all()
    form = form_of(event, FormPurpose.REGISTRATION)
    return in_order(form.questions) if form else []


def labels(event: Event) -> list[str]:
    return [question.label for question in asked(event)]


def build(page: Page) -> None:
    """Which workshop (with places), whether one speaks, and on what if one does."""
    add(page, "single_choice")
    type_into(page, "label", "Hangi çalıştay?")
    for number, (choice, places) in enumerate((("Sağlık", "1"), ("Su", "25"), ("Hava", ""))):
        type_into(page, f"choices-{number}-label", choice)
        if places:
            type_into(page, f"choices-{number}-places", places)
    press(page, "#choices-add")
    expect(page.locator("#choices-3-label")).to_be_focused()
    page.keyboard.type("Toprak")
    press(page, "#choices-3-raise", "Space")
    expect(page.locator("#choices-2-raise")).to_be_focused()
    press(page, "[name=required]", "Space")
    save(page)

    add(page, "yes_no")
    type_into(page, "label", "Konuşmak ister misiniz?")
    save(page)

    add(page, "short_text")
    type_into(page, "label", "Hangi konuda?")
    tab_to(page, "#condition")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    press(page, "fieldset.condition-values:not([hidden]) input[value=yes]", "Space")
    save(page)


@on_both
def test_a_form_with_a_condition_is_built_tried_out_and_filled_in_by_the_keyboard_alone(
    desk, event, live_server
):
    own, public = f"{live_server}/organizer/events/{event.id}", f"{live_server}/events/{event.slug}"
    db.session.commit()
    build(desk)
    workshop, speaks, topic = asked(event)
    assert [(c.label, c.places and c.places.capacity) for c in workshop.choices] == [
        ("Sağlık", 1),
        ("Su", 25),
        ("Toprak", None),
        ("Hava", None),
    ]
    assert (topic.shown_if_id, topic.shown_if) == (speaks.id, ["yes"])
    names = [f"q{question.id}" for question in (workshop, speaks, topic)]
    db.session.commit()  # or the site would wait for what this test has read

    shown = desk.locator(f".preview [name={names[2]}]")
    expect(shown).to_be_hidden()
    press(desk, f".preview [name={names[1]}][value=yes]", "Space")
    expect(shown).to_be_visible()
    desk.keyboard.press("ArrowDown")
    expect(shown).to_be_hidden()

    desk.goto(own)
    press(desk, "form[action$='/publication'] button")
    expect(desk.locator("form[action$='/publication']")).to_have_count(0)
    register(desk, f"{public}/register", names)
    db.session.expire_all()
    assert event.status is EventStatus.PUBLISHED
    assert answers() == ["Sağlık", 1, "Su kaynakları"]
    assert [(places.capacity, places.taken) for places in event.strata] == [(1, 1), (25, 0)]


def register(page: Page, address: str, names: list[str]) -> None:
    page.goto(address)
    type_into(page, "given_name", "Işıl")
    type_into(page, "family_name", "Çağlar")
    type_into(page, "email", "isil@example.org")
    press(page, "[name=sector]", "ArrowDown")
    type_into(page, "institution", "Iğdır Gençlik Derneği")
    press(page, "[name=province]", "ArrowDown")
    press(page, f"[name={names[0]}]", "Space")
    press(page, f"[name={names[1]}][value=yes]", "Space")
    type_into(page, names[2], "Su kaynakları")
    press(page, "form[data-once] button.button--primary")
    page.wait_for_url("**/registrations/*")


def answers() -> list[object]:
    """What the only participant answered, in the order of the questions."""
    rows = db.session.scalars(
        sa.select(RegistrationAnswer).order_by(RegistrationAnswer.question_id)
    ).all()
    return [row.choice.label if row.choice else row.number or row.text for row in rows]


def test_a_moved_question_keeps_the_focus_and_its_new_place_is_said(desk, event):
    first, second, third = (question(event, label=label) for label in "ABC")
    desk.reload()
    press(desk, f"#arrow-up-{third.id}")
    expect(desk.locator(f"#question-{third.id}")).to_have_attribute("data-place", "2")
    expect(desk.locator(f"#arrow-up-{third.id}")).to_be_focused()
    expect(desk.locator("p[role=status]").last).to_contain_text("Now at place 2.")
    desk.keyboard.press("Enter")
    expect(desk.locator(f"#question-{third.id}")).to_have_attribute("data-place", "1")
    # There is no way further up: the focus stays on the row.
    expect(desk.locator(f"#arrow-down-{third.id}")).to_be_focused()
    assert labels(event) == ["C", "A", "B"]
    assert {first.position, second.position} == {2, 3}


def test_a_move_that_is_refused_says_so_at_the_row(desk, event):
    source = question(event, kind=QuestionKind.YES_NO, label="Geliyor musunuz?")
    hanging = question(event, label="Neyle?", shown_if=(source, "yes"))
    desk.reload()
    press(desk, f"#arrow-up-{hanging.id}")
    notice = desk.locator(f"#question-{hanging.id} .notice--danger")
    expect(notice).to_contain_text("It cannot stand there")
    expect(desk.locator(f"#arrow-up-{hanging.id}")).to_be_focused()
    assert labels(event) == ["Geliyor musunuz?", "Neyle?"]


def test_a_question_is_dragged_to_its_place(desk, event):
    for label in "ABC":
        question(event, label=label)
    desk.reload()
    rows = desk.locator(".question-row")
    handle = rows.nth(2).locator("[data-drag]").bounding_box()
    target = rows.nth(0).bounding_box()
    assert handle and target
    desk.mouse.move(handle["x"] + 20, handle["y"] + 20)
    desk.mouse.down()
    desk.mouse.move(target["x"] + 20, target["y"] + 60, steps=8)
    desk.mouse.move(target["x"] + 20, target["y"] + 4, steps=4)
    desk.mouse.up()
    expect(desk.locator("p[role=status]").last).to_contain_text("Now at place 1.")
    assert labels(event) == ["C", "A", "B"]
