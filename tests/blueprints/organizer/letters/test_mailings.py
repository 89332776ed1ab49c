from dataclasses import replace

import pytest
import sqlalchemy as sa

from blueprints.organizer.letters.wordings import MAILINGS
from extensions import db
from lib.clock import utc_now
from models.letters import Letter, LetterKind, LetterStatus, Mailing
from models.registrations import Registration, RegistrationStatus
from models.sectors import Sector
from models.users import Role
from operations.events.events import change_event
from operations.events.stale_edits import details_of
from operations.letters.mailings import write_letters_of_mailings
from operations.registrations.entries import change_status
from tests import factories
from tests.factories import NOW
from tests.statements import count_statements

WORDS = {"subject": "Otobüs: {event}", "body": "Sayın {name}, otobüs 8.30'da.", "body_en": ""}


@pytest.fixture
def event(app):
    made = factories.event(title="Iğdır Günü")
    factories.registration(made, given_name="Işıl", sector=Sector.CSO)
    factories.registration(made, given_name="Ömer", sector=Sector.PUBLIC)
    factories.registration(made, given_name="Ağca", sector=Sector.PUBLIC, email=None)
    return made


@pytest.fixture
def browser(browser_of_pages):
    factories.sign_in(browser_of_pages.client, factories.user(email="duzenleyici@example.org"))
    return browser_of_pages


def free_letters():
    rows = sa.select(Letter).where(Letter.kind == LetterKind.MESSAGE)
    return list(db.session.scalars(rows.order_by(Letter.id)))


def write_all():
    while write_letters_of_mailings(at=NOW):
        db.session.commit()


def test_a_letter_goes_to_exactly_those_of_the_list_as_it_is_filtered(browser, event):
    base = f"/organizer/events/{event.id}/mailings"
    form = browser.get(f"{base}/new?sector=public")
    assert "2" in form.all("div", class_="notice notice--info")[0].text
    typed = {**form.form_values(), **WORDS}
    preview = browser._read(browser.client.post(f"{base}/preview?sector=public", data=typed), 200)
    assert "Sayın Ömer" in preview.all("pre")[0].text
    assert len(preview.all("pre")) == 1
    answer = browser.client.post(f"{base}?sector=public", data=preview.form_values() | typed)
    again = browser.client.post(f"{base}?sector=public", data=preview.form_values() | typed)
    assert (answer.status_code, again.status_code) == (303, 303)
    write_all()
    assert [letter.to_name.split()[0] for letter in free_letters()] == ["Ömer"]
    [mailing] = db.session.scalars(sa.select(Mailing))
    assert (mailing.people, mailing.filter) == (2, {"sector": "public"})
    page = browser.get(answer.location)
    assert "Otobüs: {event}" in page.all("h1")[0].text


def test_who_would_write_to_people_who_have_left_is_told_so_beforehand(browser, event):
    base = f"/organizer/events/{event.id}/mailings/new"
    assert browser.get(base).all("div", class_="notice notice--warning") == []
    change_status(
        factories.registration(event), RegistrationStatus.CANCELLED, at=NOW, by=factories.user()
    )
    db.session.commit()
    [warning] = browser.get(base).all("div", class_="notice notice--warning")
    assert "1" in warning.text
    assert browser.get(f"{base}?status=confirmed").all("div", class_="notice notice--warning") == []


def test_what_was_typed_survives_a_refusal_and_the_way_back(browser, event):
    base = f"/organizer/events/{event.id}/mailings"
    hidden = browser.get(f"{base}/new").form_values()
    refused = browser._read(
        browser.client.post(f"{base}/preview", data={**hidden, **WORDS, "body": "{x} kaldı"}), 422
    )
    assert refused.all("textarea", name="body")[0].text.strip() == "{x} kaldı"
    back = browser._read(browser.client.post(f"{base}/new", data={**hidden, **WORDS}), 200)
    assert back.all("textarea", name="body")[0].text.strip() == WORDS["body"]
    assert free_letters() == []


def test_a_test_letter_goes_to_the_organizer_alone(browser, event):
    base = f"/organizer/events/{event.id}/mailings"
    hidden = browser.get(f"{base}/new").form_values()
    answer = browser.client.post(f"{base}/test-letters?in=tr", data={**hidden, **WORDS})
    assert answer.status_code == 200
    [letter] = free_letters()
    assert (letter.to_address, letter.registration_id) == ("duzenleyici@example.org", None)
    assert db.session.scalars(sa.select(Mailing)).all() == []


def test_a_mailing_is_stopped_from_its_page(browser, event):
    base = f"/organizer/events/{event.id}/mailings"
    hidden = browser.get(f"{base}/new").form_values()
    page = browser.client.post(base, data={**hidden, **WORDS}).location
    write_letters_of_mailings(at=NOW)
    db.session.commit()
    token = browser.get(page).form_values()
    assert browser.client.post(f"{page}/stop", data=token).status_code == 303
    assert {letter.status for letter in free_letters()} == {LetterStatus.WITHDRAWN}
    browser.get(page)


