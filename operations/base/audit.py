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
    """Write who did it beside the change itself, in the same transaction.

    Details hold numbers and states, never names or addresses: the rows they point to can be
    erased, an audit entry cannot.
    """
    db.session.add(
        AuditEntry(
            action=action,
            at=at,
            user_id=by.id if by else None,
            event_id=event.id if event else None,
            subject_id=subject_id,
            details=details,
        )
    )
