"""Closing a wave by hand: a page that says what it does, and the act."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from blueprints.base.access import requires
from blueprints.base.pages import redirect_with, refuse_with
from blueprints.inputs.feedback.closing import ClosingForm
from blueprints.organizer.feedback.asked import AskedWave, wave_or_404
from blueprints.shared.feedback.closings import close_now
from lib.clock import utc_now
from models.feedback import WaveLink
from policy import Permission
from queries.feedback.waves import totals_of

bp = Blueprint("feedback_closings", __name__)
_OF_EVENT = "/events/<int:event_id>/feedback/closing"
_OF_SURVEY = "/surveys/<int:survey_id>/waves/<int:wave_id>/closing"


@bp.get(_OF_EVENT)
@bp.get(_OF_SURVEY)
@requires(Permission.EDIT_EVENTS)
def new(**place: int) -> ResponseReturnValue:
    asked = wave_or_404(place)
    if asked.wave.is_closed:
        return _closed_already(asked)
    return _page(asked, ClosingForm(formdata=None))


@bp.post(_OF_EVENT)
@bp.post(_OF_SURVEY)
@requires(Permission.EDIT_EVENTS)
def create(**place: int) -> ResponseReturnValue:
    asked = wave_or_404(place)
    if asked.wave.is_closed:
        return _closed_already(asked)
    form, page = ClosingForm(), asked.page
    if not form.validate():
        return _page(asked, form, 422)
    sheets = form.sheets.data if asked.wave.link is WaveLink.PAPER else None
    close_now(asked.wave, sheets=sheets, by=current_user, at=utc_now())
    return redirect_with(_("The survey is closed. These are its results."), page)


def _closed_already(asked: AskedWave) -> ResponseReturnValue:
    return refuse_with(_("It is closed already."), asked.page)


def _page(asked: AskedWave, form: ClosingForm, status: int = 200) -> ResponseReturnValue:
    page = render_template(
        "organizer/feedback/closing.html", asked=asked, form=form, totals=totals_of(asked.wave)
    )
    return page, status
