"""Sends the letters of the outbox one by one: claims one with a lease, posts it, notes the outcome.

A letter whose worker died is due again when its lease ends. If the worker dies between the server's
acceptance and our commit, the letter is sent twice, with the same Message-ID.
"""

import smtplib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.utils import parseaddr

import sqlalchemy as sa
from flask import current_app
from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy.orm import joinedload

from exports.calendar import Method, Place, place_calendar
from extensions import db, site_zone
from letters.compose import picture_id, site_address
from letters.connection import MailConnection
from letters.endings import ending_address
from letters.kinds import TAKE_ENTRY_BACK
from letters.message import Enclosure, Picture, file_name, message_of
from lib import qr
from models.events import Session
from models.letters import HOLD_KEYS, Letter, LetterStatus
from models.registrations import Registration
from operations.base.tickets import qr_text
from operations.letters.mailboxes import waits_for_its_turn
from queries.letters.entries import stands_in_calendar

LEASE = timedelta(minutes=5)
"""Longer than sending can take: we wait at most 20 seconds for each reply of the server."""
PAUSES = [timedelta(minutes=n) for n in (1, 5, 15, 60, 120, 240, 480, 720, 1440, 1440, 1440)]
"""The pause after each attempt that the server put off; after some four days in all the letter has
failed."""
UNREACHABLE_PAUSE = timedelta(minutes=1)
EXAMPLE_OF_A_TICKET = "MEYDAN"
"""What the QR code holds where a letter is shown before it is sent; no door knows it."""


@dataclass(frozen=True)
class Accepted:
    """The server has taken the letter."""


@dataclass(frozen=True)
class PutOff:
    """Not now: a temporary refusal, a time-out, a broken connection. `code` is SMTP's, or 0."""

    code: int
    said: str


@dataclass(frozen=True)
class Refused:
    """Never: the server will not take this letter for this recipient."""

    code: int
    said: str


Outcome = Accepted | PutOff | Refused
# As literal text: otherwise SQLite would not see that its index of due letters fits.
_QUEUED = Letter.status == sa.literal_column(f"'{LetterStatus.QUEUED}'")
BAD_ADDRESS = Refused(553, "this is no address that mail can be sent to")


def claim_letter(*, worker: str, at: datetime, lease: timedelta = LEASE) -> Letter | None:
    """Claim the letter that has been due longest for this worker, until the lease ends.

    None: no letter is due. Letters that someone waits for are claimed before those of mailings. It
    is one UPDATE; rows that another worker is just claiming are passed over. Letters to a mailbox
    that has had enough for now are put off meanwhile. Commit before posting.
    """
    awaited, any_letter = Letter.mailing_id.is_(None), sa.true()
    for which in (awaited, any_letter):
        while letter := _claimed(worker, at, lease, which):
            if not waits_for_its_turn(letter, at=at):
                return letter
    return None


