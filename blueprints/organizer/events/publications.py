"""Publishing an event, withdrawing it, and calling it off."""

from collections.abc import Callable
from functools import partial

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from blueprints.base.access import requires
from blueprints.base.found import event_or_404
from blueprints.base.pages import redirect_with, refuse_with
from blueprints.base.refusals import Words, refusals_told_on
from blueprints.base.transactions import committed
from blueprints.inputs.events.calling_off import CallingOffForm
from lib.clock import utc_now
from models.events import InvalidTransition
from operations.events import events
from policy import Permission

bp = Blueprint("publications", __name__, url_prefix="/events/<int:event_id>")

_REFUSED: Words = {
    InvalidTransition: _l(
        "That step is not possible from here. The event may have been changed in the meantime."
    )
}


@bp.post("/publication")
@requires(Permission.EDIT_EVENTS)
def create(event_id: int) -> ResponseReturnValue:
    return _change(event_id, events.publish, _("The event is published."))


@bp.post("/publication/withdrawal")
@requires(Permission.EDIT_EVENTS)
def withdraw(event_id: int) -> ResponseReturnValue:
    return _change(
        event_id, events.withdraw, _("The event is a draft again; its public page is gone.")
    )


@bp.post("/cancellation")
@requires(Permission.EDIT_EVENTS)
def cancel(event_id: int) -> ResponseReturnValue:
    event_or_404(event_id)
    form = CallingOffForm()
    if not form.validate():
        return refuse_with(form.first_refusal(), _overview(event_id))
    step = partial(events.call_off, reason=form.given())
    return _change(event_id, step, _("The event is cancelled. Its public page says so."))


def _change(event_id: int, step: Callable[..., None], message: str) -> ResponseReturnValue:
    event, overview = event_or_404(event_id), _overview(event_id)
    with refusals_told_on(overview, _REFUSED):
        committed(lambda: step(event, by=current_user, at=utc_now()))
    return redirect_with(message, overview)


def _overview(event_id: int) -> str:
    return url_for("organizer.events.show", event_id=event_id)
