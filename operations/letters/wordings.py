"""Organizers put the letters of an event into words of their own."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from extensions import db
from models.audit import AuditAction
from models.events import Event
from models.letters import LetterKind, LetterWording
from models.users import User
from operations.base.audit import record


@dataclass(frozen=True, kw_only=True)
class OwnWords:
    """Subject and body with placeholders; an empty English text means the Turkish one."""

    subject: str
    body: str
    subject_en: str = ""
    body_en: str = ""


def word_letter(
    event: Event, kind: LetterKind, words: OwnWords, *, by: User, at: datetime
) -> LetterWording:
    """Use the organizer's words for letters of this kind from now on.

    Letters that wait in the outbox stay as they were written.
    """
    wording = db.session.scalar(_wording(event, kind).with_for_update())
    if wording is None:
        wording = LetterWording(event=event, kind=kind)
        db.session.add(wording)
    wording.subject, wording.subject_en = words.subject, words.subject_en
    wording.body, wording.body_en = words.body, words.body_en
    event.worded = True
    _record(event, kind, by, at)
    return wording


def return_to_our_words(event: Event, kind: LetterKind, *, by: User, at: datetime) -> None:
    """Delete the organizer's words, so that the next letter of this kind uses ours."""
    if wording := db.session.scalar(_wording(event, kind)):
        db.session.delete(wording)
        _record(event, kind, by, at)


def _wording(event: Event, kind: LetterKind) -> sa.Select[LetterWording]:
    return sa.select(LetterWording).where(
        LetterWording.event_id == event.id, LetterWording.kind == kind
    )


def _record(event: Event, kind: LetterKind, by: User, at: datetime) -> None:
    record(
        AuditAction.WORDING_CHANGED, at=at, by=by, event=event, subject_id=event.id, kind=kind.value
    )
    db.session.flush()
