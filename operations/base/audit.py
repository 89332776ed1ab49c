from datetime import datetime

from extensions import db
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
