from flask import Blueprint
from flask_babel import lazy_gettext as _l

from blueprints.api.base.callers import caller
from blueprints.api.base.calls import call
from blueprints.api.base.found import wave_or_404
from blueprints.api.surveys.wave_schemas import Closing, WaveJson
from blueprints.api.surveys.waves import shown
from blueprints.shared.feedback.closings import close_now
from lib.clock import utc_now
from policy import Permission

bp = Blueprint("closings", __name__, url_prefix="/waves/<int:wave_id>/closing")


@bp.post("")
@call(
    Permission.EDIT_EVENTS,
    _l("Close a wave for good and count all its answers"),
    body=Closing,
    response=WaveJson,
)
def create(wave_id: int, body: Closing) -> WaveJson:
    close_now(wave_or_404(wave_id), sheets=body.sheets, by=caller(), at=utc_now())
    return shown(wave_or_404(wave_id))
