from datetime import datetime

from extensions import keys
from letters.compose import enqueue, site_address
from models.feedback import Right
from models.letters import Letter, LetterKind
from models.registrations import Registration


def feedback_address(right: Right) -> str:
    """The address of the form, for the one person who holds this right."""
    token = keys.links.sign("feedback", right.wave_id, right.id)
    return site_address("feedback.responses.new", token=token)


def enqueue_invitation(right: Right, registration: Registration, *, at: datetime) -> Letter | None:
    """The letter that asks someone who came for their feedback."""
    return enqueue(
        LetterKind.FEEDBACK_INVITED,
        registration,
        at=at,
        feedback_url=feedback_address(right),
        named="yes" if right.wave.is_named else "",
    )
