from collections.abc import Sequence

from flask import Blueprint, abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from blueprints.base.access import for_all
from blueprints.base.found import or_404
from blueprints.base.languages import language
from blueprints.inputs.feedback.response import FeedbackForm
from blueprints.inputs.forms.questions import answers_of, with_questions
from extensions import db, keys, limiter
from lib.clock import utc_now
from lib.signed_links import BadLink
from models.feedback import FeedbackInvitation
from models.forms import Question
from operations.feedback.responses import AlreadyAnswered, submit_feedback
from queries.feedback.results import feedback_questions_asked, invitation_by_link

bp = Blueprint("responses", __name__)

# A whole conference may answer from behind one address of its hotel.
_GENEROUS = "1200 per minute"


@bp.get("/<token>")
@for_all
def new(token: str) -> ResponseReturnValue:
    invitation = _invitation_or_404(token)
    if invitation.answered:
        return _page("public/feedback/responses/answered.html", invitation)
    person = invitation.registration
    form, questions = _form(invitation, side=person.sector.value, signature="")
    return _form_page(invitation, form, questions)


@bp.post("/<token>")
@for_all
@limiter.limit(_GENEROUS)
def create(token: str) -> ResponseReturnValue:
    invitation = _invitation_or_404(token)
    if invitation.answered:
        return redirect(url_for(".new", token=token), 303)
    form, questions = _form(invitation)
    if not form.validate():
        return _form_page(invitation, form, questions, 422)
    try:
        submit_feedback(
            invitation,
            answers=answers_of(form, questions),
            side=form.side.data,
            signature=form.signature.data or "",
            at=utc_now(),
        )
    except AlreadyAnswered:
        db.session.rollback()
        return redirect(url_for(".new", token=token), 303)
    db.session.commit()
    return redirect(url_for(".show", token=token), 303)


@bp.get("/<token>/thanks")
@for_all
def show(token: str) -> ResponseReturnValue:
    invitation = _invitation_or_404(token)
    if not invitation.answered:
        return redirect(url_for(".new", token=token), 303)
    return _page("public/feedback/responses/show.html", invitation)


def _invitation_or_404(token: str) -> FeedbackInvitation:
    try:
        [number] = keys.links.read("feedback", token, count=1)
    except BadLink:
        abort(404)
    return or_404(invitation_by_link(number))


def _form(invitation: FeedbackInvitation, **values: str) -> tuple[FeedbackForm, Sequence[Question]]:
    questions = feedback_questions_asked(invitation.registration.event)
    form = with_questions(FeedbackForm, questions, locale=language())
    return form(data=values), questions


def _form_page(
    invitation: FeedbackInvitation,
    form: FeedbackForm,
    questions: Sequence[Question],
    status: int = 200,
) -> ResponseReturnValue:
    return _page(
        "public/feedback/responses/new.html",
        invitation,
        status,
        form=form,
        questions=questions,
    )


def _page(
    template: str, invitation: FeedbackInvitation, status: int = 200, **values: object
) -> ResponseReturnValue:
    return render_template(template, event=invitation.registration.event, **values), status
