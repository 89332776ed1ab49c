"""Starting the feedback form of an event from a template."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from blueprints.base.access import requires
from blueprints.base.found import event_or_404, or_404
from blueprints.base.pages import redirect_with
from blueprints.base.refusals import Words, refusals_told_on
from blueprints.base.transactions import committed
from blueprints.organizer.forms.built import of_event
from lib.clock import utc_now
from models.events import Event
from models.forms import Form, FormPurpose
from models.surveys import Survey
from operations.feedback.from_template import start_from_template
from operations.feedback.templates import TEMPLATES, templates_after
from operations.feedback.templates.pieces import FormTemplate
from operations.forms.locks import FormLocked, is_locked
from operations.surveys.follow_ups import ask_after_90_days
from policy import Permission
from queries.forms.builder import form_of

bp = Blueprint("form_templates", __name__)

_ANSWERED: Words = {
    FormLocked: _l(
        "Somebody has answered this form already, so its questions stay. You can still add others."
    )
}


@bp.get("/events/<int:event_id>/form-templates/new")
@requires(Permission.EDIT_EVENTS)
def new(event_id: int) -> ResponseReturnValue:
    event = event_or_404(event_id)
    form = or_404(form_of(event, FormPurpose.FEEDBACK))
    return render_template(
        "organizer/forms/templates/new.html",
        event=event,
        templates=templates_after(event.kind),
        answered=is_locked(form),
        asks_later=TEMPLATES["training"].fits,
        builder=of_event(event_id, FormPurpose.FEEDBACK).address(),
    )


@bp.post("/events/<int:event_id>/form-templates/new")
@requires(Permission.EDIT_EVENTS)
def create(event_id: int) -> ResponseReturnValue:
    event = event_or_404(event_id)
    form = or_404(form_of(event, FormPurpose.FEEDBACK))
    template = or_404(templates_after(event.kind).get(request.form.get("template", "")))
    builder = of_event(event_id, FormPurpose.FEEDBACK).address()
    with refusals_told_on(builder, _ANSWERED):
        made = committed(lambda: _start(event, form, template))
    said = _("The form starts from the template. Change it as you like.")
    if made is not None:
        said += " " + _("90 days after the end, those who came are asked what they use at work.")
    return redirect_with(said, builder)


def _start(event: Event, form: Form, template: FormTemplate) -> Survey | None:
    """Write the questions; of a training, also make the survey that follows it, if it is wanted."""
    at = utc_now()
    start_from_template(form, template, by=current_user, at=at)
    if "later" in request.form and template is TEMPLATES["training"]:
        return ask_after_90_days(event, by=current_user, at=at)
    return None
