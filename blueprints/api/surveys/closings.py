from flask import Blueprint
from flask_babel import lazy_gettext as _l

from blueprints.api.base.callers import caller
from blueprints.api.base.calls import call
from blueprints.api.base.found import wave_or_404
from blueprints.api.surveys.wave_schemas import Closing, WaveJson
from blueprints.api.surveys.waves import shown
from extensions import db
from lib import sqlite
from lib.clock import utc_now
from operations.feedback.closing import close_wave, count_answers
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
    close_wave(wave_or_404(wave_id), sheets=body.sheets, by=caller(), at=utc_now())
    db.session.commit()
    for _moved in count_answers(at=utc_now()):
        db.session.commit()  # what was moved must not share a transaction with anything else
    db.session.commit()  # nothing may be open while the log is cut
    sqlite.wipe_log(db.engine)
    return shown(wave_or_404(wave_id))
