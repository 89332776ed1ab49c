from datetime import datetime

from letters.compose import enqueue
from letters.delegations import enqueue_nomination
from models.letters import Letter, LetterKind
from models.registrations import Registration, RegistrationStatus

_S = RegistrationStatus
_LETTER_FOR = {
    _S.PENDING: LetterKind.REGISTRATION_RECEIVED,
    _S.WAITLISTED: LetterKind.REGISTRATION_WAITLISTED,
    _S.CONFIRMED: LetterKind.REGISTRATION_CONFIRMED,
    _S.DECLINED: LetterKind.REGISTRATION_DECLINED,
    _S.CANCELLED: LetterKind.REGISTRATION_CANCELLED,
}
_ENDS = (_S.DECLINED, _S.CANCELLED)


def enqueue_status_letter(registration: Registration, *, at: datetime) -> Letter | None:
    """The letter that tells a person where their registration stands.

    Whoever was nominated by others is first asked to complete their own data.
    """
    if registration.status is _S.OFFERED:
        deadline = registration.offered_until
        return enqueue(LetterKind.PLACE_OFFERED, registration, at=at, deadline=deadline)
    if registration.awaits_completion and registration.status not in _ENDS:
        return enqueue_nomination(registration, at=at)
    return enqueue(_LETTER_FOR[registration.status], registration, at=at)
