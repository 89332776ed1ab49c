"""Starting the feedback form of an event, or the form of a survey, from a template."""

from collections.abc import Mapping

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from blueprints.base.access import requires
from blueprints.base.found import or_404
from blueprints.base.pages import redirect_with
from blueprints.base.refusals import Words, refusals_told_on
from blueprints.base.transactions import committed
from blueprints.organizer.forms.built import BuiltForm, built_or_404, of_event
from lib.clock import utc_now
from models.forms import FormPurpose
from models.surveys import Survey
from operations.feedback.from_template import start_from_template
from operations.feedback.templates import TEMPLATES, templates_after, templates_for_surveys
from operations.feedback.templates.pieces import FormTemplate
from operations.forms.locks import FormLocked
from operations.surveys.follow_ups import ask_after_90_days
from policy import Permission

bp = Blueprint("form_templates", __name__)

_ANSWERED: Words = {
    FormLocked: _l(
        "Somebody has answered this form already, so its questions stay. You can still add others."
    )
}


@bp.get("/surveys/<int:survey_id>/form-templates/new")
@bp.get("/events/<int:event_id>/form-templates/new")
@requires(Permission.EDIT_EVENTS)
def new(**place: int) -> ResponseReturnValue:
    built = _asked_or_404(place)
    event = built.event
    return render_template(
        "organizer/forms/templates/new.html",
        built=built,
        templates=_offered(built),
        asks_later=event is not None and event.kind in TEMPLATES["training"].fits,
    )


@bp.post("/surveys/<int:survey_id>/form-templates/new")
@bp.post("/events/<int:event_id>/form-templates/new")
@requires(Permission.EDIT_EVENTS)
def create(**place: int) -> ResponseReturnValue:
    built = _asked_or_404(place)
    template = or_404(_offered(built).get(request.form.get("template", "")))
    with refusals_told_on(built.address(), _ANSWERED):
        made = committed(lambda: _start(built, template))
    said = _("The form starts from the template. Change it as you like.")
    if made is not None:
        said += " " + _("90 days after the end, those who came are asked what they use at work.")
    return redirect_with(said, built.address())


def _asked_or_404(place: Mapping[str, int]) -> BuiltForm:
    if "event_id" in place:
        return of_event(place["event_id"], FormPurpose.FEEDBACK)
    return built_or_404(survey_id=place["survey_id"])


def _offered(built: BuiltForm) -> dict[str, FormTemplate]:
    return templates_after(built.event.kind) if built.event else templates_for_surveys()


def _start(built: BuiltForm, template: FormTemplate) -> Survey | None:
    """Write the questions; of a training, also make the survey that follows it, if it is wanted."""
    at = utc_now()
    start_from_template(built.begun(), template, by=current_user, at=at)
    if built.event and "later" in request.form and template is TEMPLATES["training"]:
        return ask_after_90_days(built.event, by=current_user, at=at)
    return None
