"""Starting the form of a survey from a template."""

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from blueprints.base.access import requires
from blueprints.base.found import or_404, survey_or_404
from blueprints.base.pages import redirect_with
from blueprints.base.refusals import Words, refusals_told_on
from blueprints.base.transactions import committed
from lib.clock import utc_now
from operations.feedback.from_template import start_from_template
from operations.feedback.templates import templates_for_surveys
from operations.forms.locks import FormLocked, is_locked
from policy import Permission
from queries.surveys.surveys import own_form

bp = Blueprint("survey_form_templates", __name__)

_ANSWERED: Words = {
    FormLocked: _l(
        "Somebody has answered this form already, so its questions stay. You can still add others."
    )
}


@bp.get("/surveys/<int:survey_id>/form-templates/new")
@requires(Permission.EDIT_EVENTS)
def new(survey_id: int) -> ResponseReturnValue:
    survey = survey_or_404(survey_id)
    return render_template(
        "organizer/surveys/form_templates/new.html",
        survey=survey,
        templates=templates_for_surveys(),
        answered=is_locked(own_form(survey)),
    )


@bp.post("/surveys/<int:survey_id>/form-templates/new")
@requires(Permission.EDIT_EVENTS)
def create(survey_id: int) -> ResponseReturnValue:
    survey = survey_or_404(survey_id)
    template = or_404(templates_for_surveys().get(request.form.get("template", "")))
    here = url_for("organizer.surveys.show", survey_id=survey_id)
    with refusals_told_on(here, _ANSWERED):
        committed(
            lambda: start_from_template(own_form(survey), template, by=current_user, at=utc_now())
        )
    return redirect_with(_("The form starts from the template. Change it as you like."), here)
