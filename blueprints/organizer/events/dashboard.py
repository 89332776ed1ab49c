from collections.abc import Sequence
from datetime import datetime

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask_login import current_user

from blueprints.base.access import requires
from lib.clock import utc_now
from models.events import Event, EventStatus
from policy import Permission, may
from queries.events.back_office import EventFilter, events_with_applications
from queries.letters.outbox import letter_counts

bp = Blueprint("dashboard", __name__)

SHOWN = 8


@bp.get("/")
@requires(Permission.SEE_BACK_OFFICE)
def show() -> ResponseReturnValue:
    """The next events and the open tasks; each only for those who may act on it."""
    at = utc_now()
    decides = may(current_user, Permission.SEE_REGISTRATIONS)
    edits = may(current_user, Permission.EDIT_EVENTS)
    return render_template(
        "organizer/events/dashboard/show.html",
        upcoming=_coming(EventStatus.PUBLISHED, at),
        drafts=_coming(EventStatus.DRAFT, at) if edits else [],
        applications=events_with_applications(current_user, at=at, limit=SHOWN) if decides else [],
        letters=letter_counts(current_user) if may(current_user, Permission.SEE_LETTERS) else None,
    )


def _coming(status: EventStatus, at: datetime) -> Sequence[Event]:
    return EventFilter(status=status).page(current_user, at=at, limit=SHOWN).items
