from typing import Any

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from blueprints.base.access import requires
from blueprints.base.found import checkpoint_or_404, event_or_404
from blueprints.base.pages import redirect_with
from blueprints.base.refusals import Words, refusals_told_on
from blueprints.base.transactions import committed
from blueprints.inputs.check_in.checkpoint import CheckpointForm
from blueprints.shared.check_in.door_words import customs_of, whom_it_is_for
from extensions import db
from lib.clock import utc_now
from models.checkpoints import Checkpoint
from models.events import Event
from operations.base.holds import hold_event
from operations.check_in.checkpoints import (
    CheckpointInUse,
    add_checkpoint,
    change_checkpoint,
    remove_checkpoint,
)
from operations.check_in.many_checkpoints import days_of
from policy import Permission
from queries.check_in.checkpoints import checkpoints_of, doors_in_list
from queries.check_in.doors import choices_of
from queries.events.agenda import agenda_of
from queries.registrations.tags import tags_of

bp = Blueprint("checkpoints", __name__)

_STAYS: Words = {
    CheckpointInUse: _l(
        "People were scanned here, or a phone may still send scans from here, so it cannot be "
        "deleted. Set a closing time instead."
    )
}


@bp.get("/events/<int:event_id>/checkpoints")
@requires(Permission.EDIT_EVENTS)
def index(event_id: int) -> ResponseReturnValue:
    event = event_or_404(event_id)
    return render_template(
        "organizer/check_in/checkpoints/index.html",
        event=event,
        doors=doors_in_list(event, at=utc_now()),
        days=len(days_of(event)),
        whom_it_is_for=whom_it_is_for,
        customs_of=customs_of,
        chosen=any(session.chosen for session in event.sessions),
    )


@bp.get("/events/<int:event_id>/checkpoints/new")
@requires(Permission.EDIT_EVENTS)
def new(event_id: int) -> ResponseReturnValue:
    event = event_or_404(event_id)
    return _form_page(event, _form(event, formdata=None))


@bp.post("/events/<int:event_id>/checkpoints/new")
@requires(Permission.EDIT_EVENTS)
def create(event_id: int) -> ResponseReturnValue:
    event = event_or_404(event_id)
    hold_event(event)
    form = _form(event, taken=_names(event))
    if not form.validate():
        return _form_page(event, form, 422)
    add_checkpoint(event, form.details(), by=current_user, at=utc_now())
    db.session.commit()
    return redirect_with(_("The check-in point is added."), _doors(event))


@bp.get("/checkpoints/<int:checkpoint_id>/edit")
@requires(Permission.EDIT_EVENTS)
def edit(checkpoint_id: int) -> ResponseReturnValue:
    checkpoint = checkpoint_or_404(checkpoint_id)
    form = _form(checkpoint.event, checkpoint=checkpoint, formdata=None)
    return _form_page(checkpoint.event, form, checkpoint=checkpoint)


@bp.post("/checkpoints/<int:checkpoint_id>/edit")
@requires(Permission.EDIT_EVENTS)
def update(checkpoint_id: int) -> ResponseReturnValue:
    checkpoint = checkpoint_or_404(checkpoint_id)
    event = checkpoint.event
    hold_event(event)
    form = _form(event, checkpoint=checkpoint, taken=_names(event) - {checkpoint.name})
    if not form.validate():
        return _form_page(event, form, 422, checkpoint=checkpoint)
    change_checkpoint(checkpoint, form.details(), by=current_user, at=utc_now())
    db.session.commit()
    return redirect_with(_("The check-in point is saved."), _doors(event))


@bp.post("/checkpoints/<int:checkpoint_id>/removal")
@requires(Permission.EDIT_EVENTS)
def destroy(checkpoint_id: int) -> ResponseReturnValue:
    checkpoint = checkpoint_or_404(checkpoint_id)
    list_of_doors = _doors(checkpoint.event)
    with refusals_told_on(list_of_doors, _STAYS):
        committed(lambda: remove_checkpoint(checkpoint, by=current_user, at=utc_now()))
    return redirect_with(_("The check-in point is deleted."), list_of_doors)


def _form(event: Event, *, checkpoint: Checkpoint | None = None, **options: Any) -> CheckpointForm:
    return CheckpointForm(
        event,
        agenda_of(event),
        choices_of(event),
        tags_of(event),
        checkpoint=checkpoint,
        **options,
    )


def _names(event: Event) -> set[str]:
    return {checkpoint.name for checkpoint in checkpoints_of(event)}


def _doors(event: Event) -> str:
    return url_for("organizer.checkpoints.index", event_id=event.id)


def _form_page(
    event: Event, form: CheckpointForm, status: int = 200, *, checkpoint: Checkpoint | None = None
) -> ResponseReturnValue:
    page = render_template(
        "organizer/check_in/checkpoints/form.html", event=event, form=form, checkpoint=checkpoint
    )
    return page, status
