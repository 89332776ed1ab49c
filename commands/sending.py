"""Sending the outbox: one letter after the other, over one connection."""

from datetime import timedelta
from email.message import EmailMessage
from typing import Protocol

from flask import current_app

from commands.duties import Working
from extensions import db
from letters.connection import MailConnection, Unreachable
from letters.message import BadAddress
from lib import errors, sqlite
from lib.clock import utc_now
from models.letters import Letter
from operations.letters import delivery


class Sending(Working, Protocol):
    name: str
    lease: timedelta


def send_letters(worker: Sending) -> None:
    """Send all letters that are due, over one connection; without a MAIL_SERVER they stay."""
    connection: MailConnection | None = None
    try:
        while worker.goes_on and (letter := _claimed(worker)):
            if connection is None or not connection.is_alive:
                connection = MailConnection.open()
            _send(letter, connection, worker)
    except Unreachable as error:
        current_app.logger.warning("mail server unreachable: %s", error)
        delivery.give_back(worker.name, reason=str(error), at=utc_now())
        db.session.commit()
    finally:
        if connection:
            connection.close()


def _claimed(worker: Sending) -> Letter | None:
    if not current_app.config["MAIL_SERVER"]:
        return None
    db.session.expunge_all()  # what was read for the last letter may have changed
    letter = delivery.claim_letter(worker=worker.name, at=utc_now(), lease=worker.lease)
    db.session.commit()
    return letter


def _send(letter: Letter, connection: MailConnection, worker: Sending) -> None:
    outcome = _outcome(letter, connection)
    delivery.conclude(letter, outcome, worker=worker.name, at=utc_now())
    db.session.commit()
    if not isinstance(outcome, delivery.Accepted):
        # The number alone: the server's reply may hold the address.
        current_app.logger.warning("letter %d not sent: %d", letter.id, outcome.code)


def _outcome(letter: Letter, connection: MailConnection) -> delivery.Outcome:
    try:
        return delivery.post(connection, _message(letter))
    except BadAddress:
        return delivery.BAD_ADDRESS
    except Exception as error:  # also in the writing of its bytes, just before they are posted
        current_app.logger.error(
            "letter %d could not be made: %s", letter.id, errors.described(error)
        )
        return delivery.PutOff(0, type(error).__name__)


def _message(letter: Letter) -> EmailMessage:
    """The message, made without the write lock; no transaction is open while it is sent."""
    reading = sqlite.reading_only.set(True)
    try:
        return delivery.message_for(letter, at=utc_now())
    finally:
        db.session.rollback()
        sqlite.reading_only.reset(reading)
