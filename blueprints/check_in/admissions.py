"""Admit somebody on the list from the desk, with a new ticket if they have none."""

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from blueprints.base.access import requires
from blueprints.base.found import checkpoint_or_404, or_404
from blueprints.base.refusals import Words, refusals_told_on
from blueprints.base.transactions import committed
from blueprints.inputs.base.submissions import ours_or_new
from lib.clock import utc_now
from models.events import InvalidTransition
from operations.check_in.walk_ins import MayNotDecide, admit, give_ticket
from operations.places.quotas import EventFull
from policy import Permission
from queries.check_in.desk import person_at

bp = Blueprint("admissions", __name__)

_REFUSED: Words = {
    EventFull: _l("No place is left for this person. An organiser can raise the number of places."),
    MayNotDecide: _l("Only an organiser can let this person in. Tell one of them."),
    InvalidTransition: _l("This registration can no longer be confirmed. Tell an organiser."),
}


@bp.post("/<int:checkpoint_id>/desk/<int:registration_id>/admission")
@requires(Permission.CHECK_IN)
def create(checkpoint_id: int, registration_id: int) -> ResponseReturnValue:
    """Admit the person. A second click is the same reading: the page carries its number."""
    page = url_for(
        "check_in.desk.show", checkpoint_id=checkpoint_id, registration_id=registration_id
    )
    nonce = f"desk {ours_or_new(request.form.get('nonce'))}"[:64]
    with refusals_told_on(page, _REFUSED):
        committed(lambda: _give_ticket(checkpoint_id, registration_id))
    checkpoint = checkpoint_or_404(checkpoint_id)
    person = or_404(person_at(checkpoint, registration_id))
    committed(lambda: admit(checkpoint, person, nonce=nonce, by=current_user, at=utc_now()))
    return redirect(page, 303)


def _give_ticket(checkpoint_id: int, registration_id: int) -> None:
    """Commit the ticket before it is read at the door."""
    checkpoint = checkpoint_or_404(checkpoint_id)
    person = or_404(person_at(checkpoint, registration_id))
    give_ticket(checkpoint, person, by=current_user, at=utc_now())
