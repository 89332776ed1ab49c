"""What moderators are offered as reasons when they hide a statement."""

from collections.abc import Sequence
from datetime import datetime

from extensions import db
from models.audit import AuditAction
from models.problems import ProblemList
from models.users import User
from operations.base.audit import record
from operations.problems.lists import held_list

MOST = 20


def set_hide_reasons(
    problem_list: ProblemList, reasons: Sequence[str], *, by: User | None, at: datetime
) -> None:
    """Offer these, each once, in this order; none: our own suggestions. At most MOST are kept."""
    held = held_list(problem_list.scope)
    wanted = list(dict.fromkeys(reasons))[:MOST]
    if wanted == held.hide_reasons:
        return
    held.hide_reasons = wanted
    record(
        AuditAction.HIDE_REASONS_CHANGED,
        at=at,
        by=by,
        event=held.event,
        subject_id=held.id,
        reasons=len(wanted),
    )
    db.session.flush()
