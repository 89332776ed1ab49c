"""The letters of a mailing: what each of them says, and how it is written once for each person."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from letters.compose import letter_values, put_once
from letters.sessions import session_facts
from models.base import in_locale
from models.letters import LetterKind, Mailing
from models.registrations import Registration
from queries.letters.wordings import own_wording

_K = LetterKind


def write_letters(people: Iterable[Registration], mailing: Mailing, *, at: datetime) -> None:
    """Write to these people; whoever was written to before for the same mailing is passed over."""
    worded = mailing if mailing.kind is _K.MESSAGE else own_wording(mailing.event, mailing.kind)
    rows = []
    for person in people:
        said = _said_to(person, mailing)
        if values := letter_values(mailing.kind, person, at=at, worded=worded, **said):
            key = f"{_letter_key(mailing)}:{person.id}"
            rows.append({**values, "once_key": key, "mailing_id": mailing.id})
    put_once(rows)


def _said_to(person: Registration, mailing: Mailing) -> dict[str, Any]:
    """What the letter says besides what is known of the person and the event."""
    if changed := set(mailing.filter.get("sessions", ())):
        theirs = person.chosen_sessions
        if changed & {session.id for session in theirs}:
            told = session_facts(theirs, mailing.event, person.locale)
            return {"sessions": told, "of_event": mailing.filter["event"]}
    if mailing.kind is _K.EVENT_CALLED_OFF:
        return {"reason": in_locale(person.locale, mailing.body, mailing.body_en)}
    return {}


def _letter_key(mailing: Mailing) -> str:
    """The beginning of the letters' once_key.

    A reminder comes only once, even where the event was moved and is reminded of again.
    """
    if mailing.kind is _K.PARTICIPANT_REMINDED:
        return f"reminder:{mailing.filter['days']}"
    return f"mailing:{mailing.id}"
