"""Whether applications are complete: a page for each, and the list of all."""

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from blueprints.base.access import requires
from blueprints.base.found import application_or_404, selecting_event_or_404
from blueprints.base.languages import language
from blueprints.base.lists import page_asked_for
from blueprints.base.looks import looked, looked_at
from blueprints.base.pages import redirect_with
from blueprints.base.refusals import Words, refusals_told_on
from blueprints.base.transactions import committed
from blueprints.inputs.selection.completeness import CompletenessForm
from blueprints.organizer.registrations.answers_shown import answers_shown
from lib.clock import utc_now
from models.accesses import AccessKind
from models.registrations import Registration
from models.selection import Completeness
from operations.selection.completeness import AlreadyDecided, check_completeness
from policy import Permission, may
from queries.forms.answers import rows_of
from queries.selection.completeness import (
    ApplicationFilter,
    application_counts,
    checked,
    next_unchecked,
)
from queries.selection.evaluations import judgements_of

bp = Blueprint("completeness", __name__)

PAGE = 50
_DECIDED: Words = {
    AlreadyDecided: _l("This application has been decided in the meantime. Go on to the next one.")
}


@bp.get("/events/<int:event_id>/applications")
@requires(Permission.MANAGE_REGISTRATIONS)
def index(event_id: int) -> ResponseReturnValue:
    event = selecting_event_or_404(event_id)
    wanted = ApplicationFilter.from_query(request.args)
    page = page_asked_for(lambda after: wanted.page(event, limit=PAGE, after=after))
    looked(AccessKind.LIST, people=len(page.items), event=event, narrowed_by=wanted.as_query())
    return render_template(
        "organizer/selection/completeness/index.html",
        event=event,
        page=page,
        filter=wanted,
        counts=application_counts(event),
    )


@bp.get("/registrations/<int:registration_id>/completeness")
@requires(Permission.MANAGE_REGISTRATIONS)
def edit(registration_id: int) -> ResponseReturnValue:
    registration = application_or_404(registration_id)
    known = checked(registration)
    state = None if known.state is Completeness.UNCHECKED else known.state
    return _form_page(
        registration, CompletenessForm(formdata=None, state=state, missing=known.missing)
    )


@bp.post("/registrations/<int:registration_id>/completeness")
@requires(Permission.MANAGE_REGISTRATIONS)
def update(registration_id: int) -> ResponseReturnValue:
    """Save, and go on to the next application that nobody has looked at."""
    registration, form = application_or_404(registration_id), CompletenessForm()
    if not form.validate():
        return _form_page(registration, form, 422)
    listed = url_for(".index", event_id=registration.event_id)
    with refusals_told_on(listed, _DECIDED):
        committed(
            lambda: check_completeness(
                registration,
                complete=form.complete,
                missing=form.missing.data or "",
                by=current_user,
                at=utc_now(),
            )
        )
    if following := next_unchecked(registration):
        listed = url_for(".edit", registration_id=following)
    return redirect_with(_("Checked: %(name)s.", name=registration.name), listed)


def _form_page(
    registration: Registration, form: CompletenessForm, status: int = 200
) -> ResponseReturnValue:
    sensitive = may(current_user, Permission.SEE_SENSITIVE)
    answers = answers_shown(rows_of(registration), locale=language(), sensitive=sensitive)
    looked_at(registration, sensitive=any(answer.question.sensitive for answer in answers))
    page = render_template(
        "organizer/selection/completeness/form.html",
        registration=registration,
        event=registration.event,
        form=form,
        answers=answers,
        checked=checked(registration),
        judgements=judgements_of(registration),
    )
    return page, status
