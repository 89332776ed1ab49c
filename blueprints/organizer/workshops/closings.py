"""Closing a workshop: what will be lost is said first."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from blueprints.base.access import requires
from blueprints.base.found import workshop_or_404
from blueprints.base.pages import redirect_with
from blueprints.base.transactions import committed
from blueprints.organizer.workshops.rounds import path_of
from lib.clock import utc_now
from operations.workshops.workshops import close_workshop
from policy import Permission
from queries.workshops.room import room_of

bp = Blueprint("workshop_closings", __name__, url_prefix="/workshops/<int:workshop_id>/closing")


@bp.get("")
@requires(Permission.MODERATE_PROBLEMS)
def new(workshop_id: int) -> ResponseReturnValue:
    workshop = workshop_or_404(workshop_id)
    return render_template(
        "organizer/workshops/closing.html", workshop=workshop, room=room_of(workshop)
    )


@bp.post("")
@requires(Permission.MODERATE_PROBLEMS)
def create(workshop_id: int) -> ResponseReturnValue:
    workshop = workshop_or_404(workshop_id)
    committed(lambda: close_workshop(workshop, by=current_user, at=utc_now()))
    return redirect_with(
        _("The workshop is closed. Its page shows what was said, for good."), path_of(workshop)
    )
