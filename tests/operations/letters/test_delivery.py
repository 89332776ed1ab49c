import socket
import ssl
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from email.utils import getaddresses, parsedate_to_datetime
from io import BytesIO
from time import sleep

import icalendar
import idna
import pytest
import sqlalchemy as sa
import zxingcpp
from PIL import Image

from commands.sending import send_letters
from commands.work import Worker, run_once
from extensions import db
from letters import connection
from models.letters import Letter, LetterStatus
from models.registrations import RegistrationStatus
from operations.base.tickets import qr_text
from operations.letters import delivery
from operations.registrations.entries import change_status
from tests import factories
from tests.smtp import mail_server, sending_to


@pytest.fixture
def server(app, smtp_server):
    with sending_to(app, smtp_server.host, smtp_server.port):
        yield smtp_server


def letters():
    db.session.remove()
    return list(db.session.scalars(sa.select(Letter).order_by(Letter.id)))


def test_the_confirmation_arrives_with_names_picture_and_calendar_intact(server):
    event = factories.event(title="Iğdır Şehir Çalıştayı: İşbirliği Günü", province="76")
    person = factories.registration(
        event, given_name="İpek Işıl", family_name="Öğüt-Şığ", email="ipek@example.org"
    )
    send_letters(Worker())
    [message] = server.messages
    assert person.ticket is not None
    assert message["To"].addresses[0].display_name == "İpek Işıl Öğüt-Şığ"
    assert message["To"].addresses[0].addr_spec == "ipek@example.org"
    assert "Iğdır Şehir Çalıştayı: İşbirliği Günü" in message["Subject"]
    text = message.get_body(("plain",)).get_content()
    html = message.get_body(("html",)).get_content()
    for words in (text, html):
        assert "İpek Işıl Öğüt-Şığ" in words
        assert "Iğdır Şehir Çalıştayı: İşbirliği Günü" in words
        assert "Çorum Devlet Tiyatro Salonu, Iğdır" in words
        code = person.ticket.short_code
        assert f"{code[:4]}-{code[4:]}" in words
        assert "http://meydan.example.org/registrations/" in words
    assert decoded_qr(message) == qr_text(person, person.ticket)
    [calendar] = message.iter_attachments()
    assert calendar.get_filename() == "Iğdır Şehir Çalıştayı İşbirliği Günü.ics"
    assert calendar.get_content_type() == "text/calendar"
    entry = icalendar.Calendar.from_ical(calendar.get_payload(decode=True)).events[0]
    assert entry["SUMMARY"] == event.title


def test_the_parts_lie_where_mail_programs_look_for_them(server):
    factories.registration(factories.event())
    send_letters(Worker())
    [message] = server.messages
    assert outline(message) == {
        "multipart/mixed": [
            {
                "multipart/alternative": [
                    "text/plain",
                    {"multipart/related": ["text/html", "image/png"]},
                ]
            },
            "text/calendar",
        ]
    }


def test_the_headers_name_the_letter_and_ask_machines_not_to_answer(server):
    factories.registration(factories.event())
    [letter] = letters()
    before = datetime.now(UTC) - timedelta(seconds=2)
    send_letters(Worker())
    [message] = server.messages
    assert message["Message-ID"] == letter.message_id
    assert message["Message-ID"].endswith("@meydan.example.org>")
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["From"] == "Meydan <meydan@example.org>"
    assert before <= parsedate_to_datetime(message["Date"]) <= datetime.now(UTC)


def test_every_line_of_a_letter_is_plain_ascii_and_short_enough_for_any_server(server):
    factories.registration(factories.event(title="Ş" * 400, title_en=""))
    send_letters(Worker())
    [content] = server.accepted
    content.decode("ascii")
    assert max(map(len, content.split(b"\r\n"))) <= 998


