from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from blueprints.access import requires
from blueprints.forms.checkpoint import CheckpointForm
from blueprints.found import checkpoint_or_404, event_or_404
from blueprints.pages import redirect_with
from extensions import db
from lib.clock import utc_now
from models.check_in import Checkpoint
from models.events import Event
from operations.checkpoints import add_checkpoint, change_checkpoint
from policy import Permission
from queries.agenda import agenda_of
from queries.checkpoints import checkpoints_of

bp = Blueprint("checkpoints", __name__)


@bp.get("/events/<int:event_id>/checkpoints")
@requires(Permission.EDIT_EVENTS)
def index(event_id: int) -> ResponseReturnValue:
    event = event_or_404(event_id)
    return render_template(
        "organizer/checkpoints/index.html", event=event, checkpoints=checkpoints_of(event)
    )


@bp.get("/events/<int:event_id>/checkpoints/new")
@requires(Permission.EDIT_EVENTS)
def new(event_id: int) -> ResponseReturnValue:
    event = event_or_404(event_id)
    return _form_page(event, CheckpointForm(event, agenda_of(event), formdata=None))


@bp.post("/events/<int:event_id>/checkpoints/new")
@requires(Permission.EDIT_EVENTS)
def create(event_id: int) -> ResponseReturnValue:
    event = event_or_404(event_id)
    form = CheckpointForm(event, agenda_of(event), taken=_names(event))
    if not form.validate():
        return _form_page(event, form, 422)
    add_checkpoint(event, form.details(), by=current_user, at=utc_now())
    db.session.commit()
    return redirect_with(_("The check-in point is added."), _doors(event))


@bp.get("/checkpoints/<int:checkpoint_id>/edit")
@requires(Permission.EDIT_EVENTS)
def edit(checkpoint_id: int) -> ResponseReturnValue:
    checkpoint = checkpoint_or_404(checkpoint_id)
    event = checkpoint.event
    form = CheckpointForm(event, agenda_of(event), checkpoint=checkpoint, formdata=None)
    return _form_page(event, form, checkpoint=checkpoint)


@bp.post("/checkpoints/<int:checkpoint_id>/edit")
@requires(Permission.EDIT_EVENTS)
def update(checkpoint_id: int) -> ResponseReturnValue:
    checkpoint = checkpoint_or_404(checkpoint_id)
    event = checkpoint.event
    taken = _names(event) - {checkpoint.name}
    form = CheckpointForm(event, agenda_of(event), checkpoint=checkpoint, taken=taken)
    if not form.validate():
        return _form_page(event, form, 422, checkpoint=checkpoint)
    change_checkpoint(checkpoint, form.details(), by=current_user, at=utc_now())
    db.session.commit()
    return redirect_with(_("The check-in point is saved."), _doors(event))


def _names(event: Event) -> set[str]:
    return {checkpoint.name for checkpoint in checkpoints_of(event)}


def _doors(event: Event) -> str:
    return url_for("organizer.checkpoints.index", event_id=event.id)


def _form_page(
    event: Event, form: CheckpointForm, status: int = 200, *, checkpoint: Checkpoint | None = None
) -> ResponseReturnValue:
    page = render_template(
        "organizer/checkpoints/form.html", event=event, form=form, checkpoint=checkpoint
    )
    return page, status
