"""The one reminder of a wave."""

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from flask_login import current_user

from blueprints.base.access import requires
from blueprints.base.found import wave_or_404
from blueprints.base.pages import redirect_with
from blueprints.base.refusals import Words, refusals_told_on
from blueprints.base.transactions import committed
from lib.clock import utc_now
from operations.feedback.reminders import AlreadyReminded, TooFewToRemind, remind
from operations.feedback.taking import WaveClosed
from policy import Permission

bp = Blueprint("survey_reminders", __name__)

_REFUSED: Words = {
    WaveClosed: _l("The form is not shown now, so nobody can be reminded of it."),
    AlreadyReminded: _l("People were reminded already. One reminder is enough."),
    TooFewToRemind: _l(
        "Nobody is reminded yet: at least five must have answered, and at least five must not. "
        "Otherwise the reminder would tell who has."
    ),
}


@bp.post("/surveys/<int:survey_id>/waves/<int:wave_id>/reminders")
@requires(Permission.EDIT_EVENTS)
def create(survey_id: int, wave_id: int) -> ResponseReturnValue:
    wave = wave_or_404(survey_id, wave_id)
    here = url_for("organizer.survey_waves.show", survey_id=survey_id, wave_id=wave_id)
    with refusals_told_on(here, _REFUSED):
        written = committed(lambda: remind(wave, by=current_user, at=utc_now()))
    return redirect_with(
        ngettext("%(num)d person is reminded.", "%(num)d people are reminded.", written), here
    )
