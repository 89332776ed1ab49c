from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from extensions import db
from letters.compose import enqueue, time_text
from models.letters import Letter, LetterKind
from operations.base.tickets import issue_ticket
from tests import factories
from tests.factories import NOW

START = datetime(2027, 3, 12, 7, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("locale", "hours", "zone", "expected"),
    [
        ("tr", 7, "Europe/Istanbul", "12 Mart 2027 Cuma, 10.00–17.00"),
        ("en", 7, "Europe/Istanbul", "Friday 12 March 2027, 10:00–17:00"),
        ("en", 7, "Europe/Berlin", "Friday 12 March 2027, 08:00–15:00 (Berlin time)"),
        (
            "tr",
            55,
            "Europe/Istanbul",
            "12 Mart 2027 Cuma, 10.00 – 14 Mart 2027 Pazar, 17.00",
        ),
    ],
)
def test_times_are_those_of_the_events_place(app, locale, hours, zone, expected):
    ends_at = START + timedelta(hours=hours)
    event = factories.event(starts_at=START, ends_at=ends_at, timezone=zone)
    assert time_text(event, locale) == expected


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("", "Çorum Devlet Tiyatro Salonu, Çorum"),
        ("Gazi Cad. 1, Çorum", "Çorum Devlet Tiyatro Salonu, Gazi Cad. 1, Çorum"),
    ],
)
def test_the_province_is_not_said_twice(app, address, expected):
    assert factories.event(address=address).place == expected


def test_letters_of_one_moment_have_numbers_of_their_own(app):
    person = factories.registration(factories.event(), email=None)
    person.email = "isil@example.org"
    issue_ticket(person, at=NOW)
    for _ in range(3):
        enqueue(LetterKind.REGISTRATION_CONFIRMED, person, at=NOW)
    db.session.flush()
    numbers = db.session.scalars(sa.select(Letter.message_id)).all()
    assert len(set(numbers)) == 3


def test_a_letter_speaks_the_persons_language_whatever_page_it_was_written_from(app):
    event = factories.event(title="Çorum Günü", title_en="Çorum Day")
    with app.test_request_context("/?lang=tr"):
        person = factories.registration(event, locale="en")
    [letter] = db.session.scalars(sa.select(Letter).where(Letter.registration_id == person.id))
    assert letter.subject == "Your place is confirmed: Çorum Day"
    assert "Dear Işıl Çağlar" in letter.text


def test_a_name_is_text_in_html_and_itself_in_plain_text(app):
    event = factories.event(title="<b>Gün & gece</b>")
    factories.registration(event, given_name="<i>Işıl</i>")
    [letter] = db.session.scalars(sa.select(Letter))
    assert "<i>Işıl</i>" in letter.text
    assert "&lt;i&gt;Işıl&lt;/i&gt;" in letter.html
    assert "<b>" not in letter.html
