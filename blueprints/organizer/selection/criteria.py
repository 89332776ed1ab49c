from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from blueprints.base.access import requires
from blueprints.base.found import criterion_or_404, selecting_event_or_404
from blueprints.base.pages import redirect_with
from blueprints.base.refusals import Words, refusals_told, refusals_told_on
from blueprints.base.transactions import committed
from blueprints.inputs.selection.criterion import CriterionForm
from lib.clock import utc_now
from models.events import Event
from models.selection import Criterion
from operations.selection.criteria import (
    AlreadyScored,
    add_criterion,
    change_criterion,
    remove_criterion,
)
from policy import Permission
from queries.selection.evaluations import criteria_of, is_scored

bp = Blueprint("criteria", __name__)

_SCORED: Words = {
    AlreadyScored: _l(
        "Evaluators have already given points. Criteria can no longer be added or deleted, and "
        "their weights and points stay; you can correct their names."
    )
}


@bp.get("/events/<int:event_id>/criteria")
@requires(Permission.MANAGE_REGISTRATIONS)
def index(event_id: int) -> ResponseReturnValue:
    event = selecting_event_or_404(event_id)
    return render_template(
        "organizer/selection/criteria/index.html",
        event=event,
        criteria=criteria_of(event),
        scored=is_scored(event),
    )


@bp.get("/events/<int:event_id>/criteria/new")
@requires(Permission.MANAGE_REGISTRATIONS)
def new(event_id: int) -> ResponseReturnValue:
    return _form_page(selecting_event_or_404(event_id), CriterionForm(formdata=None))


@bp.post("/events/<int:event_id>/criteria/new")
@requires(Permission.MANAGE_REGISTRATIONS)
def create(event_id: int) -> ResponseReturnValue:
    event, form = selecting_event_or_404(event_id), CriterionForm()
    if not form.validate():
        return _form_page(event, form, 422)
    if form.name.data in [criterion.name for criterion in criteria_of(event)]:
        form.name.errors = [_("There is already a criterion with this name. Choose another name.")]
        return _form_page(event, form, 422)
    with refusals_told(_SCORED, by=lambda why: _form_page(event, form, 409, refusal=why)):
        committed(lambda: add_criterion(event, form.details(), by=current_user, at=utc_now()))
    return redirect_with(_("The criterion is added."), _list(event))


@bp.get("/criteria/<int:criterion_id>/edit")
@requires(Permission.MANAGE_REGISTRATIONS)
def edit(criterion_id: int) -> ResponseReturnValue:
    criterion = criterion_or_404(criterion_id)
    form = CriterionForm(criterion=criterion, formdata=None)
    return _form_page(criterion.event, form, criterion=criterion)


@bp.post("/criteria/<int:criterion_id>/edit")
@requires(Permission.MANAGE_REGISTRATIONS)
def update(criterion_id: int) -> ResponseReturnValue:
    criterion = criterion_or_404(criterion_id)
    form = CriterionForm(criterion=criterion)
    if not form.validate():
        return _form_page(criterion.event, form, 422, criterion=criterion)
    with refusals_told(
        _SCORED,
        by=lambda why: _form_page(criterion.event, form, 409, criterion=criterion, refusal=why),
    ):
        committed(
            lambda: change_criterion(criterion, form.details(), by=current_user, at=utc_now())
        )
    return redirect_with(_("The criterion is saved."), _list(criterion.event))


@bp.post("/criteria/<int:criterion_id>/removal")
@requires(Permission.MANAGE_REGISTRATIONS)
def destroy(criterion_id: int) -> ResponseReturnValue:
    criterion = criterion_or_404(criterion_id)
    page = _list(criterion.event)
    with refusals_told_on(page, _SCORED):
        committed(lambda: remove_criterion(criterion, by=current_user, at=utc_now()))
    return redirect_with(_("The criterion is deleted."), page)


def _list(event: Event) -> str:
    return url_for("organizer.criteria.index", event_id=event.id)


def _form_page(
    event: Event,
    form: CriterionForm,
    status: int = 200,
    *,
    criterion: Criterion | None = None,
    refusal: str = "",
) -> ResponseReturnValue:
    page = render_template(
        "organizer/selection/criteria/form.html",
        event=event,
        form=form,
        criterion=criterion,
        refusal=refusal,
    )
    return page, status
