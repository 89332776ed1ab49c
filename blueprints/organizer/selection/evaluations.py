"""The evaluator's pages: the applications, with one's own evaluations and nobody else's."""

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from blueprints.base.access import requires
from blueprints.base.found import or_404, registration_or_404, selecting_event_or_404
from blueprints.base.languages import language
from blueprints.base.lists import page_asked_for
from blueprints.base.looks import looked, looked_at
from blueprints.base.pages import redirect_with
from blueprints.base.refusals import Words, refusals_told_on
from blueprints.base.transactions import committed
from blueprints.inputs.selection.evaluation import EvaluationForm, InterestForm, evaluation_form
from blueprints.organizer.registrations.answers_shown import answers_shown
from lib.clock import utc_now
from models.accesses import AccessKind
from models.registrations import Registration, RegistrationStatus
from operations.selection.evaluations import (
    BadPoints,
    NotEvaluable,
    declare_conflict_of_interest,
    submit_evaluation,
)
from policy import Permission
from queries.forms.answers import rows_of
from queries.selection.evaluations import (
    Task,
    criteria_of,
    next_task,
    task_for,
    tasks_left,
    tasks_of,
)

bp = Blueprint("evaluations", __name__)

PAGE = 50
_CLOSED = _l(
    "Points can no longer be given: the application was decided about, the criteria were changed, or you declared a conflict of interest."
)
_NO_POINTS: Words = {NotEvaluable: _CLOSED, BadPoints: _CLOSED}
_DECIDED: Words = {
    NotEvaluable: _l("This application has been decided in the meantime. Go on to the next one.")
}


@bp.get("/events/<int:event_id>/evaluations")
@requires(Permission.EVALUATE_APPLICATIONS)
def index(event_id: int) -> ResponseReturnValue:
    event = selecting_event_or_404(event_id)
    page = page_asked_for(lambda after: tasks_of(event, current_user, limit=PAGE, after=after))
    looked(AccessKind.LIST, people=len(page.items), event=event)
    return render_template(
        "organizer/selection/evaluations/index.html",
        event=event,
        page=page,
        left=tasks_left(event, current_user),
        criteria=criteria_of(event),
    )


@bp.get("/registrations/<int:registration_id>/evaluation")
@requires(Permission.EVALUATE_APPLICATIONS)
def edit(registration_id: int) -> ResponseReturnValue:
    task = _task_or_404(registration_id)
    form = evaluation_form(criteria_of(task.registration.event), task.own, formdata=None)
    return _form_page(task, form, InterestForm(formdata=None))


@bp.post("/registrations/<int:registration_id>/evaluation")
@requires(Permission.EVALUATE_APPLICATIONS)
def update(registration_id: int) -> ResponseReturnValue:
    """Save the points; «next» goes on to an application without one's own points."""
    task = _task_or_404(registration_id)
    registration = task.registration
    form = evaluation_form(criteria_of(registration.event), task.own)
    if not form.validate():
        return _form_page(task, form, InterestForm(formdata=None), 422)
    with refusals_told_on(_list(registration), _NO_POINTS):
        committed(
            lambda: submit_evaluation(
                registration,
                form.given(),
                comment=form.comment.data or "",
                by=current_user,
                at=utc_now(),
            )
        )
    return redirect_with(_("Your points are saved."), _onward(registration))


@bp.post("/registrations/<int:registration_id>/conflict")
@requires(Permission.EVALUATE_APPLICATIONS)
def conflict(registration_id: int) -> ResponseReturnValue:
    task, form = _task_or_404(registration_id), InterestForm()
    registration = task.registration
    if not form.validate():
        criteria = criteria_of(registration.event)
        return _form_page(task, evaluation_form(criteria, task.own, formdata=None), form, 422)
    with refusals_told_on(_list(registration), _DECIDED):
        committed(
            lambda: declare_conflict_of_interest(
                registration, comment=form.comment.data or "", by=current_user, at=utc_now()
            )
        )
    return redirect_with(
        _("Your conflict of interest is noted. You give this application no points."),
        _onward(registration),
    )


def _task_or_404(registration_id: int) -> Task:
    return or_404(task_for(registration_or_404(registration_id), current_user))


def _onward(registration: Registration) -> str:
    following = next_task(registration.event, current_user, after=registration)
    if "next" in request.form and following:
        return url_for(".edit", registration_id=following)
    return _list(registration)


def _list(registration: Registration) -> str:
    return url_for("organizer.evaluations.index", event_id=registration.event_id)


def _form_page(
    task: Task, form: EvaluationForm, conflict_form: InterestForm, status: int = 200
) -> ResponseReturnValue:
    """The form; somebody who declared a conflict of interest sees nothing of the application."""
    registration = task.registration
    looked_at(registration)
    closed = task.own is not None and task.own.conflict
    rows = [] if closed else rows_of(registration)
    page = render_template(
        "organizer/selection/evaluations/form.html",
        registration=registration,
        event=registration.event,
        task=task,
        form=form,
        closed=closed,
        conflict_form=conflict_form,
        answers=answers_shown(rows, locale=language(), sensitive=False),
        open=registration.status is RegistrationStatus.PENDING,
        following=next_task(registration.event, current_user, after=registration),
    )
    return page, status
