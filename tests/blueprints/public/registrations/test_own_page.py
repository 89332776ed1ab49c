"""What people do with the link to their own page, and what is refused, in both languages."""

import json
from datetime import UTC, datetime, timedelta

import icalendar
import pytest
import sqlalchemy as sa

from extensions import db
from letters.compose import enqueue, registration_token
from models.letters import Letter, LetterKind, LetterStatus
from models.places import Quota, QuotaScope
from models.registrations import Consent, ConsentPurpose, Registration, RegistrationStatus
from models.sectors import Sector
from operations.events.agenda import SessionDetails, add_session
from tests import factories
from tests.statements import count_statements

S = RegistrationStatus
HOUR = timedelta(hours=1)


def page_of(registration):
    return f"/registrations/{registration_token(registration)}"


def closed(**details):
    """An event whose people could change things until a minute ago."""
    return factories.event(changes_close_at=datetime.now(UTC) - timedelta(minutes=1), **details)


def session(event, title, *, hour=0, hours=1, places=None):
    starts_at = event.starts_at + hour * HOUR
    made = add_session(
        event,
        SessionDetails(
            title=title,
            title_en=f"{title} (en)",
            starts_at=starts_at,
            ends_at=starts_at + hours * HOUR,
        ),
        by=None,
        at=factories.NOW,
    )
    made.chosen = True
    if places is not None:
        made.places = Quota(event_id=event.id, scope=QuotaScope.SESSION, capacity=places, taken=0)
    db.session.commit()
    db.session.expire_all()
    return made


def send(browser, registration, below, data=None, *, lang="en", page=""):
    address = page_of(registration)
    return browser.submit(f"{address}{below}?lang={lang}", data or {}, page=f"{address}{page}")


def read(browser, answer, status):
    return browser._read(answer, status)


def taken(made):
    db.session.rollback()
    return db.session.scalar(sa.select(Quota.taken).where(Quota.session_id == made.id))


def test_who_cannot_be_written_to_reads_it_on_their_page(browser_of_pages):
    registration = factories.registration(factories.event())
    enqueue(LetterKind.REGISTRATION_CONFIRMED, registration, at=factories.NOW)

    def is_said() -> bool:
        db.session.commit()
        page = browser_of_pages.get(f"{page_of(registration)}?lang=en")
        return f"email to {registration.email} could not be delivered" in page.words()

    assert not is_said()
    db.session.execute(sa.update(Letter).values(status=LetterStatus.FAILED))
    assert is_said()
    registration.email = "another@example.org"
    assert not is_said()
    db.session.execute(sa.update(Letter).values(to_address=registration.email))
    assert is_said()
    db.session.execute(sa.update(Letter).values(status=LetterStatus.SENT))
    assert not is_said()


@pytest.mark.parametrize(
    ("lang", "words"),
    [("en", "The time for changes is over"), ("tr", "Değişiklik süresi doldu")],
)
@pytest.mark.parametrize("below", ["/cancellation", "/transfer", "/sessions"])
def test_after_the_deadline_nothing_changes_and_the_page_says_whom_to_write_to(
    browser_of_pages, below, lang, words
):
    event = closed(transferable=True)
    session(event, "Atölye")
    registration = factories.registration(event)
    filled = {
        "given_name": "Ali",
        "family_name": "Can",
        "email": "ali@example.org",
        "sector": "cso",
        "institution": "Dernek",
        "province": "19",
        "locale": "tr",
    }
    page = read(
        browser_of_pages, send(browser_of_pages, registration, below, filled, lang=lang), 409
    )
    assert page.words("h1") == words
    assert "meydan@example.org" in page.words("main")
    db.session.refresh(registration)
    assert registration.is_confirmed


def test_after_the_deadline_the_page_offers_no_changes_but_corrections(browser_of_pages):
    registration = factories.registration(closed(transferable=True))
    page = browser_of_pages.get(f"{page_of(registration)}?lang=en")
    links = {a.attributes["href"].rpartition("/")[2] for a in page.all("a")}
    forms = {f.attributes["action"].rpartition("/")[2] for f in page.all("form")}
    assert "details" in links and not {"transfer", "sessions"} & links
    assert "cancellation" not in forms
    assert "The time to make changes here yourself ended on" in page.words("main")
    assert "meydan@example.org" in page.words("main")


