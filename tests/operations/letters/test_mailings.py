from collections import Counter

import pytest
import sqlalchemy as sa

from commands.work import Worker, run_once
from extensions import db
from lib.clock import utc_now
from models.audit import AuditAction, AuditEntry
from models.letters import Letter, LetterKind, LetterStatus, Mailing, recipients
from models.registrations import Registration, RegistrationStatus
from operations.events.events import call_off, publish
from operations.letters import mailings
from operations.letters.mailings import (
    CallingOffReason,
    FreeLetter,
    send_free_letter,
    stop_mailing,
    tell_of_change,
    write_letters_of_mailings,
)
from operations.letters.wordings import OwnWords, word_letter
from operations.registrations.entries import change_status
from tests import factories
from tests.factories import NOW
from tests.smtp import sending_to

WORDS = FreeLetter(
    subject="{event}: otobüs", body="Otobüs 8.30'da.\n\n{link}", subject_en="{event}: the bus"
)
CONFIRMED = sa.select(Registration).where(Registration.status == RegistrationStatus.CONFIRMED)


def send(event, people=CONFIRMED, key="a"):
    mailing = send_free_letter(
        WORDS, event, people, submission_key=key, wanted={}, by=factories.user(), at=utc_now()
    )
    db.session.commit()
    return mailing


def written(kind=LetterKind.MESSAGE):
    rows = sa.select(Letter).where(Letter.kind == kind).order_by(Letter.registration_id)
    return list(db.session.scalars(rows))


def write_all():
    while write_letters_of_mailings(at=utc_now()):
        db.session.commit()


def test_everyone_whom_the_filter_found_gets_the_letter_once_and_nobody_else(app):
    event, other = factories.event(capacity=3, waitlist=True), factories.event()
    people = [factories.registration(event) for _ in range(5)]  # the last two wait
    factories.registration(other)
    mailing = send(event)
    factories.registration(event)  # after it was sent
    write_all()
    write_all()
    assert [letter.registration_id for letter in written()] == [p.id for p in people[:3]]
    assert (mailing.people, mailing.finished_at is None, mailing.stopped_at) == (3, False, None)
    assert db.session.scalars(sa.select(recipients.c.registration_id)).all() == []


def test_who_leaves_before_it_is_written_or_sent_gets_none(app):
    event = factories.event()
    stays, leaves, leaves_later, gone = (factories.registration(event) for _ in range(4))

    def cancel(person):
        change_status(person, RegistrationStatus.CANCELLED, at=utc_now(), by=None)
        db.session.commit()

    cancel(gone)
    send(event, sa.select(Registration))
    cancel(leaves)
    write_all()
    cancel(leaves_later)
    assert [(letter.registration_id, letter.status) for letter in written()] == [
        (stays.id, LetterStatus.QUEUED),
        (leaves_later.id, LetterStatus.WITHDRAWN),
        (gone.id, LetterStatus.QUEUED),  # was cancelled when the letter was sent to all
    ]


def test_who_reads_english_gets_the_english_subject_and_the_turkish_body_where_there_is_no_other(
    app,
):
    event = factories.event(title="Çorum Günü", title_en="Çorum Day")
    factories.registration(event, locale="en", given_name="Işıl {event}")
    send(event)
    write_all()
    [letter] = written()
    assert letter.subject == "Çorum Day: the bus"
    assert "Dear Işıl {event}" in letter.text
    assert "Otobüs 8.30'da." in letter.text
    assert "http://meydan.example.org/registrations/" in letter.text


def test_who_has_no_address_is_counted_and_passed_over(app):
    event = factories.event()
    factories.registration(event, email=None)
    mailing = send(event)
    write_all()
    assert (mailing.people, written()) == (1, [])


def test_a_form_sent_twice_makes_one_mailing(app):
    event = factories.event()
    factories.registration(event)
    assert send(event) is not None
    assert send(event) is None
    write_all()
    assert len(written()) == 1
    [entry] = db.session.scalars(
        sa.select(AuditEntry).where(AuditEntry.action == AuditAction.MAILING_SENT)
    )
    assert entry.details == {"people": 1}


def test_a_worker_that_dies_half_way_is_followed_by_one_that_writes_the_rest(app, monkeypatch):
    monkeypatch.setattr(mailings, "BATCH", 2)
    event = factories.event()
    people = [factories.registration(event) for _ in range(5)]
    send(event)
    write_letters_of_mailings(at=utc_now())
    db.session.commit()
    write_letters_of_mailings(at=utc_now())
    db.session.rollback()  # it died before its commit
    assert len(written()) == 2
    write_all()
    assert [letter.registration_id for letter in written()] == [p.id for p in people]


def test_letters_that_were_written_are_not_written_again_even_if_the_mark_is_lost(app):
    event = factories.event()
    factories.registration(event)
    mailing = send(event)
    rows = [(mailing.id, person) for person in db.session.scalars(sa.select(Registration.id))]
    write_all()
    mailing.finished_at, mailing.written_up_to = None, 0
    db.session.execute(
        recipients.insert(), [{"mailing_id": m, "registration_id": r} for m, r in rows]
    )
    db.session.commit()
    write_all()
    assert len(written()) == 1


