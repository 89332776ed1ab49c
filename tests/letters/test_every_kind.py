"""Every letter in both languages: posted to a real server, with nothing left to fill in."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from commands.work import Worker, send_letters
from extensions import db
from letters.compose import enqueue
from letters.examples import enqueue_example
from letters.wordings import WORDABLE, Words, our_words, placeholders_of
from models.letters import Letter, LetterKind, LetterStatus
from tests import factories
from tests.smtp import sending_to

SITE = "http://meydan.example.org/"
WITHOUT_EVENT = {LetterKind.REGISTRATIONS_LISTED}
# What the operations tell such letters beside the person and the event.
TOLD: dict[str, Any] = {
    "feedback_url": f"{SITE}feedback/x",
    "deadline": datetime(2027, 3, 1, 9, tzinfo=UTC),
    "institution": "Iğdır Derneği",
    "size": 4,
    "giver": "Ömer Öz",
    "reserve_rank": 2,
}


@pytest.fixture
def server(app, smtp_server):
    with sending_to(app, smtp_server.host, smtp_server.port):
        yield smtp_server


@pytest.fixture
def person(app):
    event = factories.event(title="Iğdır İşbirliği Günü", title_en="Iğdır Day")
    made = factories.registration(event, given_name="İpek", family_name="Işık", email=None)
    made.email, made.status_reason = "ipek@example.org", "Kontenjan doldu <b>&"
    db.session.commit()
    return made


def words_of(message):
    return {part: message.get_body((part,)).get_content() for part in ("plain", "html")}


@pytest.mark.parametrize("locale", ["tr", "en"])
@pytest.mark.parametrize("kind", sorted(set(LetterKind) - WITHOUT_EVENT))
def test_every_letter_is_posted_and_has_nothing_left_to_fill_in(server, person, kind, locale):
    person.locale = locale
    kept_or_told: dict[str, Any] = {} if kind.startswith("registration_") else TOLD
    enqueue(kind, person, at=datetime.now(UTC), **kept_or_told)
    db.session.commit()
    send_letters(Worker())
    [message] = server.messages
    title = person.event.title_in(locale)
    assert title in message["Subject"]
    for part, words in words_of(message).items():
        assert title in words
        assert "İpek Işık" in words
        assert not re.search(r"{[a-z_]*}|%\(|None|Undefined|\ue000", words), (part, words)
    html, plain = words_of(message)["html"], words_of(message)["plain"].replace("\r\n", "\n")
    # One blank line between blocks, two before the signature, which mail programs know by its mark.
    assert re.findall("\n{3,}(.*)\n", plain) == ["-- "]
    assert f'<html lang="{locale}">' in html
    assert "<b>&" not in html
    assert "http://" not in html.replace(SITE, "")  # nothing is fetched from elsewhere
    pictures = [part for part in message.walk() if part.get_content_type() == "image/png"]
    assert len(pictures) == html.count("cid:")


@pytest.mark.parametrize("locale", ["tr", "en"])
@pytest.mark.parametrize("kind", WORDABLE)
def test_our_own_words_with_placeholders_say_what_ours_say(app, person, kind, locale):
    """Whoever saves our words unchanged changes nothing but their place."""
    words = our_words(kind, locale)
    assert words.subject and words.body
    for name in re.findall(r"{(.*?)}", words.subject + words.body):
        assert name in placeholders_of(kind)
    organizer = factories.user()
    ours = enqueue_example(kind, person.event, None, locale, to=organizer, at=factories.NOW)
    own = enqueue_example(kind, person.event, words, locale, to=organizer, at=factories.NOW)
    assert ours.subject == own.subject
    missing = set(re.findall(r"\w+", ours.text)) - set(re.findall(r"\w+", own.text))
    assert not missing


def test_hours_are_not_torn_apart_at_their_dash(app, person):
    letter = enqueue(LetterKind.REGISTRATION_RECEIVED, person, at=factories.NOW)
    assert re.search(r'<span style="white-space:nowrap">[\d.]+–[\d.]+</span>', letter.html)
    assert "white-space" not in letter.text


def test_turkish_letters_keep_their_dots(server, person):
    words = Words("{event}: İSTANBUL ıIiİ", "{given_name}, ışık İĞÜŞÖÇ ığüşöç")
    organizer = factories.user(name="Işıl İnce", email="isil@example.org")
    at = datetime.now(UTC) - timedelta(seconds=1)
    enqueue_example(LetterKind.MESSAGE, person.event, words, "tr", to=organizer, at=at)
    db.session.commit()
    send_letters(Worker())
    [message] = server.messages
    assert message["Subject"].endswith("Iğdır İşbirliği Günü: İSTANBUL ıIiİ")
    assert message["To"].addresses[0].display_name == "Işıl İnce"
    for words_there in words_of(message).values():
        assert "ışık İĞÜŞÖÇ ığüşöç" in words_there
    [letter] = db.session.scalars(sa.select(Letter))
    db.session.refresh(letter)
    assert letter.status is LetterStatus.SENT
