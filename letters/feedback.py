from datetime import datetime

from extensions import keys
from letters.compose import enqueue, site_address
from models.feedback import FeedbackInvitation
from models.letters import Letter, LetterKind


def feedback_address(invitation: FeedbackInvitation) -> str:
    """The address of the feedback form, for the one person who was invited."""
    return site_address("feedback.responses.new", token=keys.links.sign("feedback", invitation.id))


def enqueue_invitation(invitation: FeedbackInvitation, *, at: datetime) -> Letter | None:
    """The letter that asks someone who came for their feedback."""
    return enqueue(
        LetterKind.FEEDBACK_INVITED,
        invitation.registration,
        at=at,
        feedback_url=feedback_address(invitation),
    )
