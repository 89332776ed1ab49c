from flask import Blueprint
from flask_babel import lazy_gettext as _l
from pydantic import BaseModel

from blueprints.api.base.calls import call
from blueprints.api.base.found import wave_or_404
from blueprints.api.feedback.wave_schemas import ResultsJson
from lib.withholding import MINIMUM
from policy import Permission
from queries.feedback.results import By, results_of

bp = Blueprint("wave_results", __name__, url_prefix="/waves/<int:wave_id>/results")


class Cut(BaseModel):
    by: By | None = None


@bp.get("")
@call(
    Permission.SEE_RESULTS,
    _l("Show what a wave of a survey, or of an event’s feedback, found"),
    query=Cut,
    response=ResultsJson,
)
def show(wave_id: int, query: Cut) -> ResultsJson:
    wave = wave_or_404(wave_id)
    return ResultsJson.of(results_of(wave, by=query.by), query.by, MINIMUM)