@pytest.mark.parametrize(
    "name",
    [
        'Ali "Paşa" Öz, (Dr.) <x@y.example>',
        "Ali\r\nBcc: kurban@example.org",
        "=?utf-8?q?Bcc=3A?= kurban@example.org",
        "=?utf-8?q?=0D=0ABcc=3A_kurban=40example.org?=",
        "=?utf-8?q?=0A?= =?utf-8?q?Bcc=3A?= kurban@example.org",
        "=?utf-8?q?=ff?= =?unknown-8bit?q?=FF?=",
        "==?utf-8?q?x?=0D?=",
        "ş" * 300,
        "محمد 李",
        "Ali; Veli, Deli:",
        "\u2028Bcc: kurban@example.org",
    ],
)
def test_no_name_becomes_a_header_or_another_recipient(server, name):
    event = factories.event(title=f"Gün {name}")
    factories.registration(event, given_name=name, family_name="", email="tek@example.org")
    send_letters(Worker())
    [message] = server.messages
    assert server.recipients == ["tek@example.org"]
    assert [address for _, address in getaddresses([str(message["To"])])][-1] == "tek@example.org"
    assert message["Bcc"] is None
    assert message["Cc"] is None
    assert message.get_all("Subject") == [message["Subject"]]


def test_an_address_with_turkish_letters_in_its_domain_is_reached(server):
    factories.registration(factories.event(), email="bilgi@iğdır.example.org")
    send_letters(Worker())
    assert server.recipients == [f"bilgi@{idna.encode('iğdır.example.org').decode()}"]


def test_a_mailbox_with_turkish_letters_is_reached_where_the_server_can(server):
    factories.registration(factories.event(), email="ışıl@example.org")
    send_letters(Worker())
    assert server.recipients == ["ışıl@example.org"]
    assert "<ışıl@example.org>".encode() in server.accepted[0]


def test_an_address_that_the_server_cannot_take_fails_and_holds_nobody_up(app):
    event = factories.event()
    factories.registration(event, email="ışıl@example.org")
    factories.registration(event, email="iyi@example.org")
    with (
        mail_server(enable_SMTPUTF8=False) as server,
        sending_to(app, server.host, server.port),
    ):
        send_letters(Worker())
    assert server.recipients == ["iyi@example.org"]
    assert [letter.status for letter in letters()] == [LetterStatus.FAILED, LetterStatus.SENT]


def test_a_temporary_refusal_is_tried_again_after_growing_pauses(server):
    factories.registration(factories.event())
    server.answer_to_recipient = lambda _address, _peer: "451 try again later"
    pauses = []
    for _ in range(4):
        run_at_due_time()
        [letter] = letters()
        pauses.append(letter.due_at)
        assert letter.status is LetterStatus.QUEUED
        assert letter.lease is None
        assert letter.last_error == "451 try again later"
    now = datetime.now(UTC)
    minutes = [round((due - now).total_seconds() / 60) for due in pauses]
    assert minutes == [1, 5, 15, 60]
    server.answer_to_recipient = lambda _address, _peer: None
    run_at_due_time()
    [letter] = letters()
    assert letter.status is LetterStatus.SENT
    assert (letter.attempts, letter.last_error) == (5, "")
    assert len(server.messages) == 1


def test_after_twelve_attempts_a_letter_has_failed(server):
    factories.registration(factories.event())
    server.answer_to_message = lambda _content: "452 no room"
    for _ in range(12):
        assert letters()[0].status is LetterStatus.QUEUED
        run_at_due_time()
    [letter] = letters()
    assert (letter.status, letter.attempts) == (LetterStatus.FAILED, 12)


def test_an_unknown_mailbox_fails_at_once_and_the_log_keeps_the_address_to_itself(server, caplog):
    factories.registration(factories.event(), email="yok@example.org")
    server.answer_to_recipient = lambda address, _peer: f"550 no such mailbox: {address}"
    send_letters(Worker())
    [letter] = letters()
    assert letter.status is LetterStatus.FAILED
    assert letter.last_error == "550 no such mailbox: yok@example.org"
    assert f"letter {letter.id} not sent: 550" in caplog.text
    assert "yok@" not in caplog.text