def _claimed(
    worker: str, at: datetime, lease: timedelta, which: sa.ColumnElement[bool]
) -> Letter | None:
    due = (
        sa.select(Letter.id)
        .where(_QUEUED, Letter.due_at <= at, which)
        .order_by(Letter.due_at, Letter.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    return db.session.scalar(
        sa.update(Letter)
        .where(Letter.id == due.scalar_subquery())
        .values(lease=worker, due_at=at + lease, attempts=Letter.attempts + 1)
        .returning(Letter),
        execution_options={"synchronize_session": False, "populate_existing": True},
    )


def message_for(letter: Letter, *, at: datetime) -> EmailMessage:
    """The message to post; pictures and files are made only now. Only reads. Raises BadAddress."""
    picture, enclosures = None, []
    method = _calendar_method(letter)
    if method or _shows_ticket(letter):
        registration = _registration(letter)
        with force_locale(letter.locale):
            picture = _ticket_picture(letter, registration)
        if registration and method:
            enclosures = [_calendar(letter, registration, method, at)]
    sender = current_app.config["MAIL_DEFAULT_SENDER"]
    return message_of(
        letter,
        sender=sender,
        at=at,
        picture=picture,
        enclosures=enclosures,
        ended_at=ending_address(letter),
    )


def post(connection: MailConnection, message: EmailMessage) -> Outcome:
    """Hand the message to the server. A refusal is an outcome, not an exception."""
    try:
        connection.post(message)
    except smtplib.SMTPRecipientsRefused as error:
        [(code, said)] = error.recipients.values()
        return _verdict(code, said)
    except smtplib.SMTPSenderRefused as error:
        return PutOff(error.smtp_code, _words(error.smtp_error))  # our fault, not the letter's
    except smtplib.SMTPResponseException as error:
        return _verdict(error.smtp_code, error.smtp_error)
    except smtplib.SMTPNotSupportedError:
        return Refused(553, "the server takes no address with such letters")
    except (OSError, smtplib.SMTPException) as error:
        connection.close()
        return PutOff(0, type(error).__name__)
    return Accepted()


def conclude(letter: Letter, outcome: Outcome, *, worker: str, at: datetime) -> None:
    """Write down the outcome. Commit at once: the server has the letter already."""
    if isinstance(outcome, Accepted):
        # The letter is on its way, whoever holds the lease by now.
        gone = _forgotten(letter)
        _write(letter.id, status=LetterStatus.SENT, sent_at=at, lease=None, last_error="", **gone)
        return
    attempts_left = letter.attempts <= len(PAUSES)
    again = isinstance(outcome, PutOff) and attempts_left
    _write(
        letter.id,
        worker,
        **({} if again else _forgotten(letter)),
        status=LetterStatus.QUEUED if again else LetterStatus.FAILED,
        due_at=at + PAUSES[letter.attempts - 1] if attempts_left else at,
        lease=None,
        last_error=f"{outcome.code or ''} {outcome.said}".strip(),
    )


def give_back(worker: str, *, reason: str, at: datetime) -> None:
    """Put the worker's letter back because no server was reached; it never counts as an attempt."""
    db.session.execute(
        sa.update(Letter)
        .where(Letter.lease == worker, Letter.status == LetterStatus.QUEUED)
        .values(
            due_at=at + UNREACHABLE_PAUSE,
            lease=None,
            attempts=Letter.attempts - 1,
            last_error=reason,
        ),
        execution_options={"synchronize_session": False},
    )


def _forgotten(letter: Letter) -> dict[str, str]:
    """What is not kept of a letter that nobody will send again."""
    return {"text": "", "html": ""} if letter.kind in HOLD_KEYS else {}


def _registration(letter: Letter) -> Registration | None:
    return db.session.scalars(
        sa.select(Registration)
        .where(Registration.id == letter.registration_id)
        .options(joinedload(Registration.event, innerjoin=True), joinedload(Registration.ticket))
    ).one_or_none()


def _shows_ticket(letter: Letter) -> bool:
    return f"cid:{picture_id(letter.message_id)}" in letter.html


def _ticket_picture(letter: Letter, registration: Registration | None) -> Picture | None:
    if not _shows_ticket(letter) or (registration and registration.ticket is None):
        return None
    ticket = registration and registration.ticket
    text = qr_text(registration, ticket) if registration and ticket else EXAMPLE_OF_A_TICKET
    return Picture(picture_id(letter.message_id), f"{_('ticket')}.png", qr.png(text))


def _calendar_method(letter: Letter) -> Method | None:
    """What the enclosed entry does; None: there is none. One is taken back only where it was
    brought."""
    if letter.has_entry:
        return Method.REQUEST
    if letter.kind not in TAKE_ENTRY_BACK or letter.registration_id is None:
        return None
    stands = stands_in_calendar(letter.registration_id, TAKE_ENTRY_BACK, before=letter)
    return Method.CANCEL if stands else None


def _calendar(
    letter: Letter, registration: Registration, method: Method, at: datetime
) -> Enclosure:
    event, locale = registration.event, letter.locale
    place = place_of(
        registration, registration.chosen_sessions, sequence=letter.id, at=at, to=letter.to_address
    )
    address = site_address("public.events.show", slug=event.slug)
    content = place_calendar(place, method, url=address, site=site_zone(), locale=locale)
    name = file_name(event.title_in(locale), "ics")
    return Enclosure(name, "text/calendar", content, {"method": method.value})


def place_of(
    registration: Registration,
    sessions: Sequence[Session],
    *,
    sequence: int,
    at: datetime,
    to: str | None = None,
) -> Place:
    """The person's place, as their calendar gets it."""
    return Place(
        event=registration.event,
        registration_id=registration.id,
        name=registration.name,
        email=to or registration.email,
        sessions=sessions,
        sequence=sequence,
        at=at,
        sender=parseaddr(current_app.config["MAIL_DEFAULT_SENDER"]),
    )


def _verdict(code: int, said: bytes | str) -> Outcome:
    return Refused(code, _words(said)) if 500 <= code < 600 else PutOff(code, _words(said))


def _words(said: bytes | str) -> str:
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    return " ".join(text.split())[:500]


def _write(letter_id: int, worker: str | None = None, **values: object) -> None:
    """Change the letter; with `worker` only as long as the letter is still that worker's."""
    rows = sa.update(Letter).where(Letter.id == letter_id)
    if worker is not None:
        rows = rows.where(Letter.lease == worker)
    db.session.execute(rows.values(values), execution_options={"synchronize_session": False})