def test_many_mailings_are_listed_by_pages_the_latest_first(browser, event):
    browser.get(f"/organizer/events/{event.id}/letters")  # without any
    subjects = [f"Mektup {number}" for number in range(MAILINGS + 1)]
    db.session.add_all(
        Mailing(event_id=event.id, once_key=subject, subject=subject, created_at=NOW)
        for subject in subjects
    )
    db.session.commit()
    address, seen = f"/organizer/events/{event.id}/letters", []
    while address:
        page = browser.get(address)
        listed = [a.text for a in page.all("a") if a.text.startswith("Mektup")]
        seen.append(listed)
        address = next((a.attributes["href"] for a in page.all("a", rel="next")), None)
    assert seen == [subjects[:0:-1], subjects[:1]]


def test_progress_takes_the_same_statements_however_many_letters(browser, event):
    base = f"/organizer/events/{event.id}/mailings"
    hidden = browser.get(f"{base}/new").form_values()
    page = browser.client.post(base, data={**hidden, **WORDS}).location
    counts = []
    for _ in range(2):
        db.session.remove()
        with count_statements() as seen:
            browser.get(page)
        counts.append(len(seen))
        write_all()
    assert counts == [3, 3]


def test_people_are_told_of_a_change_once(browser, event):
    overview = f"/organizer/events/{event.id}"
    token = browser.get(overview).form_values()
    for _click in range(2):
        answer = browser.client.post(f"{overview}/change-letters", data=token)
        assert answer.status_code == 303
    write_all()
    rows = sa.select(Letter).where(Letter.kind == LetterKind.REGISTRATION_CHANGED)
    assert len(db.session.scalars(rows).all()) == 2


@pytest.mark.parametrize("role", [Role.VIEWER, Role.EVALUATOR, Role.MODERATOR])
def test_only_who_manages_registrations_writes_to_people(browser_of_pages, event, role):
    factories.sign_in(browser_of_pages.client, factories.user(role))
    answer = browser_of_pages.client.get(f"/organizer/events/{event.id}/mailings/new")
    assert answer.status_code == 403


def test_another_provinces_mailings_do_not_exist(browser, event):
    base = f"/organizer/events/{event.id}/mailings"
    hidden = browser.get(f"{base}/new").form_values()
    page = browser.client.post(base, data={**hidden, **WORDS}).location
    factories.sign_in(browser.client, factories.user(Role.PROVINCIAL_ORGANIZER, province="06"))
    assert browser.client.get(page).status_code == 404
    assert browser.client.get(f"{base}/new").status_code == 404


@pytest.mark.parametrize(
    ("changed", "asks"), [({"venue": "Iğdır Kültür Merkezi"}, True), ({"title": "Gün"}, False)]
)
def test_a_save_that_moves_the_event_asks_whether_to_tell_the_people(browser, event, changed, asks):
    page = f"/organizer/events/{event.id}/edit"
    form = browser.get(page)
    typed = {
        e.attributes["name"]: e.attributes.get("value", "")
        for e in form.all("input")
        if e.attributes.get("type") not in ("checkbox", "radio") and "name" in e.attributes
    }
    picked = {"kind": event.kind.value, "province": "19", "timezone": event.timezone}
    answer = browser.client.post(page, data={**typed, **picked, **changed})
    assert answer.status_code == 303, answer.text
    shown = browser.get(answer.location)
    assert bool(shown.all("h2", id="moved")) is asks


def test_a_letter_previewed_for_three_goes_to_those_three(browser):
    event = factories.event(capacity=3, waitlist=True)
    three = [factories.registration(event).id for _ in range(3)]
    base = f"/organizer/events/{event.id}/mailings"
    typed = {**browser.get(f"{base}/new?status=confirmed").form_values(), **WORDS}
    preview = browser._read(
        browser.client.post(f"{base}/preview?status=confirmed", data=typed), 200
    )
    gone, back = (db.session.get_one(Registration, number) for number in three[:2])
    waiting = factories.registration(event, email="sonra@example.org")
    change_status(gone, RegistrationStatus.CANCELLED, at=utc_now(), by=None)
    change_status(back, RegistrationStatus.WAITLISTED, at=utc_now(), by=factories.user())
    change_status(waiting, RegistrationStatus.CONFIRMED, at=utc_now(), by=factories.user())
    db.session.commit()
    shown = preview.form_values()
    assert browser.client.post(f"{base}?status=confirmed", data=shown).status_code == 303
    write_all()
    # Who has left the list meanwhile is not written to; who has another status by now is.
    assert {letter.registration_id for letter in free_letters()} == set(three[1:])


def test_a_change_stands_on_the_overview_until_dismissed_whoever_made_it(browser, event):
    overview = f"/organizer/events/{event.id}"
    details = replace(details_of(event), venue="Iğdır Kültür Merkezi")
    change_event(event, details, by=factories.user(), at=utc_now())
    db.session.commit()
    for _visit in range(2):
        assert browser.get(overview).all("h2", id="moved")
    token = browser.get(overview).form_values()
    answer = browser.client.post(f"{overview}/change-letters/dismissal", data=token)
    assert answer.status_code == 303
    assert not browser.get(overview).all("h2", id="moved")
    write_all()
    rows = sa.select(Letter).where(Letter.kind == LetterKind.REGISTRATION_CHANGED)
    assert db.session.scalars(rows).all() == []
