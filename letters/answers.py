from datetime import datetime

from letters.compose import enqueue, registration_token, site_address
from models.letters import Letter, LetterKind
from models.registrations import Registration


def enqueue_answers_request(registration: Registration, *, at: datetime) -> Letter | None:
    """The letter that asks for the answers after approval; one for each person, ever."""
    return enqueue(
        LetterKind.ANSWERS_REQUESTED,
        registration,
        at=at,
        once_key=f"answers:{registration.id}",
        deadline=registration.event.starts_at,
        link=site_address("public.answers.edit", token=registration_token(registration)),
    )
