"""Whether everyone may read the results."""

from flask import Blueprint
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from blueprints.base.access import requires
from blueprints.base.pages import redirect_with
from blueprints.base.refusals import refusals_told_on
from blueprints.base.transactions import committed
from blueprints.organizer.feedback.asked import routes, wave_or_404
from lib.clock import utc_now
from operations.feedback.publication import NotSettled, publish_results, withdraw_results
from policy import Permission

bp = Blueprint("feedback_publications", __name__)


@routes(bp, "POST", "/publication")
@requires(Permission.EDIT_EVENTS)
def create(**place: int) -> ResponseReturnValue:
    asked = wave_or_404(place)
    with refusals_told_on(
        asked.page, {NotSettled: _l("Close it first, then publish the results.")}
    ):
        committed(lambda: publish_results(asked.wave, by=current_user, at=utc_now()))
    return redirect_with(_("Everyone can read the results now."), asked.page)


@routes(bp, "POST", "/publication/withdrawal")
@requires(Permission.EDIT_EVENTS)
def destroy(**place: int) -> ResponseReturnValue:
    asked = wave_or_404(place)
    committed(lambda: withdraw_results(asked.wave, by=current_user, at=utc_now()))
    return redirect_with(_("The results are no longer public."), asked.page)
