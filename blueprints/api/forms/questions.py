from flask import Blueprint
from flask_babel import lazy_gettext as _l

from blueprints.api.base.calls import call
from blueprints.api.base.found import event_or_404
from blueprints.api.forms.schemas import QuestionJson, QuestionList
from models.forms import AskedAt, QuestionKind
from policy import Permission
from queries.forms.questions import questions_asked

bp = Blueprint("questions", __name__, url_prefix="/events/<int:event_id>/questions")


@bp.get("")
@call(
    Permission.SEE_REGISTRATIONS,
    _l("List the questions that an event asks of participants"),
    response=QuestionList,
)
def index(event_id: int) -> QuestionList:
    event = event_or_404(event_id)
    asked = [question for stage in AskedAt for question in questions_asked(event, stage)]
    items = [QuestionJson.of(q) for q in asked if q.kind is not QuestionKind.HEADING]
    return QuestionList(items=items, next=None)
