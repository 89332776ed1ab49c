from flask import Blueprint
from flask_babel import lazy_gettext as _l

from blueprints.api.base.calls import call
from blueprints.api.base.found import event_or_404
from blueprints.api.feedback.schemas import FeedbackJson
from policy import Permission
from queries.feedback.results import feedback_results

bp = Blueprint("feedback", __name__, url_prefix="/events/<int:event_id>/feedback")


@bp.get("")
@call(Permission.SEE_RESULTS, _l("Show what feedback an event got"), response=FeedbackJson)
def show(event_id: int) -> FeedbackJson:
    event = event_or_404(event_id)
    return FeedbackJson.of(event, feedback_results(event))
