from flask import Blueprint
from flask_babel import lazy_gettext as _l

from blueprints.api.base.callers import caller
from blueprints.api.base.calls import call
from blueprints.api.base.found import survey_or_404
from blueprints.api.surveys.schemas import SurveyJson
from blueprints.api.surveys.surveys import shown
from extensions import db
from lib.clock import utc_now
from operations.feedback.publication import publish
from policy import Permission

bp = Blueprint("survey_publications", __name__, url_prefix="/surveys/<int:survey_id>/publication")


@bp.post("")
@call(
    Permission.EDIT_EVENTS,
    _l("Let everybody read the results of a survey"),
    response=SurveyJson,
)
def create(survey_id: int) -> SurveyJson:
    survey = survey_or_404(survey_id)
    publish(survey, by=caller(), at=utc_now())
    db.session.commit()
    return shown(survey)
