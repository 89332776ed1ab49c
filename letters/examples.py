"""A letter with the data of an example person, to look at or to send to oneself."""

from datetime import datetime, timedelta
from typing import Any

from flask_babel import force_locale
from flask_babel import gettext as _

from letters.compose import enqueue_written, picture_id, site_address, whole_context
from letters.rendering import Written, written
from letters.wordings import Words
from models.events import Event
from models.letters import Letter, LetterKind
from models.users import User

_PICTURE_ID = picture_id("<example>")


def example_letter(
    kind: LetterKind,
    event: Event,
    locale: str,
    words: Words | None,
    *,
    picture: str = _PICTURE_ID,
) -> Written:
    """The letter as it would read for someone with every value that such letters can name."""
    told = {**example_values(event, locale), "picture_id": picture}
    return written(kind, locale, whole_context(event, locale, told), words)


def example_values(event: Event, locale: str) -> dict[str, Any]:
    """Example values beside the event's; every value that a template uses must be here."""
    page = site_address("public.registrations.show", token="example")  # noqa: S106
    with force_locale(locale):
        texts = {
            "name": _("Ayşe Example"),
            "given_name": "Ayşe",
            "institution": _("An institution"),
            "giver": _("Ali Example"),
            "reason": _("The reason you give is shown here."),
            "road_map": _("An example road map"),
            "action": _("An example action"),
            "said": [_("An example problem")],
        }
    return texts | {
        "page_url": page,
        "link": page,
        "feedback_url": page,
        "short_code": "ABCD-2345",
        "picture_id": _PICTURE_ID,
        "deadline": event.starts_at - timedelta(days=3),
        "size": 4,
        "reserve_rank": 2,
        "sessions": [],
        "of_event": True,
        "named": "",
        "outcomes_url": page,
        "end_url": page,
        "evidence": [],
    }


def enqueue_example(
    kind: LetterKind, event: Event, words: Words | None, locale: str, *, to: User, at: datetime
) -> Letter | None:
    """Send the example to the organizer's own address, marked as a test.

    It stands in the log of the event alone, not in that of a person.
    """

    def made(message_id: str) -> Written:
        letter = example_letter(kind, event, locale, words, picture=picture_id(message_id))
        with force_locale(locale):
            subject = _("Test: %(subject)s", subject=letter.subject)
        return Written(subject, letter.text, letter.html)

    return enqueue_written(
        kind, made, to_address=to.email, to_name=to.name, locale=locale, event=event, at=at
    )
