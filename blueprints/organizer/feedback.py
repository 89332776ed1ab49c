from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from blueprints.access import requires
from blueprints.forms.questions import rating_labels
from blueprints.organizer.finding import event_or_404
from policy import Permission
from queries.feedback import SMALLEST_GROUP, feedback_results

bp = Blueprint("feedback", __name__)


@bp.get("/events/<int:event_id>/feedback")
@requires(Permission.SEE_RESULTS)
def show(event_id: int) -> ResponseReturnValue:
    event = event_or_404(event_id)
    return render_template(
        "organizer/feedback/show.html",
        event=event, results=feedback_results(event), rating_labels=rating_labels(),
        smallest_group=SMALLEST_GROUP,
    )  # fmt: skip