def test_once_the_event_has_begun_the_page_says_so_and_whom_to_write_to(browser_of_pages):
    begun = factories.event(starts_at=datetime.now(UTC) - HOUR, ends_at=datetime.now(UTC) + HOUR)
    page = browser_of_pages.get(f"{page_of(factories.registration(begun))}?lang=en")
    assert "The event has begun. If you cannot come," in page.words("main")


def test_the_address_to_which_the_ticket_went_is_one_word(browser_of_pages):
    registration = factories.registration(factories.event(), email="ayse-nur@example.org")
    page = browser_of_pages.get(f"{page_of(registration)}?lang=en")
    assert {e.text for e in page.all("span", class_="whole")} == {"ayse-nur@example.org"}
    assert "We have also sent it to ayse-nur@example.org." in page.words("main")


def test_a_ticket_names_no_town_twice_and_a_foreign_country_once(browser_of_pages):
    at_home = factories.event(address="Merkez, Çorum")
    abroad = factories.event(province=None, country="AT", venue="Viyana")
    for event, place in (
        (at_home, "Çorum Devlet Tiyatro Salonu, Merkez, Çorum"),
        (abroad, "Viyana, Austria"),
    ):
        registration = factories.registration(event)
        page = browser_of_pages.get(f"{page_of(registration)}?lang=en")
        assert place in [words.text for words in page.all("dd")]


def test_who_cancels_may_say_why(browser_of_pages):
    registration = factories.registration(factories.event())
    answer = send(browser_of_pages, registration, "/cancellation", {"reason": " Grip  oldum "})
    assert answer.status_code == 303
    db.session.refresh(registration)
    assert (registration.status, registration.status_reason) == (S.CANCELLED, "Grip oldum")


def test_a_reason_that_is_too_long_is_refused_and_kept(browser_of_pages):
    registration = factories.registration(factories.event())
    page = read(
        browser_of_pages,
        send(browser_of_pages, registration, "/cancellation", {"reason": "x" * 501}),
        422,
    )
    assert page.all("textarea", id="reason")[0].text.strip() == "x" * 501
    assert page.all("details", open="")
    db.session.refresh(registration)
    assert registration.is_confirmed


def test_consents_are_given_and_taken_back_one_by_one(browser_of_pages):
    registration = factories.registration(factories.event())

    def counting():
        db.session.rollback()
        rows = db.session.scalars(sa.select(Consent).where(Consent.withdrawn_at.is_(None)))
        return [consent.purpose for consent in rows]

    for below, purpose, left in (
        ("", "photos", [ConsentPurpose.PHOTOS]),
        ("", "photos", [ConsentPurpose.PHOTOS]),
        ("/withdrawal", "future_events", [ConsentPurpose.PHOTOS]),
        ("/withdrawal", "photos", []),
        ("", "photos", [ConsentPurpose.PHOTOS]),
    ):
        answer = send(browser_of_pages, registration, f"/consents{below}", {"purpose": purpose})
        assert answer.status_code == 303
        assert counting() == left
    answer = send(browser_of_pages, registration, "/consents", {"purpose": "anything"})
    assert answer.status_code == 400


def test_sessions_are_chosen_and_changed_and_their_places_follow(browser_of_pages):
    event = factories.event()
    first, second = (
        session(event, "Atölye A", places=2),
        session(event, "Atölye B", hour=1, places=2),
    )
    registration = factories.registration(event)
    for chosen, counts in (
        ([first, second], (1, 1)),
        ([second], (0, 1)),
        ([], (0, 0)),
        ([first], (1, 0)),
    ):
        sent = {"sessions": [str(s.id) for s in chosen]}
        answer = send(browser_of_pages, registration, "/sessions", sent, page="/sessions")
        assert answer.status_code == 303
        assert (taken(first), taken(second)) == counts
    page = browser_of_pages.get(f"{page_of(registration)}?lang=en")
    assert "Atölye A (en)" in page.words("main") and "Atölye B" not in page.words("main")


