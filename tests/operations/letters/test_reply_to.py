"""Replies to letters reach the contact person, and their foot says whom to ask."""

from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from commands.sending import send_letters
from commands.work import Worker
from extensions import db
from letters.compose import enqueue, enqueue_to, letter_values
from models.letters import Letter, LetterKind, LetterStatus
from operations.registrations.links import answer_listing_requests, ask_for_listing
from tests import factories
from tests.factories.contacts import AYSE, OF_EVENT, shared_contact
from tests.smtp import sending_to
from tests.statements import count_statements

HOSTILE = [
    "Ayşe\r\nBcc: herkes@example.org",
    'O"Brien" <baska@example.org>, B\\',
    "=?utf-8?q?=0D=0ABcc:_a@b.org?=",
    "Ayşe <b>&",
    "Ö" * 100,
]


@pytest.fixture
def server(app, smtp_server):
    with sending_to(app, smtp_server.host, smtp_server.port):
        yield smtp_server


def posted(server):
    db.session.commit()
    send_letters(Worker())
    [message] = server.messages
    words = {part: message.get_body((part,)).get_content() for part in ("plain", "html")}
    return message, words


def replies_of(message):
    [address] = message["Reply-To"].addresses
    return address.display_name, address.addr_spec


def test_replies_reach_the_events_contact_person(server):
    shared_contact()
    event = factories.event(**OF_EVENT)
    factories.registration(event)
    message, words = posted(server)
    assert replies_of(message) == ("Ayşe Öztürk", "ayse@example.org")
    assert message["From"].addresses[0].addr_spec == "meydan@example.org"
    asked = "Sorularınız için: Ayşe Öztürk, ayse@example.org, 0364 213 00 00"
    assert f"\n{asked}\n" in words["plain"].replace("\r\n", "\n")
    assert 'Sorularınız için: Ayşe Öztürk, <a href="mailto:ayse@example.org"' in words["html"]
    assert '<a href="tel:+903642130000"' in words["html"]


@pytest.mark.parametrize("name", HOSTILE)
def test_no_name_adds_a_header_or_another_address(server, name):
    """Also where a row holds what no form lets through."""
    factories.registration(factories.event(contact_name=name, contact_email="ayse@example.org"))
    message, words = posted(server)
    assert [address.addr_spec for address in message["Reply-To"].addresses] == ["ayse@example.org"]
    assert message["Bcc"] is None
    assert b"\nBcc" not in server.accepted[0].partition(b"\r\n\r\n")[0]
    assert all(len(line) <= 998 for line in server.accepted[0].splitlines())
    assert "<b>" not in words["html"]
    assert server.recipients == [message["To"].addresses[0].addr_spec]


def test_an_address_with_signs_of_links_is_linked_whole(server):
    factories.registration(factories.event(contact_email="a?bcc=b&c@example.org"))
    message, words = posted(server)
    assert replies_of(message) == ("", "a?bcc=b&c@example.org")
    assert 'href="mailto:a%3Fbcc%3Db%26c@example.org"' in words["html"]


def test_a_domain_in_turkish_is_written_as_mail_servers_know_it(server):
    factories.registration(factories.event(contact_email="ayse@çorum.example.org"))
    message, _words = posted(server)
    assert replies_of(message) == ("", "ayse@xn--orum-zoa.example.org")


def test_an_address_that_no_header_can_hold_keeps_no_letter_back(server):
    factories.registration(factories.event(contact_email="öz@example.org"))
    message, words = posted(server)
    assert message["Reply-To"] is None
    assert "öz@example.org" in words["plain"]
    [letter] = db.session.scalars(sa.select(Letter))
    db.session.refresh(letter)
    assert letter.status is LetterStatus.SENT


def test_without_a_contact_letters_are_as_they_were(server):
    factories.registration(factories.event(province="19"))
    message, words = posted(server)
    assert message["Reply-To"] is None
    assert not any("Sorularınız için" in text for text in words.values())


def test_an_event_of_the_province_has_the_provinces_contact(server):
    shared_contact("19")
    shared_contact("06")
    factories.registration(factories.event(province="19"))
    message, words = posted(server)
    assert replies_of(message) == ("19 masası", "19@example.org")
    assert "06@example.org" not in words["plain"]


def test_a_phone_is_told_though_replies_reach_the_site(server):
    shared_contact()
    factories.registration(factories.event(contact_phone="+903642130000"))
    message, words = posted(server)
    assert replies_of(message) == ("site masası", "site@example.org")
    assert "Sorularınız için: 0364 213 00 00" in words["plain"]


def test_letters_about_no_event_have_the_sites_contact(server):
    shared_contact()
    shared_contact("19")
    at = datetime.now(UTC)
    person = factories.registration(factories.event(province="19"), email="isil@example.org")
    db.session.query(Letter).delete()
    ask_for_listing(person.email, locale="en", at=at)
    answer_listing_requests(at=at)
    message, words = posted(server)
    assert replies_of(message) == ("site masası", "site@example.org")
    assert "Questions? Contact site masası, site@example.org" in words["plain"]


def test_who_is_on_no_list_replies_to_the_contact_too(server):
    enqueue_to(
        LetterKind.DELEGATION_INVITED,
        to_address="kurum@example.org",
        to_name="Kurum",
        locale="tr",
        at=datetime.now(UTC),
        event=factories.event(**OF_EVENT),
        institution="Kurum",
        size=3,
        deadline=datetime.now(UTC),
    )
    message, _words = posted(server)
    assert replies_of(message) == (AYSE.name, AYSE.email)


def test_two_events_in_one_batch_never_share_a_contact(app):
    """Their letters are put together from kept pieces."""
    events = [
        factories.event(contact_name=name, contact_email=f"{name}@example.org", title="Gün")
        for name in ("bir", "iki")
    ]
    people = [factories.registration(event) for event in (*events, *events)]
    letters = {x.registration_id: x for x in db.session.scalars(sa.select(Letter))}
    for person in people:
        letter, own = letters[person.id], person.event.contact_email
        other = "iki@example.org" if own.startswith("bir") else "bir@example.org"
        assert letter.reply_to_address == own
        assert own in letter.text and own in letter.html
        assert other not in letter.text + letter.html


def test_a_changed_contact_stands_in_the_next_letter(app):
    event = factories.event(province="19")
    shared_contact("19", email="eski@example.org")
    person = factories.registration(event)
    shared_contact("19", email="yeni@example.org")
    db.session.expire_all()
    kind = LetterKind.REGISTRATION_CONFIRMED
    written = letter_values(kind, person, at=factories.NOW, worded=None)
    assert written["reply_to_address"] == "yeni@example.org"
    assert "yeni@example.org" in written["text"] and "eski@" not in written["text"]


@pytest.mark.parametrize("own", [{}, OF_EVENT])
def test_many_letters_of_an_event_ask_for_its_contact_once(app, own):
    shared_contact("19")
    event = factories.event(province="19", **own)
    people = [factories.registration(event) for _ in range(3)]
    db.session.expire(event)
    with count_statements() as seen:
        for person in people:
            enqueue(LetterKind.REGISTRATION_CONFIRMED, person, at=factories.NOW)
    assert len([s for s in seen if "shared_contacts" in s]) == (not own)
