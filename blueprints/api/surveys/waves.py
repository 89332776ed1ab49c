from flask import Blueprint
from flask_babel import lazy_gettext as _l

from blueprints.api.base.callers import caller
from blueprints.api.base.calls import call
from blueprints.api.base.found import survey_or_404, wave_or_404
from blueprints.api.base.problem_details import refused_field
from blueprints.api.surveys.questions import changed_details
from blueprints.api.surveys.wave_schemas import NewWave, Target, WaveJson
from extensions import db
from lib.clock import utc_now
from models.feedback import Wave
from operations.surveys.questions import items_of
from operations.surveys.waves import WaveDetails, begin_wave
from policy import Permission
from queries.events.events import event_for
from queries.feedback.waves import totals_of
from queries.surveys.surveys import own_form

bp = Blueprint("waves", __name__)


@bp.post("/surveys/<int:survey_id>/waves")
@call(
    Permission.EDIT_EVENTS,
    _l("Ask a survey in one more wave"),
    body=NewWave,
    response=WaveJson,
    status=201,
)
def create(survey_id: int, body: NewWave) -> WaveJson:
    survey = survey_or_404(survey_id)
    details = WaveDetails(
        name=body.name,
        opens_at=body.opens_at,
        closes_at=body.closes_at,
        link=body.link,
        baseline=body.baseline,
        target=_target(body.target),
    )
    if details.closes_at and details.closes_at <= details.opens_at:
        raise refused_field("closes_at", "A wave must close after it opens.")
    items = None
    if body.questions is not None:
        items = changed_details(items_of(own_form(survey)), body.questions)
    wave = begin_wave(survey, details, items, by=caller(), at=utc_now())
    db.session.commit()
    return shown(wave)


@bp.get("/waves/<int:wave_id>")
@call(Permission.SEE_RESULTS, _l("Show a wave, and how many have answered"), response=WaveJson)
def show(wave_id: int) -> WaveJson:
    return shown(wave_or_404(wave_id))


def shown(wave: Wave) -> WaveJson:
    return WaveJson.of(wave, totals_of(wave), utc_now())


def _target(target: Target | None) -> dict[str, list[str]]:
    if target is None:
        return {}
    if target.event is not None and event_for(target.event, caller()) is None:
        raise refused_field("target.event", "There is no such event, or it is elsewhere.")
    return target.stored()
