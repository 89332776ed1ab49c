"""What happened to one participant: decisions, letters, scans at the doors, notes."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from extensions import db
from models.audit import AuditAction, AuditEntry
from models.checkpoints import Checkpoint
from models.letters import Letter
from models.participants import Note
from models.registrations import Registration
from models.scans import Scan
from models.users import User

TOLD_ACTIONS = (
    AuditAction.REGISTRATION_ADDED,
    AuditAction.REGISTRATION_CHANGED,
    AuditAction.REGISTRATION_CONFIRMED,
    AuditAction.REGISTRATION_WAITLISTED,
    AuditAction.REGISTRATION_DECLINED,
    AuditAction.REGISTRATION_CANCELLED,
    AuditAction.REGISTRATION_OFFERED,
    AuditAction.REGISTRATION_OFFER_LAPSED,
    AuditAction.REGISTRATION_MAILBOX_CONFIRMED,
    AuditAction.REGISTRATION_HOLD_LAPSED,
    AuditAction.REGISTRATION_ANSWERED,
    AuditAction.REGISTRATION_COMPLETED,
    AuditAction.REGISTRATION_TRANSFERRED,
    AuditAction.REGISTRATION_MERGED,
    AuditAction.LINK_REVOKED,
)


@dataclass(frozen=True)
class HistoryEntry:
    at: datetime
    action: AuditAction
    by: str | None
    """The colleague's name; None: the person did it by their own link, or the worker did."""


def history_of(registration: Registration) -> list[HistoryEntry]:
    """What was decided about a person, the latest first."""
    rows = db.session.execute(
        sa.select(AuditEntry.at, AuditEntry.action, User.name)
        .outerjoin(User, User.id == AuditEntry.user_id)
        .where(
            AuditEntry.event_id == registration.event_id,
            AuditEntry.subject_id == registration.id,
            AuditEntry.action.in_(TOLD_ACTIONS),
            # Links of delegations are left out: a delegation may have the same number.
            sa.func.coalesce(AuditEntry.details["of"].as_string(), "") != "delegation",
        )
        .order_by(AuditEntry.id.desc())
    )
    return [HistoryEntry(at, AuditAction(action), name) for at, action, name in rows]


def letters_to(registration: Registration) -> list[Letter]:
    return list(
        db.session.scalars(
            sa.select(Letter)
            .where(Letter.registration_id == registration.id)
            .order_by(Letter.id.desc())
        )
    )


def scans_of(registration: Registration) -> list[Scan]:
    """Every scan of the person's ticket at the doors of the event, the latest first.

    Registrations that were merged into this one are the same person's, so their scans are included.
    """
    merged = sa.select(Registration.id).where(Registration.merged_into_id == registration.id)
    same = sa.or_(Scan.registration_id == registration.id, Scan.registration_id.in_(merged))
    return list(
        db.session.scalars(
            sa.select(Scan)
            .join(Scan.checkpoint)
            .where(Checkpoint.event_id == registration.event_id, same)
            .options(joinedload(Scan.checkpoint))
            .order_by(Scan.scanned_at.desc(), Scan.id.desc())
        )
    )


def notes_on(registration: Registration) -> list[Note]:
    """Notes that organizers wrote for each other, the latest first, with their authors."""
    return list(
        db.session.scalars(
            sa.select(Note)
            .where(Note.registration_id == registration.id)
            .options(joinedload(Note.written_by))
            .order_by(Note.id.desc())
        )
    )


def note_on(registration: Registration, note_id: int) -> Note | None:
    return db.session.scalar(
        sa.select(Note).where(Note.registration_id == registration.id, Note.id == note_id)
    )