def test_one_bad_letter_does_not_hold_up_the_others(server):
    event = factories.event()
    for number in range(3):
        factories.registration(event, email=f"kisi{number}@example.org")
    server.answer_to_recipient = lambda address, _peer: "550 no" if "kisi1" in address else None
    send_letters(Worker())
    assert server.recipients == ["kisi0@example.org", "kisi2@example.org"]
    assert len(server.greetings) == 1  # one connection for all


def test_a_dead_server_leaves_letters_queued_and_counts_no_attempt(app):
    factories.registration(factories.event())
    with sending_to(app, "127.0.0.1", free_port()):
        for _ in range(20):
            run_at_due_time()
    [letter] = letters()
    assert (letter.status, letter.attempts) == (LetterStatus.QUEUED, 0)
    assert letter.lease is None
    assert letter.last_error == "ConnectionRefusedError"


def test_a_server_that_never_answers_is_not_waited_for_for_ever(app, monkeypatch):
    monkeypatch.setattr(connection, "TIMEOUT_SECONDS", 0.3)
    factories.registration(factories.event())
    with (
        socket.create_server(("127.0.0.1", 0)) as silent,
        sending_to(app, "127.0.0.1", silent.getsockname()[1]),
    ):
        send_letters(Worker())
    [letter] = letters()
    assert (letter.status, letter.attempts) == (LetterStatus.QUEUED, 0)
    assert letter.last_error


@pytest.mark.race
def test_a_server_that_answers_byte_by_byte_is_not_waited_for_either(app, monkeypatch):
    """Each byte begins the wait for the next one anew."""
    monkeypatch.setattr(connection, "TIMEOUT_SECONDS", 0.5)
    factories.registration(factories.event())
    with socket.create_server(("127.0.0.1", 0)) as trickling, ThreadPoolExecutor(1) as server:
        said = server.submit(trickle, trickling)
        with sending_to(app, "127.0.0.1", trickling.getsockname()[1]):
            send_letters(Worker())
        assert said.result() < 100
    [letter] = letters()
    assert (letter.status, letter.attempts) == (LetterStatus.QUEUED, 0)
    assert letter.last_error


def trickle(server):
    """How many bytes were sent until the other end hung up, at most 100."""
    sent, (peer, _address) = 0, server.accept()
    with peer, suppress(OSError):
        while sent < 100:
            peer.sendall(b"2")
            sent += 1
            sleep(0.1)
    return sent


def test_without_a_mail_server_letters_stay_in_the_outbox(app):
    factories.registration(factories.event())
    assert run_once(Worker())
    [letter] = letters()
    assert (letter.status, letter.attempts, letter.last_error) == (LetterStatus.QUEUED, 0, "")


def test_a_server_whose_certificate_nobody_vouches_for_gets_no_letter(app, tmp_path):
    factories.registration(factories.event())
    context = self_signed(tmp_path)
    with (
        mail_server(tls_context=context) as server,
        sending_to(app, "localhost", server.port, use_tls=True),
    ):
        send_letters(Worker())
    assert server.messages == []
    [letter] = letters()
    assert letter.status is LetterStatus.QUEUED
    assert letter.last_error == "SSLCertVerificationError"


def test_a_server_with_a_trusted_certificate_gets_it_encrypted(app, tmp_path, monkeypatch):
    factories.registration(factories.event())
    context = self_signed(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "cert.pem"))
    with (
        mail_server(tls_context=context, require_starttls=True) as server,
        sending_to(app, "localhost", server.port, use_tls=True),
    ):
        send_letters(Worker())
    assert len(server.messages) == 1


def test_what_was_claimed_is_nobody_elses_until_the_lease_ends(app):
    factories.registration(factories.event())
    [letter] = letters()
    now = letter.due_at
    lease = timedelta(minutes=5)
    assert delivery.claim_letter(worker="a", at=now, lease=lease) == letter
    db.session.commit()
    assert delivery.claim_letter(worker="b", at=now, lease=lease) is None
    assert delivery.claim_letter(worker="b", at=now + lease, lease=lease) == letter
    db.session.commit()


