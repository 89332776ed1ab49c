from datetime import datetime

from letters.compose import enqueue
from letters.delegations import completion_address
from models.letters import Letter, LetterKind
from models.registrations import Registration


def enqueue_place_passed_on(
    successor: Registration, *, by: Registration, at: datetime
) -> Letter | None:
    """The letter to whom a place was passed on, with the link to complete their details."""
    return enqueue(
        LetterKind.PLACE_PASSED_ON,
        successor,
        at=at,
        giver=by.name,
        link=completion_address(successor),
    )
