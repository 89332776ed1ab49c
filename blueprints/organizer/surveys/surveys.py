"""Surveys: the list of them, and each with its form, its waves and its publication."""

from collections.abc import Sequence

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from blueprints.base.access import requires
from blueprints.base.found import survey_or_404
from blueprints.base.pages import redirect_with, refuse_with
from blueprints.base.refusals import WordsBeside, refusals_beside
from blueprints.base.request_sizes import takes_long_texts
from blueprints.base.transactions import committed
from blueprints.inputs.surveys.survey import NewSurveyForm, SurveyForm
from letters.surveys import survey_address
from lib.clock import utc_now
from models.feedback import Wave
from models.surveys import Survey
from operations.feedback.from_template import start_from_template
from operations.feedback.publication import publish as publish_results
from operations.forms.locks import is_locked
from operations.surveys.surveys import ForeignProvince, change_survey, create_survey
from policy import Permission
from queries.forms.builder import in_order
from queries.surveys.surveys import (
    own_form,
    own_forms,
    surveys_for,
    totals_by_wave,
    waves_by_survey,
)

bp = Blueprint("surveys", __name__, url_prefix="/surveys")

PAGE = 50
_REFUSED: WordsBeside = {
    ForeignProvince: ("province", _l("You can only make surveys in your own province."))
}


@bp.get("")
@requires(Permission.SEE_RESULTS)
def index() -> ResponseReturnValue:
    page = surveys_for(current_user, limit=PAGE, after=request.args.get("after"))
    waves = waves_by_survey(page.items)
    return render_template(
        "organizer/surveys/index.html",
        page=page,
        forms=own_forms(page.items),
        waves=waves,
        totals=totals_by_wave(wave for found in waves.values() for wave in found),
        at=utc_now(),
    )


@bp.get("/new")
@requires(Permission.EDIT_EVENTS)
def new() -> ResponseReturnValue:
    return _form_page(NewSurveyForm(formdata=None))


@bp.post("/new")
@requires(Permission.EDIT_EVENTS)
@takes_long_texts
def create() -> ResponseReturnValue:
    form = NewSurveyForm()
    if not form.validate():
        return _form_page(form, 422)
    with refusals_beside(form, _REFUSED, again=lambda: _form_page(form, 422)):
        survey = committed(lambda: _create(form))
    return redirect_with(
        _("The survey is made. Look at its questions, then begin a wave."),
        url_for(".show", survey_id=survey.id),
    )


@bp.get("/<int:survey_id>")
@requires(Permission.SEE_RESULTS)
def show(survey_id: int) -> ResponseReturnValue:
    survey = survey_or_404(survey_id)
    form, waves = own_form(survey), waves_by_survey([survey]).get(survey.id, [])
    return render_template(
        "organizer/surveys/show.html",
        survey=survey,
        form=form,
        questions=in_order(form.questions),
        answered=is_locked(form),
        waves=waves,
        totals=totals_by_wave(waves),
        compared=_compared(waves),
        address=survey_address(survey),
        at=utc_now(),
    )


@bp.get("/<int:survey_id>/edit")
@requires(Permission.EDIT_EVENTS)
def edit(survey_id: int) -> ResponseReturnValue:
    survey = survey_or_404(survey_id)
    return _form_page(SurveyForm(formdata=None, survey=survey), survey=survey)


@bp.post("/<int:survey_id>/edit")
@requires(Permission.EDIT_EVENTS)
@takes_long_texts
def update(survey_id: int) -> ResponseReturnValue:
    survey, form = survey_or_404(survey_id), SurveyForm()
    if not form.validate():
        return _form_page(form, 422, survey=survey)
    committed(lambda: change_survey(survey, form.details(), by=current_user, at=utc_now()))
    return redirect_with(_("The survey is saved."), url_for(".show", survey_id=survey_id))


@bp.post("/<int:survey_id>/publication")
@requires(Permission.EDIT_EVENTS)
def publish(survey_id: int) -> ResponseReturnValue:
    """Show the results of the closed waves to everybody; there must be one."""
    survey = survey_or_404(survey_id)
    here = url_for(".show", survey_id=survey_id)
    if not any(wave.settled for wave in waves_by_survey([survey]).get(survey.id, [])):
        return refuse_with(_("There are no results yet. Close a wave first."), here)
    committed(lambda: publish_results(survey, by=current_user, at=utc_now()))
    return redirect_with(_("Everybody can read the results now."), here)


def _create(form: NewSurveyForm) -> Survey:
    at = utc_now()
    survey = create_survey(
        form.details(),
        [],
        named=form.is_named,
        province=form.province.data,
        by=current_user,
        at=at,
    )
    if template := form.chosen_template:
        start_from_template(own_form(survey), template, by=current_user, at=at)
    return survey


def _compared(waves: Sequence[Wave]) -> list[int]:
    """The first wave, or the one that others are compared with, and the last one closed."""
    settled = [wave for wave in waves if wave.settled]
    if len(settled) < 2:
        return []
    first = next((wave for wave in settled if wave.baseline), settled[0])
    last = next(wave for wave in reversed(settled) if wave is not first)
    return [first.id, last.id]


def _form_page(
    form: SurveyForm, status: int = 200, *, survey: Survey | None = None
) -> ResponseReturnValue:
    return render_template("organizer/surveys/form.html", form=form, survey=survey), status
