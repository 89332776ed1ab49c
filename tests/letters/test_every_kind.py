"""Every letter in both languages: posted to a real server, with nothing left to fill in."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
from jinja2.meta import find_undeclared_variables

from commands.sending import send_letters
from commands.work import Worker
from extensions import db
from letters.compose import enqueue, whole_context
from letters.examples import enqueue_example, example_values
from letters.formats import plain_text
from letters.kinds import TRAITS, WORDABLE
from letters.rendering import PERSONAL
from letters.wordings import Words, our_words, placeholders_of
from models.letters import Letter, LetterKind, LetterStatus
from tests import factories
from tests.smtp import sending_to

SITE = "http://meydan.example.org/"
WITHOUT_EVENT = {
    LetterKind.REGISTRATIONS_LISTED,
    LetterKind.PROGRESS_ASKED,
    LetterKind.PROGRESS_REMINDED,
    LetterKind.PROGRESS_MISSING,
    LetterKind.SUBSCRIPTION_ASKED,
    LetterKind.CHANGES_DIGESTED,
    LetterKind.ACCOUNT_INVITED,
    LetterKind.PASSWORD_FORGOTTEN,
    LetterKind.PASSWORD_CHANGED_TOLD,
    LetterKind.RECOVERY_CODE_USED,
    LetterKind.FACTORS_CHANGED,
    LetterKind.FACTORS_RESET,
    LetterKind.AUDIT_HEAD,
}
NAMELESS = {LetterKind.MAILBOX_ASKED}  # the name may be invented, and is no word of ours
# Of the two letters of one kind the example is the one that many people get.
NOT_IN_EXAMPLES = {"of_registration"}


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
    values = example_values(person.event, locale)
    told = {name: value for name, value in values.items() if name not in PERSONAL}
    enqueue(kind, person, at=datetime.now(UTC), **({} if TRAITS[kind].is_kept else told))
    db.session.commit()
    send_letters(Worker())
    [message] = server.messages
    title = person.event.title_in(locale)
    assert title in message["Subject"]
    for part, words in words_of(message).items():
        assert title in words
        assert ("İpek Işık" in words) is (kind not in NAMELESS)
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


def test_examples_have_every_value_that_a_template_asks_for(app):
    event = factories.event()
    told = whole_context(event, "tr", example_values(event, "tr"))
    environment, asked = plain_text(), set()
    for kind in set(LetterKind) - WITHOUT_EVENT:
        for name in ("subject.txt", "body.jinja"):
            source, *_ = environment.loader.get_source(environment, f"letters/{kind}/{name}")
            asked |= find_undeclared_variables(environment.parse(source))
    assert asked - environment.globals.keys() - told.keys() == NOT_IN_EXAMPLES


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
