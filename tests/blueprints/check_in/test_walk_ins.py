import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import sqlalchemy as sa
import zxingcpp
from PIL import Image

from blueprints.base.notice import NOTICE_VERSION
from extensions import db, keys
from models.answers import RegistrationAnswer
from models.forms import AskedAt, QuestionKind
from models.letters import Letter
from models.users import Role, User
from tests import factories
from tests.blueprints.check_in.desks import WALK_IN, Desk, people, scans, todays_event
from tests.browser_of_pages import PageBrowser
from tests.factories import forms
from tests.statements import count_statements


@pytest.fixture
def desk(browser_of_pages):
    return Desk(browser_of_pages)


def test_one_form_registers_confirms_gives_a_ticket_and_admits(desk):
    answer = desk.comes()
    (person,) = people()
    assert (answer.status_code, answer.location) == (303, f"{desk.address}/desk/{person.id}")
    assert (person.status, person.source, person.institution) == (
        "confirmed",
        "door",
        "Gençlik Derneği",
    )
    assert (person.email, person.phone, person.consents, person.notice_version) == (
        None,
        None,
        [],
        NOTICE_VERSION,
    )
    (scan,) = scans()
    assert (scan.verdict, scan.user_id, scan.registration_id) == (
        "admitted",
        desk.staff.id,
        person.id,
    )
    assert not db.session.scalars(sa.select(Letter)).all()


def test_answer_shows_the_name_the_codes_and_what_to_do_next(desk):
    desk.comes()
    (person,) = people()
    page = desk.browser.get(f"{desk.address}/desk/{person.id}?lang=en")
    assert page.words("h1") == "Şükrü Iğdırlı"
    code = person.ticket.short_code
    assert f"{code[:4]}-{code[4:]}" in page.words("main") and "Admitted" in page.words("main")
    links = {link.text.strip(): link.attributes["href"] for link in page.all("a")}
    assert links["Register the next person"] == f"{desk.address}/walk-ins/new"
    assert f"{desk.address}/desk/{person.id}/badge.pdf" in links.values()


def test_picture_on_the_page_is_the_ticket(desk):
    desk.comes()
    (person,) = people()
    html = desk.browser.client.get(f"{desk.address}/desk/{person.id}").text
    size = int(re.search(r'viewBox="0 0 (\d+) \d+" role="img"', html)[1])
    picture = Image.new("L", (size, size), 255)
    for x, y in re.findall(r"M(\d+) (\d+)h1v1h-1z", html):
        picture.putpixel((int(x), int(y)), 0)
    (read,) = zxingcpp.read_barcodes(picture.resize((size * 6, size * 6), Image.Resampling.NEAREST))
    assert keys.tickets.verify(read.text).ticket_id == person.ticket.public_id


def test_permissions_and_address_are_kept_when_they_are_given(desk):
    desk.comes(email="sukru@example.org", phone="0532 123 45 67", photos="y", locale="en")
    (person,) = people()
    assert (person.email, person.phone, person.locale) == (
        "sukru@example.org",
        "+905321234567",
        "en",
    )
    assert [consent.purpose for consent in person.consents] == ["photos"]
    (letter,) = db.session.scalars(sa.select(Letter)).all()
    assert (letter.to_address, letter.locale) == ("sukru@example.org", "en")


