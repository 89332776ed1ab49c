"""The form of a wave, for whoever holds a right to answer it."""

from typing import Any

from flask import Blueprint, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue

from blueprints.base.access import for_all
from blueprints.base.found import or_404
from blueprints.base.request_sizes import takes_long_texts
from blueprints.inputs.feedback.response import FeedbackForm
from blueprints.inputs.forms.questions import answers_of
from blueprints.public.feedback.links import Link, link_or_404
from blueprints.shared.forms.sheets import Sheet, asking, carried_out
from extensions import process_limiter
from lib.clock import utc_now
from models.feedback import Wave
from operations.feedback.taking import (
    AlreadyAnswered,
    ChoiceGone,
    GivenAnswers,
    WaveClosed,
    take_answers,
)
from queries.feedback.waves import questions_asked_in

bp = Blueprint("responses", __name__)

# A whole conference may send answers from behind the one address of its hotel.
_GENEROUS = "1200 per minute"
_THANKED = "answered_waves"
_MOST_THANKED = 20


@bp.get("/<token>")
@for_all
def new(token: str) -> ResponseReturnValue:
    link = link_or_404(token)
    if not link.wave.shows_form(utc_now()):
        return _page("closed.html", link.wave, 410)
    if link.right is None:
        return _page("answered.html", link.wave, 410)
    return _form_page(_sheet(link.wave, formdata=None, data={"side": _side_of(link)}), link.wave)


@bp.post("/<token>")
@for_all
@process_limiter.limit(_GENEROUS)
@takes_long_texts
def create(token: str) -> ResponseReturnValue:
    link = link_or_404(token)
    wave = link.wave
    if link.right is None and _was_thanked(wave):
        return redirect(url_for(".show", token=token), 303)
    if not wave.takes_answers(utc_now()):
        return _page("closed.html", wave, 410)
    sheet = _sheet(wave)
    if not sheet.check():
        return _form_page(sheet, wave, 422) if link.right else _page("answered.html", wave, 410)
    try:
        carried_out(
            sheet,
            lambda sheet: _take(link, sheet),
            anew=lambda **sent: _sheet(link_or_404(token).wave, **sent),
            page=lambda again, _why: _form_page(again, link_or_404(token).wave, 409),
            refused={ChoiceGone: ""},
        )
    except AlreadyAnswered:
        return _page("answered.html", wave, 410)
    except WaveClosed:
        return _page("closed.html", wave, 410)
    _thank(wave)
    return redirect(url_for(".show", token=token), 303)


@bp.get("/<token>/thanks")
@for_all
def show(token: str) -> ResponseReturnValue:
    link = link_or_404(token)
    if not _was_thanked(link.wave):
        return redirect(url_for(".new", token=token), 303)
    return _page("show.html", link.wave)


def _was_thanked(wave: Wave) -> bool:
    """Whether this browser has sent its answers: kept in its cookie, not with us."""
    return wave.id in session.get(_THANKED, ())


def _thank(wave: Wave) -> None:
    session[_THANKED] = [*session.get(_THANKED, ())[-_MOST_THANKED:], wave.id]


def _side_of(link: Link) -> str:
    invitation = link.right.invitation if link.right else None
    return invitation.sector.value if invitation and invitation.sector else ""


def _sheet(wave: Wave, **options: Any) -> Sheet[FeedbackForm]:
    questions = questions_asked_in(wave)
    return Sheet(or_404(wave.event), asking(FeedbackForm, questions)(**options), questions)


def _take(link: Link, sheet: Sheet[FeedbackForm]) -> None:
    take_answers(
        link.wave,
        sheet.questions,
        GivenAnswers(answers_of(sheet.form, sheet.questions), side=sheet.form.side.data),
        right=link.right_id,
        nonce=sheet.form.submission_key.data,
        at=utc_now(),
    )


def _form_page(sheet: Sheet[FeedbackForm], wave: Wave, status: int = 200) -> ResponseReturnValue:
    page = render_template(
        "public/feedback/responses/new.html",
        event=wave.event,
        form=sheet.form,
        questions=sheet.questions,
    )
    return page, status


def _page(template: str, wave: Wave, status: int = 200) -> ResponseReturnValue:
    return render_template(f"public/feedback/responses/{template}", event=wave.event), status
