"""Make a door for each session or each day at once; a second click adds nothing."""

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from blueprints.base.access import requires
from blueprints.base.found import event_or_404
from blueprints.base.pages import redirect_with
from extensions import db
from lib.clock import utc_now
from models.checkpoints import Checkpoint
from models.events import Event
from operations.check_in.many_checkpoints import add_doors_of_days, add_doors_of_sessions
from policy import Permission

bp = Blueprint("many_checkpoints", __name__)


@bp.post("/events/<int:event_id>/checkpoints/of-sessions")
@requires(Permission.EDIT_EVENTS)
def create_for_sessions(event_id: int) -> ResponseReturnValue:
    event = event_or_404(event_id)
    return _made(event, add_doors_of_sessions(event, by=current_user, at=utc_now()))


@bp.post("/events/<int:event_id>/checkpoints/of-days")
@requires(Permission.EDIT_EVENTS)
def create_for_days(event_id: int) -> ResponseReturnValue:
    event = event_or_404(event_id)
    made = add_doors_of_days(
        event, name_of=lambda number: _("Day %(num)d", num=number), by=current_user, at=utc_now()
    )
    return _made(event, made)


def _made(event: Event, made: list[Checkpoint]) -> ResponseReturnValue:
    address = url_for("organizer.checkpoints.index", event_id=event.id)
    db.session.commit()
    if not made:
        return redirect_with(_("Each one already has its check-in point."), address)
    words = ngettext(
        "One check-in point is added.", "%(num)d check-in points are added.", len(made)
    )
    return redirect_with(words, address)