def test_notice_is_shown_and_permissions_are_neither_ticked_nor_required(desk):
    page = desk.browser.get(f"{desk.address}/walk-ins/new")
    boxes = page.all("input", type="checkbox")
    assert {box.attributes["name"] for box in boxes} == {"future_events", "photos"}
    assert not any("checked" in box.attributes for box in boxes)
    assert page.all("a", href="/privacy")
    first = [e for e in page.all("input") if "autofocus" in e.attributes]
    assert [field.attributes["name"] for field in first] == ["given_name"]
    (institution,) = page.all("input", name="institution")
    assert institution.attributes["data-suggestions"] == "/institutions.json"


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("given_name", ""),
        ("family_name", "x" * 101),
        ("sector", ""),
        ("institution", ""),
        ("email", "x"),
        ("phone", "12"),
        ("given_name", "x" * 101),
        ("locale", "de"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field_and_kept(desk, field, typed):
    page = desk.refused(422, **{field: typed})
    assert page.all("p", id=f"{field}-error")
    assert not people()
    assert page.all("input", name="institution")[0].attributes["value"] == (
        "" if field == "institution" else "Gençlik Derneği"
    )


def test_questions_of_registration_are_not_asked_and_those_of_the_door_are(desk):
    forms.question(desk.event, label="Kayıtta zorunlu", required=True)
    at_door = forms.question(
        desk.event,
        QuestionKind.YES_NO,
        label="Gece kalıyor mu?",
        required=True,
        asked_at=AskedAt.DOOR,
    )
    page = desk.refused(422)
    assert "Gece kalıyor mu?" in page.words("main") and "Kayıtta zorunlu" not in page.words("main")
    assert desk.comes(**{f"q{at_door.id}": "yes"}).status_code == 303
    (answer,) = db.session.scalars(sa.select(RegistrationAnswer)).all()
    assert (answer.question_id, answer.number) == (at_door.id, 1)


def test_form_sent_twice_is_one_registration_and_one_reading(desk):
    page = desk.browser.get(f"{desk.address}/walk-ins/new")
    sent = {**page.form_values(), **WALK_IN}
    answers = [
        desk.browser.client.post(f"{desk.address}/walk-ins/new", data=sent) for _ in range(2)
    ]
    assert answers[0].location == answers[1].location
    assert (len(people()), len(scans())) == (1, 1)


def test_namesake_in_a_form_that_was_gone_back_to_is_not_taken_for_the_one_before(desk):
    address = f"{desk.address}/walk-ins/new"
    sent = {**desk.browser.get(address).form_values(), **WALK_IN}
    desk.browser.client.post(address, data=sent)
    answer = desk.browser.client.post(address, data={**sent, "institution": "Valilik"})
    (first,) = people()
    assert answer.status_code == 409 and first.institution in answer.text
    sent = {**sent, "institution": "Valilik", "namesakes": str(first.id)}
    desk.browser.client.post(address, data=sent)
    assert [person.institution for person in people()] == [WALK_IN["institution"], "Valilik"]
    assert len(scans()) == 2


@pytest.mark.race
def test_two_clicks_at_once_are_one_registration_and_one_reading(app, desk):
    address, staff_id = f"{desk.address}/walk-ins/new", desk.staff.id
    sent = {**desk.browser.get(address).form_values(), **WALK_IN}
    db.session.remove()

    def click(_number):
        with app.app_context():
            browser = PageBrowser(app.test_client())
            factories.sign_in(browser.client, db.session.get_one(User, staff_id))
            own = browser.get("/account").form_values()
            db.session.remove()  # each request has a transaction of its own in life
            answer = browser.client.post(address, data={**sent, **own})
            db.session.remove()
            return answer.status_code, answer.location

    with ThreadPoolExecutor(4) as clicks:
        answers = list(clicks.map(click, range(4)))
    assert len(set(answers)) == 1 and answers[0][0] == 303
    assert (len(people()), len(scans())) == (1, 1)


def test_somebody_of_the_same_name_is_pointed_out_before_a_second_row_is_made(desk):
    known = factories.registration(
        desk.event, given_name="Şükrü", family_name="İğdirli", institution="Valilik"
    )
    page = desk.refused(409, given_name="ŞÜKRÜ", family_name="iğdirli")
    assert "Valilik" in page.words("main") and len(people()) == 1
    assert page.all("form", action=f"{desk.address}/desk/{known.id}/admission")
    hidden = page.form_values()
    assert hidden["namesakes"] == str(known.id)


def test_somebody_else_of_the_same_name_is_registered_when_that_is_said(desk):
    known = factories.registration(desk.event, given_name="Şükrü", family_name="Iğdırlı")
    assert desk.comes(namesakes=str(known.id)).status_code == 303
    assert len(people()) == 2
    assert desk.comes(namesakes=str(known.id)).status_code == 409  # now there are two


def test_the_known_one_is_admitted_instead(desk):
    known = factories.registration(desk.event)
    answer = desk.admits(known)
    assert (answer.status_code, answer.location) == (303, f"{desk.address}/desk/{known.id}")
    assert [(scan.verdict, scan.registration_id) for scan in scans()] == [("admitted", known.id)]


@pytest.mark.parametrize("known", ["x", "2.x", "²", "9" * 5000, "-1"])
def test_what_the_page_never_sent_says_nothing_about_namesakes(desk, known):
    factories.registration(desk.event, given_name="Şükrü", family_name="Iğdırlı")
    assert desk.comes(namesakes=known).status_code == 409


def test_full_event_says_so_plainly(desk, browser_of_pages):
    full = Desk(browser_of_pages, capacity=1)
    full.comes()
    page = full.refused(409, family_name="Kaya", given_name="Ali")
    words = page.words("main").lower()
    assert "all places are taken" in words or "kontenjan doldu" in words
    assert "Yılmaz" not in page.words("main") and len(people()) == 1
    assert page.all("input", name="family_name")[0].attributes["value"] == "Kaya"
    assert not page.all("a", href=f"/organizer/events/{full.event.id}/places")


def test_organizer_at_a_full_desk_is_led_to_the_places(browser_of_pages):
    full = Desk(browser_of_pages, Role.PROVINCIAL_ORGANIZER, capacity=1)
    full.comes()
    page = full.refused(409, family_name="Kaya")
    assert page.all("a", href=f"/organizer/events/{full.event.id}/places")


def test_whoever_waits_is_told_that_they_have_no_ticket(browser_of_pages):
    full = Desk(browser_of_pages, capacity=1, waitlist=True)
    full.comes()
    answer = full.comes(family_name="Kaya")
    page = full.browser.get(f"{answer.location}?lang=en")
    assert "waiting list and has no ticket" in page.words("main")
    assert len(scans()) == 1 and not page.all("div", class_="ticket__qr")


def test_closed_door_gives_a_ticket_and_says_why_nobody_comes_in(desk):
    desk.door.closes_at = desk.event.starts_at
    db.session.commit()
    page = desk.browser.get(desk.comes().location + "?lang=en")
    assert "This check-in point is closed at this time." in page.words("main")
    assert people()[0].ticket


@pytest.mark.parametrize("draft", [True, False])
def test_no_walk_ins_before_the_days_of_the_event_or_without_its_publication(
    browser_of_pages, draft
):
    days = timedelta(0) if draft else timedelta(days=3)
    shown = todays_event()
    desk = Desk(
        browser_of_pages,
        draft=draft,
        starts_at=shown.starts_at + days,
        ends_at=shown.ends_at + days,
    )
    page = desk.browser.get(f"{desk.address}/walk-ins/new?lang=en")
    assert "on the days of a published event" in page.words("main")
    assert not page.all("input", name="given_name")
    assert desk.refused(409)
    assert not people()


@pytest.mark.parametrize("role", [Role.EVALUATOR, Role.MODERATOR, Role.VIEWER])
def test_roles_without_a_door_register_nobody(browser_of_pages, role):
    desk = Desk(browser_of_pages, role)
    for page in ("walk-ins/new", "desk", "arrivals", "ticks/new", "door-list.pdf"):
        assert desk.browser.client.get(f"{desk.address}/{page}").status_code == 403, page


def test_doors_and_people_of_another_province_or_event_are_not_found(browser_of_pages):
    desk = Desk(browser_of_pages)
    elsewhere, other = todays_event(province="06"), todays_event()
    stranger = factories.registration(other)
    away = f"/check-in/{db.session.scalar(sa.text(f'SELECT id FROM checkpoints WHERE event_id = {elsewhere.id}'))}"
    for page in ("walk-ins/new", "desk", "arrivals", "ticks/new", "door-list.pdf"):
        assert desk.browser.client.get(f"{away}/{page}").status_code == 404, page
    token = desk.browser.get("/account").form_values()
    for page in ("", "/badge.pdf"):
        assert (
            desk.browser.client.get(f"{desk.address}/desk/{stranger.id}{page}").status_code == 404
        )
    there = f"{desk.address}/desk/{stranger.id}/admission"
    assert desk.browser.client.post(there, data=token).status_code == 404
    for page in ("walk-ins/new", "ticks/new"):
        assert desk.browser.client.post(f"{away}/{page}", data=token).status_code == 404


@pytest.mark.parametrize("namesakes", [1, 3])
def test_registering_takes_the_same_statements_however_many_share_the_name(desk, namesakes):
    known = [
        factories.registration(
            desk.event, given_name="Şükrü", family_name="Iğdırlı", institution=f"K{n}"
        ).id
        for n in range(namesakes)
    ]
    sent = {
        **desk.browser.get(f"{desk.address}/walk-ins/new").form_values(),
        **WALK_IN,
        "namesakes": ".".join(map(str, known)),
    }
    db.session.remove()
    with count_statements() as statements:
        desk.browser.client.post(f"{desk.address}/walk-ins/new", data=sent)
    assert len(statements) == 17, statements
    assert len(people()) == namesakes + 1
