from datetime import datetime
from typing import Any

import sqlalchemy as sa

from extensions import db
from letters.compose import enqueue, enqueue_to, letter_values
from letters.delegations import enqueue_nomination
from letters.mailboxes import ask_mailbox
from letters.places import ran_out_words
from models.letters import Letter, LetterKind, LetterStatus
from models.registrations import STANDING, Registration, RegistrationStatus
from queries.letters.wordings import own_wording

_S = RegistrationStatus
_LETTER_FOR = {
    _S.PENDING: LetterKind.REGISTRATION_RECEIVED,
    _S.WAITLISTED: LetterKind.REGISTRATION_WAITLISTED,
    _S.CONFIRMED: LetterKind.REGISTRATION_CONFIRMED,
    _S.DECLINED: LetterKind.REGISTRATION_DECLINED,
    _S.CANCELLED: LetterKind.REGISTRATION_CANCELLED,
}
_ENDS = (_S.DECLINED, _S.CANCELLED)
_READ = ("to_address", "to_name", "locale", "subject", "text", "html")


def enqueue_status_letter(registration: Registration, *, at: datetime) -> Letter | None:
    """The letter that tells a person the status of their registration.

    Somebody who was nominated by others is first asked to complete their own data, and a mailbox
    with which many registered, whether it is theirs.
    """
    if registration.awaits_mailbox:
        return ask_mailbox(registration, at=at)
    if _awaits_completion(registration):
        return enqueue_nomination(registration, at=at)
    kind, context = _status_letter(registration)
    return enqueue(kind, registration, at=at, **context)


def enqueue_status_letter_again(registration: Registration, *, at: datetime) -> Letter | None:
    """Send the same letter again, with its Message-ID, if it would still read the same.

    If anything in it has changed, the address included, it is a new letter.
    """
    if registration.awaits_mailbox:
        return ask_mailbox(registration, at=at)
    if _awaits_completion(registration):
        return enqueue_nomination(registration, at=at)
    kind, context = _status_letter(registration)
    before = _last_letter(registration, kind)
    if before is None or not _reads_the_same(before, registration, context):
        return enqueue(kind, registration, at=at, **context)
    if before.lease is None:  # else it is just leaving
        before.status, before.due_at = LetterStatus.QUEUED, at
        before.attempts, before.last_error = 0, ""
    return before


def enqueue_change_letter(registration: Registration, *, at: datetime) -> Letter | None:
    """The letter after a change of answers or sessions; none while an earlier one is queued."""
    if registration.status not in STANDING or _awaits_completion(registration):
        return None
    if registration.awaits_mailbox:  # who reads it has not asked for any letter yet
        return None
    before = _last_letter(registration, LetterKind.REGISTRATION_CHANGED)
    if before and before.status is LetterStatus.QUEUED and before.mailing_id is None:
        return None
    return enqueue(LetterKind.REGISTRATION_CHANGED, registration, at=at, of_registration=True)


def enqueue_address_change(
    registration: Registration, old_address: str, *, at: datetime
) -> Letter | None:
    """A last letter to the old address.

    Otherwise somebody who took a person's link could change the address unnoticed.
    """
    return enqueue_to(
        LetterKind.ADDRESS_CHANGED,
        to_address=old_address,
        to_name=registration.name,
        locale=registration.locale,
        event=registration.event,
        at=at,
    )


def _awaits_completion(registration: Registration) -> bool:
    is_offered_or_ended = registration.status in (*_ENDS, _S.OFFERED)
    return registration.awaits_completion and not is_offered_or_ended


def _status_letter(registration: Registration) -> tuple[LetterKind, dict[str, Any]]:
    if registration.status is _S.OFFERED:
        return LetterKind.PLACE_OFFERED, {"deadline": registration.offered_until}
    if registration.status is _S.WAITLISTED:
        why = ran_out_words(registration, registration.locale)
        return LetterKind.REGISTRATION_WAITLISTED, {"reason": why}
    return _LETTER_FOR[registration.status], {}


def _last_letter(registration: Registration, kind: LetterKind) -> Letter | None:
    return db.session.scalar(
        sa.select(Letter)
        .where(Letter.registration_id == registration.id, Letter.kind == kind)
        .order_by(Letter.id.desc())
        .limit(1)
    )


def _reads_the_same(letter: Letter, registration: Registration, context: dict[str, Any]) -> bool:
    now = letter_values(
        letter.kind,
        registration,
        at=letter.created_at,
        worded=own_wording(registration.event, letter.kind),
        message_id=letter.message_id,
        **context,
    )
    return now is not None and all(getattr(letter, name) == now[name] for name in _READ)
