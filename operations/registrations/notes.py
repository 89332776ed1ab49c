"""Notes that organizers write for each other beside a participant."""

from datetime import datetime

from extensions import db
from models.audit import AuditAction
from models.participants import Note
from models.registrations import Registration
from models.users import User
from operations.base.audit import record


def write_note(registration: Registration, text: str, *, by: User, at: datetime) -> Note:
    note = Note(registration=registration, text=text, written_at=at, written_by=by)
    db.session.add(note)
    _record(registration, by, at)
    db.session.flush()
    return note


def remove_note(note: Note, *, by: User, at: datetime) -> None:
    _record(note.registration, by, at)
    db.session.delete(note)
    db.session.flush()


def _record(registration: Registration, by: User, at: datetime) -> None:
    record(
        AuditAction.REGISTRATION_NOTED,
        at=at,
        by=by,
        event=registration.event,
        subject_id=registration.id,
    )