def test_a_letter_that_another_worker_has_by_now_is_not_put_back(app):
    factories.registration(factories.event())
    now = letters()[0].due_at
    mine = delivery.claim_letter(worker="a", at=now, lease=timedelta(minutes=1))
    later = now + timedelta(minutes=2)
    delivery.claim_letter(worker="b", at=later, lease=timedelta(minutes=1))
    assert mine is not None
    delivery.conclude(mine, delivery.PutOff(451, "later"), worker="a", at=later)
    db.session.commit()
    [letter] = letters()
    assert (letter.lease, letter.last_error) == ("b", "")


def test_a_letter_that_cannot_be_made_is_put_off_and_the_others_go_out(server, monkeypatch, caplog):
    event = factories.event()
    for number in range(2):
        factories.registration(event, email=f"kisi{number}@example.org")
    make = delivery.message_for

    def fail_for_first(letter, *, at):
        if letter.to_address.startswith("kisi0"):
            raise RuntimeError
        return make(letter, at=at)

    monkeypatch.setattr(delivery, "message_for", fail_for_first)
    send_letters(Worker())
    assert server.recipients == ["kisi1@example.org"]
    assert [letter.status for letter in letters()] == [LetterStatus.QUEUED, LetterStatus.SENT]


def test_who_cancelled_before_the_letter_left_still_gets_both_letters(server):
    person = factories.registration(factories.event())
    change_status(person, RegistrationStatus.CANCELLED, at=datetime.now(UTC), by=None)
    db.session.commit()
    send_letters(Worker())
    assert len(server.messages) == 2
    assert len({message["Message-ID"] for message in server.messages}) == 2


def run_at_due_time():
    """As if the time at which the next attempt is due had come."""
    db.session.execute(sa.update(Letter).values(due_at=datetime.now(UTC)))
    db.session.commit()
    send_letters(Worker())


def decoded_qr(message):
    html = message.get_body(("html",))
    [picture] = [part for part in message.walk() if part.get_content_type() == "image/png"]
    content_id = picture["Content-ID"].strip("<>")
    assert f'src="cid:{content_id}"' in html.get_content()
    assert picture.get_content_disposition() == "inline"
    [found] = zxingcpp.read_barcodes(Image.open(BytesIO(picture.get_content())).convert("L"))
    return found.text


def outline(part):
    if not part.is_multipart():
        return part.get_content_type()
    return {part.get_content_type(): [outline(inner) for inner in part.iter_parts()]}


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return taken.getsockname()[1]


def self_signed(folder):
    """A server's TLS context with a certificate for localhost that it signed itself."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(datetime(2000, 1, 1, tzinfo=UTC))  # OpenSSL's clock is never shifted
        .not_valid_after(datetime(2100, 1, 1, tzinfo=UTC))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    (folder / "cert.pem").write_bytes(certificate.public_bytes(pem))
    (folder / "key.pem").write_bytes(
        key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(folder / "cert.pem", folder / "key.pem")
    return context


def test_the_next_letter_is_found_without_looking_at_all_that_wait(app):
    """A mailing puts a hundred thousand in the outbox; on SQLite the wrong index sorts them all."""
    if db.engine.dialect.name != "sqlite":
        return
    asked = []

    def note(_connection, _cursor, statement, parameters, _context, _many):
        asked.append((statement, parameters))

    sa.event.listen(db.engine, "before_cursor_execute", note)
    try:
        delivery.claim_letter(worker="a", at=datetime.now(UTC))
    finally:
        sa.event.remove(db.engine, "before_cursor_execute", note)
    connection = db.session.connection()
    updates = [(text, values) for text, values in asked if text.startswith("UPDATE letters")]
    assert len(updates) == 2
    for text, values in updates:
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {text}", values).fetchall()
        assert not [step for *_, step in plan if "TEMP B-TREE" in step], plan
