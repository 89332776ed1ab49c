from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

import sqlalchemy as sa

from extensions import db
from lib.append_only import Door, door_open
from models.audit import AuditAction, AuditEntry
from models.events import Event
from models.users import User


def record(
    action: AuditAction,
    *,
    at: datetime,
    by: User | None,
    event: Event | None = None,
    subject_id: int | None = None,
    **details: str | int | None,
) -> None:
    """Write an audit entry, in the same transaction as the change itself.

    Details hold numbers and states, never names or addresses: the rows they point to can be erased,
    an audit entry cannot.
    """
    db.session.add(
        AuditEntry(
            action=action.value,
            at=at,
            user_id=by.id if by else None,
            event_id=event.id if event else None,
            subject_id=subject_id,
            details=details,
        )
    )


@contextmanager
def audit_door(connection: sa.Connection, door: Door, *, at: datetime) -> Iterator[None]:
    """Let what happens inside change the audit itself, and say so there, in the same transaction.

    Said afterwards: a restored copy replaces all that was written before it.
    """
    with door_open(connection, door):
        yield
    record_on(connection, AuditAction.AUDIT_DOOR_OPENED, at=at, door=door.value)


def record_on(
    connection: sa.Connection, action: AuditAction, *, at: datetime, **details: str | int | None
) -> None:
    """Write what a command did as a whole, whichever version the tables have."""
    connection.execute(sa.insert(AuditEntry).values(action=action.value, at=at, details=details))
