from collections.abc import Sequence
from datetime import datetime

from letters.compose import enqueue_to, registration_address, time_text
from models.letters import Letter, LetterKind
from models.registrations import Registration


def enqueue_listing(
    registrations: Sequence[Registration], *, to_address: str, locale: str, at: datetime
) -> Letter | None:
    """«My registrations»: every registration with its link, for all who share the address."""
    names = list(dict.fromkeys(registration.name for registration in registrations))
    return enqueue_to(
        LetterKind.REGISTRATIONS_LISTED,
        to_address=to_address,
        to_name=names[0] if len(names) == 1 else "",
        locale=locale,
        at=at,
        name=", ".join(names),
        shared=len(names) > 1,
        listed=[_line(registration, locale) for registration in registrations],
    )


def _line(registration: Registration, locale: str) -> dict[str, str]:
    event = registration.event
    return {
        "title": event.title_in(locale),
        "when": time_text(event, locale),
        "name": registration.name,
        "status": registration.status.value,
        "page_url": registration_address(registration),
    }
