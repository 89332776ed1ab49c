"""Everything that people wrote to one question; what is chosen here is quoted in reports."""

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from blueprints.base.access import requires
from blueprints.base.found import or_404
from blueprints.base.lists import page_asked_for
from blueprints.base.pages import redirect_with, refuse_with
from blueprints.base.transactions import committed
from blueprints.organizer.feedback.asked import AskedWave, routes, wave_or_404
from lib.clock import utc_now
from models.forms import Question
from operations.feedback.publication import TooManyQuoted, choose_quotation
from policy import Permission
from queries.base import arguments
from queries.feedback.texts import written_answers
from queries.feedback.waves import questions_of

bp = Blueprint("feedback_texts", __name__)

PAGE = 50


@routes(bp, "GET", "/questions/<int:question_id>")
@requires(Permission.SEE_RESULTS)
def index(question_id: int, **place: int) -> ResponseReturnValue:
    """All written answers to one question, or those with the words that are searched for."""
    asked = wave_or_404(place)
    question = _question_or_404(asked, question_id)
    text = arguments.search_text(request.args)
    page = page_asked_for(
        lambda after: written_answers(asked.wave, question, limit=PAGE, after=after, search=text)
    )
    return render_template(
        "organizer/feedback/texts.html", asked=asked, question=question, page=page, text=text
    )


@routes(bp, "POST", "/questions/<int:question_id>/quotations")
@requires(Permission.EDIT_EVENTS)
def quote(question_id: int, **place: int) -> ResponseReturnValue:
    """Quote the text in reports and on public pages, or no more. The page sends the text itself:
    the number of a response would tell which texts are one person's."""
    asked = wave_or_404(place)
    question = _question_or_404(asked, question_id)
    text, quoted = request.form.get("text", ""), request.form.get("quoted") == "1"
    back = url_for(".index", question_id=question_id, **asked.place)
    try:
        committed(
            lambda: or_404(
                choose_quotation(
                    asked.wave, question, text, quoted=quoted, by=current_user, at=utc_now()
                )
                or None
            )
        )
    except TooManyQuoted:
        return refuse_with(
            _("Three answers to this question are quoted already. Remove one first."), back
        )
    done = _("The answer will be quoted.") if quoted else _("The answer is no longer quoted.")
    return redirect_with(done, back)


def _question_or_404(asked: AskedWave, question_id: int) -> Question:
    return or_404(next((q for q in questions_of(asked.wave) if q.id == question_id), None))
