"""The page of a wave: links, invitations, reminders, and the open link's address."""

import csv
from io import StringIO
from urllib.parse import unquote

import pytest
import sqlalchemy as sa

from extensions import db
from lib.clock import utc_now
from models.feedback import FeedbackInvitation, Right, Wave, WaveLink
from models.letters import Letter, LetterKind
from operations.feedback.closing import close_wave
from operations.feedback.taking import GivenAnswers, take_answers
from tests import factories
from tests.factories import surveys


@pytest.fixture
def browser(browser_of_pages):
    factories.sign_in(browser_of_pages.client, factories.user())
    browser_of_pages.client.get("/?lang=en")
    return browser_of_pages


@pytest.fixture
def wave(app):
    return surveys.wave(surveys.survey())


def page_of(wave: Wave) -> str:
    return f"/organizer/surveys/{wave.form.survey_id}/waves/{wave.id}"


def count_of(table) -> int:
    return db.session.scalar(sa.select(sa.func.count()).select_from(table))


def links(browser, wave, count):
    data = {**browser.get(page_of(wave)).form_values(), "count": count}
    return browser._read(browser.client.post(f"{page_of(wave)}/rights", data=data), 200)


def test_links_are_shown_once_as_a_list_and_as_a_file(browser, wave):
    page = links(browser, wave, 3)
    shown = page.all("textarea")[0].text.split()
    assert len(set(shown)) == count_of(Right) == 3
    [saved] = [link for link in page.all("a") if "download" in link.attributes]
    rows = list(csv.reader(StringIO(unquote(saved.attributes["href"].partition(",")[2]))))
    assert rows == [["link"], *([each] for each in shown)]
    again = browser.client.get(page_of(wave)).text
    assert not [each for each in shown if each in again]


def test_links_are_printed_as_cards(browser, wave):
    page = links(browser, wave, 3)
    shown = page.all("textarea")[0].text
    data = {**page.form_values(), "addresses": shown}
    answered = browser.client.post(f"{page_of(wave)}/cards", data=data)
    assert answered.mimetype == "application/pdf"
    assert answered.headers["Cache-Control"] == "no-store"
    assert answered.data.startswith(b"%PDF-")
    foreign = links(browser, surveys.wave(surveys.survey()), 1).all("textarea")[0].text
    for addresses in (foreign, "https://example.org/feedback/abc", ""):
        data = {**data, "addresses": addresses}
        assert browser.client.post(f"{page_of(wave)}/cards", data=data).status_code == 400


def test_no_wrong_number_of_links_is_made(browser, wave):
    hidden = browser.get(page_of(wave)).form_values()
    for count in ("0", "501", "viele", ""):
        answered = browser.client.post(f"{page_of(wave)}/rights", data={**hidden, "count": count})
        assert browser._read(answered, 422).all("div", class_="error-summary")
    assert count_of(Right) == 0


def invite(browser, wave, addresses, *, status=303):
    data = {**browser.get(page_of(wave)).form_values(), "locale": "tr", "addresses": addresses}
    answered = browser.client.post(f"{page_of(wave)}/invitations", data=data)
    assert answered.status_code == status
    return browser.get(page_of(wave)) if status == 303 else browser._read(answered, status)


def test_addresses_are_invited_each_once(browser, wave):
    page = invite(browser, wave, "ayse@example.org\n\nAli <Ali@Example.org>; ayse@example.org\n")
    assert "2 people are invited." in page.words("main")
    page = invite(browser, wave, "ali@example.org, veli@example.org")
    assert "1 person is invited. 1 had been invited before." in page.words("main")
    emails = db.session.scalars(sa.select(FeedbackInvitation.email))
    assert sorted(emails) == ["ali@example.org", "ayse@example.org", "veli@example.org"]
    written = sa.select(Letter).where(Letter.kind == LetterKind.SURVEY_INVITED)
    assert len(db.session.scalars(written).all()) == 3


def test_faulty_addresses_are_named_by_their_lines_and_nobody_is_invited(browser, wave):
    page = invite(browser, wave, "ayse@example.org\nali@\nveli example.org", status=422)
    said = page.all("p", id="addresses-error")[0].text
    assert "line 2: “ali@”; line 3: “veli example.org”" in said
    assert count_of(FeedbackInvitation) == 0


def test_a_closed_wave_invites_nobody(browser, wave):
    hidden = browser.get(page_of(wave)).form_values()
    close_wave(wave, by=None, at=factories.NOW)
    db.session.commit()
    for path, given in (("rights", {"count": 2}), ("invitations", {"addresses": "a@example.org"})):
        data = {**hidden, **given, "locale": "tr"}
        assert browser.client.post(f"{page_of(wave)}/{path}", data=data).status_code == 409
    assert count_of(Right) == 0


def answer(wave: Wave, right: int) -> None:
    take_answers(wave, [], GivenAnswers(), right=right, nonce=f"n{right}", at=utc_now())
    db.session.commit()


def test_a_reminder_waits_until_five_have_answered_and_five_have_not(browser, wave):
    invite(browser, wave, "\n".join(f"person{number}@example.org" for number in range(10)))
    rights = list(db.session.scalars(sa.select(Right.id)))
    for right in rights[:4]:
        answer(wave, right)
    refused = browser.submit(f"{page_of(wave)}/reminders", {}, page=page_of(wave))
    page = browser.get(refused.location)
    assert "Nobody is reminded yet" in page.words("main")
    assert "A reminder can be sent once at least 5" in page.words("main")
    answer(wave, rights[4])
    assert page_of(wave) + "/reminders" in [
        form.attributes.get("action") for form in browser.get(page_of(wave)).all("form")
    ]
    browser.submit(f"{page_of(wave)}/reminders", {}, page=page_of(wave))
    written = sa.select(Letter).where(Letter.kind == LetterKind.FEEDBACK_REMINDED)
    assert len(db.session.scalars(written).all()) == 5
    assert "One reminder is enough" in browser.get(page_of(wave)).words("main")


def test_after_closing_the_rates_of_large_groups_are_shown(browser, wave):
    rates = {"sector": {"cso": [10, 6], "public": [10, 5], "academia": [9, 0]}, "province": {}}
    wave.closed_at, wave.settled, wave.rates = utc_now(), True, rates
    db.session.commit()
    [table] = browser.get(page_of(wave)).all("table")
    words = " ".join(table.text.split())
    assert "Civil society organisation 10 6 60%" in words
    assert "Public institution 10 5 50%" in words
    assert "University" not in words


def test_an_open_link_is_shown_with_its_picture(browser):
    wave = surveys.wave(surveys.survey(), link=WaveLink.OPEN)
    page = browser.get(page_of(wave))
    assert f"/surveys/{wave.survey.slug}" in page.words("main")
    assert "QR code of the survey’s address" in page.words("main")


def test_a_wave_belongs_to_its_survey_alone(browser, wave):
    other = surveys.survey()
    browser.get(f"/organizer/surveys/{other.id}/waves/{wave.id}", status=404)
