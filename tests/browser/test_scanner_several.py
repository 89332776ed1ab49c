"""Several codes before the camera at once, foreign ones among them, and light ones on dark ground."""

from datetime import UTC, datetime

import pytest
import sqlalchemy as sa
from playwright.sync_api import expect

from extensions import db
from lib import qr
from models.scans import Attendance, Verdict
from queries.check_in.checkpoints import checkpoints_of
from queries.check_in.scans import checkpoint_counts
from tests import factories
from tests.browser.camera import film, foreign_code, inverted, sheet
from tests.browser.live import on_both
from tests.browser.scanner import comes_back, goes_offline, ledger, staffed, visit
from tests.operations.check_in.doors import token_of

_WIFI = "WIFI:T:WPA;S:Belediye;P:misafir2027;;"
# Writes down when each verdict came to the screen, and whose it was.
_VERDICTS = """new MutationObserver(() => {
  const section = document.querySelector("#verdict");
  const name = section?.querySelector("[data-part=name]").textContent;
  window.shown ??= [];
  if (section && !section.hidden && shown.at(-1)?.name !== name) shown.push({ name, at: Date.now() });
}).observe(document, { subtree: true, childList: true, attributes: true })"""
_CAMERA_LATER = """if (navigator.mediaDevices && !localStorage.hasCamera) {
  navigator.mediaDevices.getUserMedia = async () => { throw new DOMException("", "NotFoundError"); };
}"""

both_decoders = pytest.mark.parametrize("decoder", ["wasm", "script"])


@pytest.fixture
def phone(app, open_browser, tmp_path, event, door):
    """`phone([(picture, seconds), …])` is a phone of the door's that sees these, again and again."""

    def seeing(scenes, decoder="wasm", name="film"):
        camera = film(tmp_path / f"{name}.mjpeg", scenes)
        page = open_browser(camera, phone=True, locale="en-GB")
        if decoder == "script":
            page.context.route("**/*.wasm", lambda route: route.abort())
        page.add_init_script(_VERDICTS)
        staffed(app, event, page, door)
        return page

    return seeing


def _person(event, name):
    return factories.registration(event, given_name=name, family_name="Ilgın")


def _picture(person):
    return qr.png(token_of(person))


def _said():
    return [(scan.verdict.value, scan.reason and scan.reason.value) for scan in ledger()]


@both_decoders
def test_two_tickets_on_one_sheet_are_read_once_each_and_each_is_shown(phone, event, door, decoder):
    people = [_person(event, name) for name in ("Ayşe", "Bora")]
    page = phone([(sheet(*map(_picture, people)), 1)], decoder)
    page.goto(door)
    expect(page.locator("#recent li")).to_have_count(2)
    expect(page.locator("html")).to_have_attribute("data-decoder", decoder)
    page.wait_for_timeout(5000)
    assert _said() == [("admitted", None)] * 2
    first, second = page.evaluate("window.shown")
    assert {first["name"], second["name"]} == {"Ayşe Ilgın", "Bora Ilgın"}
    # The first one's verdict was left on the screen for as long as any verdict.
    assert second["at"] - first["at"] >= 2400


@both_decoders
def test_foreign_code_beside_a_ticket_is_passed_over(phone, event, door, decoder):
    wifi, ticket = foreign_code(_WIFI), _picture(_person(event, "Ayşe"))
    beside, alone = sheet(wifi, ticket), sheet(wifi, foreign_code("another"))
    page = phone([(beside, 3), (alone, 0.3)], decoder)
    page.goto(door)
    expect(page.locator("#recent li")).to_have_count(1)
    page.wait_for_timeout(5000)
    assert _said() == [("admitted", None)]


def test_foreign_code_alone_is_refused_once(phone, door):
    page = phone([(foreign_code(_WIFI), 1)])
    page.goto(door)
    expect(page.locator("#recent li")).to_have_count(1)
    page.wait_for_timeout(5000)
    assert _said() == [("refused", "unknown_code")]


@both_decoders
def test_light_code_on_dark_ground_is_read(phone, event, door, decoder):
    page = phone([(inverted(_picture(_person(event, "Ayşe"))), 1)], decoder)
    page.goto(door)
    expect(page.locator("#recent li")).to_have_count(1)
    assert _said() == [("admitted", None)]


