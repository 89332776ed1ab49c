"""Letters to applicants: what is missing, and what was decided."""

from datetime import datetime

from letters.compose import enqueue, registration_token, site_address
from models.letters import Letter, LetterKind
from models.registrations import Registration
from models.selection import SelectionOutcome, SelectionResult

_LETTER_FOR = {
    SelectionOutcome.CHOSEN: LetterKind.APPLICATION_CHOSEN,
    SelectionOutcome.RESERVE: LetterKind.APPLICATION_RESERVED,
    SelectionOutcome.DECLINED: LetterKind.APPLICATION_DECLINED,
}


def enqueue_incomplete_letter(
    registration: Registration, *, missing: str, at: datetime
) -> Letter | None:
    """The letter that says what is missing, with a link to the answers."""
    return enqueue(
        LetterKind.APPLICATION_INCOMPLETE,
        registration,
        at=at,
        reason=missing,
        link=site_address("public.answers.edit", token=registration_token(registration)),
    )


def enqueue_selection_letter(result: SelectionResult, *, at: datetime) -> Letter | None:
    """The letter with the decision; the reason that may be told stands in the registration."""
    return enqueue(
        _LETTER_FOR[result.outcome], result.registration, at=at, reserve_rank=result.reserve_rank
    )
