from typing import Any

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from blueprints.base.access import for_all
from blueprints.base.found import or_404, signed_numbers_or_404
from blueprints.base.refusals import refusals_told_on
from blueprints.base.request_sizes import takes_long_texts
from blueprints.inputs.feedback.response import FeedbackForm
from blueprints.inputs.forms.questions import answers_of
from blueprints.shared.forms.sheets import Sheet, asking, carried_out
from extensions import process_limiter
from lib.clock import utc_now
from models.feedback import FeedbackInvitation
from operations.feedback.responses import AlreadyAnswered, submit_feedback
from queries.feedback.results import feedback_questions_asked, invitation_by_link

bp = Blueprint("responses", __name__)

# A whole conference may send answers from behind the one address of its hotel.
_GENEROUS = "1200 per minute"


@bp.get("/<token>")
@for_all
def new(token: str) -> ResponseReturnValue:
    invitation = _invitation_or_404(token)
    if invitation.answered:
        return _page("public/feedback/responses/answered.html", invitation)
    side = invitation.registration.sector.value
    return _form_page(_sheet(invitation, formdata=None, data={"side": side}))


@bp.post("/<token>")
@for_all
@process_limiter.limit(_GENEROUS)
@takes_long_texts
def create(token: str) -> ResponseReturnValue:
    invitation = _invitation_or_404(token)
    if invitation.answered:
        return redirect(url_for(".new", token=token), 303)
    sheet = _sheet(invitation)
    if not sheet.check():
        return _form_page(sheet, 422)
    with refusals_told_on(url_for(".new", token=token), {AlreadyAnswered: ""}):
        carried_out(
            sheet,
            lambda sheet: _submit(invitation, sheet),
            anew=lambda **sent: _sheet(_invitation_or_404(token), **sent),
            page=lambda again, _why: _form_page(again, 409),
        )
    return redirect(url_for(".show", token=token), 303)


@bp.get("/<token>/thanks")
@for_all
def show(token: str) -> ResponseReturnValue:
    invitation = _invitation_or_404(token)
    if not invitation.answered:
        return redirect(url_for(".new", token=token), 303)
    return _page("public/feedback/responses/show.html", invitation)


def _invitation_or_404(token: str) -> FeedbackInvitation:
    [number] = signed_numbers_or_404("feedback", token, count=1)
    return or_404(invitation_by_link(number))


def _sheet(invitation: FeedbackInvitation, **options: Any) -> Sheet[FeedbackForm]:
    event = invitation.registration.event
    questions = feedback_questions_asked(event)
    return Sheet(event, asking(FeedbackForm, questions)(**options), questions)


def _submit(invitation: FeedbackInvitation, sheet: Sheet[FeedbackForm]) -> None:
    submit_feedback(
        invitation,
        answers=answers_of(sheet.form, sheet.questions),
        side=sheet.form.side.data,
        signature=sheet.form.signature.data or "",
        at=utc_now(),
    )


def _form_page(sheet: Sheet[FeedbackForm], status: int = 200) -> ResponseReturnValue:
    page = render_template(
        "public/feedback/responses/new.html",
        event=sheet.event,
        form=sheet.form,
        questions=sheet.questions,
    )
    return page, status


def _page(template: str, invitation: FeedbackInvitation) -> ResponseReturnValue:
    return render_template(template, event=invitation.registration.event)