def test_code_in_lower_case_is_a_tickets(phone, event, door):
    low = foreign_code(token_of(_person(event, "Ayşe")).lower())
    page = phone([(sheet(foreign_code(_WIFI), low), 1)])
    page.goto(door)
    expect(page.locator("#recent li")).to_have_count(1)
    assert _said() == [("admitted", None)]


def _without_network(page, door):
    """The phone, which sees nothing before it is offline."""
    page.add_init_script(_CAMERA_LATER)
    visit(page, door)
    page.evaluate("localStorage.hasCamera = 1")
    goes_offline(page)
    return page


@on_both
def test_sheet_that_two_phones_read_without_a_network_admits_each_once(phone, event, door):
    ayse, bora, cem = people = [_person(event, name) for name in ("Ayşe", "Bora", "Cem")]
    paper = sheet(_picture(ayse), foreign_code(_WIFI), _picture(bora))
    dark = [(inverted(_picture(bora)), 2), (None, 2), (inverted(_picture(cem)), 2), (None, 30)]
    one = _without_network(phone([(paper, 1)], name="paper"), door)
    other = _without_network(phone(dark, name="dark"), door)
    for page in (one, other):
        expect(page.locator("#recent li")).to_have_count(2)
        page.locator("video").evaluate("video => video.srcObject.getTracks()[0].stop()")
    for page in (other, one):
        comes_back(page)
    # On a slow machine the film begins again: who was let in is then told to be in already.
    told = [scan.registration_id for scan in ledger() if scan.told is Verdict.ADMITTED]
    assert sorted(told) == [ayse.id, bora.id, bora.id, cem.id]
    admitted = db.session.scalars(sa.select(Attendance.registration_id)).all()
    assert sorted(admitted) == [person.id for person in people]
    counts = checkpoint_counts(checkpoints_of(event)[0], as_of=datetime.now(UTC))
    # That Bora was let in twice is told to somebody who looks into it.
    assert (counts.admitted, counts.conflicts) == (3, 1)


def _next_of(page, steps):
    """What is read next after each step: the codes seen, the ms, and whether a verdict is shown."""
    return page.evaluate(
        """async (steps) => {
          const app = document.querySelector("script[src*='check_in/app.js']").src;
          const { Sightings } = await import(app.replace("app.js", "sightings.js"));
          const seen = new Sightings((code) => code.startsWith("M"));
          return steps.map(([codes, now, isShown]) => {
            seen.note(codes, now);
            const next = seen.next(now, isShown);
            if (next) seen.done(next, now);
            return next;
          });
        }""",
        steps,
    )


@pytest.mark.parametrize(
    ("steps", "read"),
    [
        # One in view: once, until it was out of sight for three seconds.
        ([(["M1"], 0), (["M1"], 2900), ([], 3000), (["M1"], 5800), (["M1"], 8900)], "1---1"),
        # Two that a weak decoder sees in turns: once each.
        ([(["M1"], 0), (["M2"], 300), (["M1"], 600), (["M2"], 900)], "12--"),
        # Beside the one that is shown: later. The next person's, once the last is gone: at once.
        ([(["M1"], 0), (["M1", "M2"], 100, True), (["M1", "M2"], 200)], "1-2"),
        ([(["M1"], 0), ([], 1200, True), (["M2"], 1300, True)], "1-2"),
        # A foreign one: after half a second and five frames more.
        ([(["w"], at) for at in (0, 90, 180, 270, 360, 450, 540, 630)], "------w-"),
        ([(["w"], at) for at in (0, 400, 800, 1200, 1600, 2000, 2400)], "-----w-"),
        # Never beside ours, or where it stays behind.
        ([(["w"], 0), (["w", "M1"], 400), (["w"], 1000), (["w"], 3500), (["w"], 6400)], "-1---"),
    ],
)
def test_each_code_in_view_is_read_once_in_its_turn(open_browser, live_server, steps, read):
    page = open_browser()
    page.goto(f"{live_server}/check-in/shell")
    found = _next_of(page, [[*step, False][:3] for step in steps])
    assert "".join((code or "-")[-1] for code in found) == read
