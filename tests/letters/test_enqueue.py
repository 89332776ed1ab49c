from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from commands.sending import send_letters
from commands.work import Worker
from extensions import db
from letters.compose import enqueue, enqueue_to
from models.letters import Letter, LetterKind, LetterStatus
from tests import factories
from tests.factories import NOW
from tests.smtp import sending_to

KIND = LetterKind.REGISTRATION_RECEIVED


@pytest.fixture
def person(app):
    """On a list, and written to by nobody yet."""
    made = factories.registration(factories.event(), email=None)
    made.email = "isil@example.org"
    db.session.commit()
    return made


def letters():
    return list(db.session.scalars(sa.select(Letter).order_by(Letter.id)))


def test_a_letter_with_a_once_key_is_written_once(person):
    first = enqueue(KIND, person, at=NOW, once_key="offer:1")
    second = enqueue(KIND, person, at=NOW, once_key="offer:1")
    other = enqueue(KIND, person, at=NOW, once_key="offer:2")
    db.session.commit()
    assert (second, letters()) == (None, [first, other])
    assert [letter.once_key for letter in letters()] == ["offer:1", "offer:2"]


def test_what_is_refused_by_its_once_key_leaves_the_transaction_alone(person):
    enqueue(KIND, person, at=NOW, once_key="offer:1")
    person.institution = "Iğdır Derneği"
    enqueue(KIND, person, at=NOW, once_key="offer:1")
    db.session.commit()
    assert (person.institution, len(letters())) == ("Iğdır Derneği", 1)


def test_someone_on_no_list_is_written_to_as_well(app, smtp_server):
    event = factories.event(title="Iğdır Günü")
    letter = enqueue_to(
        KIND,
        to_address="kurum@example.org",
        to_name="İpek Şığ",
        locale="tr",
        event=event,
        at=datetime.now(UTC),
    )
    without_event = enqueue_to(
        LetterKind.REGISTRATION_CANCELLED,
        to_address="isil@example.org",
        to_name="Işıl",
        locale="en",
        at=datetime.now(UTC),
    )
    db.session.commit()
    assert (letter.event_id, letter.registration_id) == (event.id, None)
    assert (without_event.event_id, without_event.registration_id) == (None, None)
    with sending_to(app, smtp_server.host, smtp_server.port):
        send_letters(Worker())
    assert smtp_server.recipients == ["kurum@example.org", "isil@example.org"]
    assert "Sayın İpek Şığ," in smtp_server.messages[0].get_body(("plain",)).get_content()
    db.session.expire_all()
    assert {letter.status for letter in letters()} == {LetterStatus.SENT}