@pytest.mark.parametrize("lang", ["en", "tr"])
def test_a_session_that_is_full_says_so_and_the_old_choice_stays(browser_of_pages, lang):
    event = factories.event()
    full, other = session(event, "Dolu", places=1), session(event, "Boş", hour=1, places=1)
    first, second = factories.registration(event), factories.registration(event)
    for registration, chosen in ((first, full), (second, other)):
        send(
            browser_of_pages,
            registration,
            "/sessions",
            {"sessions": [str(chosen.id)]},
            page="/sessions",
        )
    sent = {"sessions": [str(full.id), str(other.id)]}
    answer = send(browser_of_pages, second, "/sessions", sent, page="/sessions", lang=lang)
    page = read(browser_of_pages, answer, 409)
    assert "Dolu" in page.all("p", id="sessions-error")[0].text
    assert [
        e.attributes["value"]
        for e in page.all("input", type="checkbox")
        if "checked" in e.attributes
    ] == sent["sessions"]
    assert (taken(full), taken(other)) == (1, 1)


@pytest.mark.parametrize("lang", ["en", "tr"])
def test_two_sessions_at_the_same_time_are_refused_and_one_after_the_other_is_not(
    browser_of_pages, lang
):
    event = factories.event()
    long = session(event, "Uzun", hours=2)
    inside, after = session(event, "Kısa", hour=1), session(event, "Sonra", hour=2)
    registration = factories.registration(event)
    sent = {"sessions": [str(long.id), str(inside.id)]}
    answer = send(browser_of_pages, registration, "/sessions", sent, page="/sessions", lang=lang)
    error = read(browser_of_pages, answer, 422).all("p", id="sessions-error")[0].text
    assert "Uzun" in error and "Kısa" in error
    sent = {"sessions": [str(long.id), str(after.id)]}
    assert (
        send(browser_of_pages, registration, "/sessions", sent, page="/sessions").status_code == 303
    )


@pytest.mark.parametrize("sent", ["x", "999999", "-1", "9" * 5000])
def test_a_session_that_is_not_offered_is_refused(browser_of_pages, sent):
    event = factories.event()
    session(event, "Atölye")
    registration = factories.registration(event)
    answer = send(
        browser_of_pages, registration, "/sessions", {"sessions": [sent]}, page="/sessions"
    )
    read(browser_of_pages, answer, 422)


def test_an_event_without_such_sessions_has_no_page_for_them(browser_of_pages):
    registration = factories.registration(factories.event())
    browser_of_pages.get(f"{page_of(registration)}/sessions", status=404)


def test_the_calendar_holds_the_event_and_the_chosen_sessions(app, browser_of_pages):
    event = factories.event()
    chosen, _other = session(event, "Atölye"), session(event, "Başka", hour=1)
    registration = factories.registration(event)
    send(
        browser_of_pages,
        registration,
        "/sessions",
        {"sessions": [str(chosen.id)]},
        page="/sessions",
    )
    answer = app.test_client().get(f"{page_of(registration)}/calendar.ics?lang=tr")
    entries = icalendar.Calendar.from_ical(answer.data).walk("VEVENT")
    assert [str(entry["summary"]) for entry in entries] == [event.title, "Atölye"]
    assert entries[1]["dtstart"].dt == chosen.starts_at.replace(microsecond=0)


TO = {
    "given_name": "Şükrü",
    "family_name": "Ilgın",
    "email": "sukru@example.org",
    "sector": "cso",
    "institution": "Iğdır Gençlik Derneği",
    "province": "76",
    "locale": "tr",
}


def test_a_place_is_passed_on_and_the_old_ticket_is_gone(browser_of_pages):
    registration = factories.registration(factories.event(transferable=True, capacity=1))
    answer = send(browser_of_pages, registration, "/transfer", TO, page="/transfer")
    assert answer.location == page_of(registration)
    again = browser_of_pages.client.get(f"{page_of(registration)}/ticket.png")
    assert again.status_code == 404
    words = browser_of_pages.get(f"{page_of(registration)}?lang=en").words("main")
    assert "Your registration is cancelled" in words
    new = db.session.scalars(sa.select(Registration).order_by(Registration.id.desc())).first()
    assert (new.name, new.status, new.awaits_completion) == ("Şükrü Ilgın", S.CONFIRMED, True)