def test_what_is_stopped_withdraws_the_letters_that_have_not_left(app, smtp_server, monkeypatch):
    monkeypatch.setattr(mailings, "BATCH", 2)
    event, organizer = factories.event(), factories.user()
    for _ in range(5):
        factories.registration(event)
    mailing = send(event)
    write_letters_of_mailings(at=utc_now())
    letter = written()[0]
    letter.status = LetterStatus.SENT
    db.session.commit()
    assert stop_mailing(mailing, by=organizer, at=NOW) == 1
    db.session.commit()
    write_all()
    assert Counter(letter.status for letter in written()) == {
        LetterStatus.SENT: 1,
        LetterStatus.WITHDRAWN: 1,
    }
    assert mailing.stopped_at == NOW
    with sending_to(app, smtp_server.host, smtp_server.port):
        run_once(Worker())
    assert not [m for m in smtp_server.messages if "otobüs" in m["Subject"]]


@pytest.mark.parametrize("status", ["pending", "waitlisted", "confirmed", "declined", "cancelled"])
def test_calling_off_writes_to_who_holds_or_waits_for_a_place(app, status):
    event = factories.event()
    person = factories.registration(event)
    person.status = RegistrationStatus(status)
    db.session.commit()
    call_off(event, by=factories.user(), at=utc_now())
    db.session.commit()
    write_all()
    told = [letter.registration_id for letter in written(LetterKind.EVENT_CALLED_OFF)]
    assert told == ([person.id] if status in ("pending", "waitlisted", "confirmed") else [])


def test_the_reason_for_calling_off_is_told_to_each_in_their_language(app):
    event = factories.event()
    for locale in ("tr", "en"):
        person = factories.registration(event, locale=locale)
        person.status_reason = "Kendi gerekçesi"
    reason = CallingOffReason(text="{name} hasta & yorgun.", text_en="<b>Snow</b>")
    call_off(event, by=factories.user(), at=utc_now(), reason=reason)
    db.session.commit()
    write_all()
    turkish, english = written(LetterKind.EVENT_CALLED_OFF)
    assert "Gerekçe:\n{name} hasta & yorgun." in turkish.text
    assert "{name} hasta &amp; yorgun." in turkish.html
    assert "Reason:\n<b>Snow</b>" in english.text
    assert "&lt;b&gt;Snow&lt;/b&gt;" in english.html
    assert "Kendi" not in turkish.text + english.text


def test_where_no_reason_is_given_the_letter_gives_none(app):
    event = factories.event()
    factories.registration(event).status_reason = "Kendi gerekçesi"
    call_off(event, by=factories.user(), at=utc_now())
    db.session.commit()
    write_all()
    [letter] = written(LetterKind.EVENT_CALLED_OFF)
    assert "gerekçe" not in letter.text


def test_own_words_can_name_the_reason_for_calling_off(app):
    event = factories.event()
    factories.registration(event)
    words = OwnWords(subject="İptal", body="Nedeni: {reason}")
    word_letter(event, LetterKind.EVENT_CALLED_OFF, words, by=factories.user(), at=NOW)
    call_off(event, by=factories.user(), at=utc_now(), reason=CallingOffReason(text="Kar"))
    db.session.commit()
    write_all()
    [letter] = written(LetterKind.EVENT_CALLED_OFF)
    assert "Nedeni: Kar" in letter.text and letter.text.count("Kar") == 1


def test_what_people_were_to_be_told_of_an_event_that_is_called_off_does_not_leave(app):
    event = factories.event()
    factories.registration(event)
    tell_of_change(event, by=factories.user(), at=utc_now())
    write_all()
    call_off(event, by=factories.user(), at=utc_now())
    db.session.commit()
    [letter] = written(LetterKind.REGISTRATION_CHANGED)
    assert letter.status is LetterStatus.WITHDRAWN


def test_an_event_that_takes_place_after_all_tells_nobody_that_it_was_called_off(app):
    event = factories.event()
    factories.registration(event)
    call_off(event, by=factories.user(), at=utc_now())
    publish(event, by=factories.user(), at=utc_now())
    db.session.commit()
    write_all()
    assert written(LetterKind.EVENT_CALLED_OFF) == []
    call_off(event, by=factories.user(), at=utc_now())
    db.session.commit()
    write_all()
    assert len(written(LetterKind.EVENT_CALLED_OFF)) == 1


def test_a_change_is_told_once_and_with_the_calendar_entry(app, smtp_server):
    event = factories.event(title="Çorum Günü")
    factories.registration(event, email="isil@example.org")
    event.venue = "Çorum Kültür Merkezi"
    db.session.commit()
    for _ in range(2):  # a double click
        tell_of_change(event, by=factories.user(), at=utc_now())
        db.session.commit()
    with sending_to(app, smtp_server.host, smtp_server.port):
        assert run_once(Worker())
    message = smtp_server.messages[-1]
    assert len(smtp_server.messages) == 2  # the confirmation and this one
    assert "Çorum Kültür Merkezi" in message.get_body(("plain",)).get_content()
    assert [part.get_content_type() for part in message.iter_attachments()] == ["text/calendar"]


def test_letters_that_someone_waits_for_leave_before_those_of_a_mailing(app, smtp_server):
    event = factories.event()
    factories.registration(event, email="once@example.org")
    send(event)
    write_all()
    assert len(db.session.scalars(sa.select(Mailing)).all()) == 1
    factories.registration(event, email="sonra@example.org")
    with sending_to(app, smtp_server.host, smtp_server.port):
        run_once(Worker())
    assert [address.split("@")[0] for address in smtp_server.recipients] == [
        "once",
        "sonra",
        "once",
    ]