def test_a_second_click_on_passing_on_makes_no_second_person(browser_of_pages):
    registration = factories.registration(factories.event(transferable=True))
    address = f"{page_of(registration)}/transfer"
    hidden = browser_of_pages.get(address).form_values()
    answers = [browser_of_pages.client.post(address, data={**hidden, **TO}) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [303, 303]
    assert db.session.scalar(sa.select(sa.func.count(Registration.id))) == 2


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"email": ""}, "email"),
        ({"given_name": ""}, "given_name"),
        ({"province": ""}, "province"),
        ({"sector": ""}, "sector"),
        ({"institution": " "}, "institution"),
    ],
)
def test_what_is_missing_of_the_new_person_is_said_at_its_field(browser_of_pages, changes, field):
    registration = factories.registration(factories.event(transferable=True))
    answer = send(browser_of_pages, registration, "/transfer", {**TO, **changes}, page="/transfer")
    page = read(browser_of_pages, answer, 422)
    assert page.all("p", id=f"{field}-error")
    db.session.refresh(registration)
    assert registration.is_confirmed


def test_nobody_passes_the_place_on_to_themselves_but_to_who_shares_the_address(browser_of_pages):
    registration = factories.registration(factories.event(transferable=True), email=TO["email"])
    own = {"given_name": registration.given_name, "family_name": registration.family_name}
    answer = send(browser_of_pages, registration, "/transfer", {**TO, **own}, page="/transfer")
    assert read(browser_of_pages, answer, 422).all("p", id="given_name-error")
    assert (
        send(browser_of_pages, registration, "/transfer", TO, page="/transfer").status_code == 303
    )


@pytest.mark.parametrize(("lang", "words"), [("en", "No place is left"), ("tr", "yer kalmadı")])
def test_another_side_without_a_place_is_told_at_the_side(browser_of_pages, lang, words):
    event = factories.event(transferable=True)
    db.session.add(
        Quota(event_id=event.id, scope=QuotaScope.SECTOR, sector=Sector.PUBLIC, capacity=0)
    )
    db.session.commit()
    db.session.expire_all()
    registration = factories.registration(event)
    sent = {**TO, "sector": "public"}
    answer = send(browser_of_pages, registration, "/transfer", sent, page="/transfer", lang=lang)
    page = read(browser_of_pages, answer, 409)
    assert words in page.all("p", id="sector-error")[0].text
    db.session.refresh(registration)
    assert registration.is_confirmed


def test_an_event_that_does_not_allow_it_has_no_such_page(browser_of_pages):
    registration = factories.registration(factories.event())
    browser_of_pages.get(f"{page_of(registration)}/transfer", status=404)
    assert "transfer" not in browser_of_pages.client.get(page_of(registration)).text


def test_the_file_of_ones_own_data_holds_everything(app, browser_of_pages):
    event = factories.event(title="Gün")
    chosen = session(event, "Atölye")
    registration = factories.registration(event, given_name="Işıl")
    send(
        browser_of_pages,
        registration,
        "/sessions",
        {"sessions": [str(chosen.id)]},
        page="/sessions",
    )
    send(browser_of_pages, registration, "/consents", {"purpose": "photos"})
    answer = app.test_client().get(f"{page_of(registration)}/data.json?lang=tr")
    assert "attachment" in answer.headers["Content-Disposition"]
    told = json.loads(answer.data)
    assert told["registration"]["given_name"] == "Işıl"
    assert told["registration"]["email"] == registration.email
    assert (told["event"]["title"], told["sessions"]) == ("Gün", ["Atölye"])
    assert [consent["purpose"] for consent in told["consents"]] == ["photos"]
    assert len(told["letters"]) == 2 and told["scans"] == [] and told["answers"] == []
    assert "Işıl".encode() in answer.data


def test_the_page_asks_the_same_of_the_database_for_much_as_for_little(browser_of_pages):
    event = factories.event()
    registration = factories.registration(event)
    for number in range(3):
        made = session(event, f"Atölye {number}", hour=number, places=5)
        registration.chosen_sessions.append(made)
        db.session.commit()
        db.session.remove()
        registration = db.session.get_one(Registration, registration.id)
        event = registration.event
        address = page_of(registration)
        db.session.remove()
        with count_statements() as seen:
            browser_of_pages.get(address)
        if number == 0:
            first = len(seen)
        assert len(seen) == first <= 9, seen
        registration = db.session.get_one(Registration, registration.id)
        event = registration.event


def test_a_plain_page_asks_the_database_twice(browser_of_pages):
    """Whom the link is for, and what else there is: nothing."""
    address = page_of(factories.registration(factories.event()))
    db.session.remove()
    browser_of_pages.get(address)
    with count_statements() as seen:
        browser_of_pages.get(address)
    assert len(seen) == 2, seen
