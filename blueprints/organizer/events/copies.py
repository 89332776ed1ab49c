from datetime import datetime

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from blueprints.base.access import requires
from blueprints.base.found import event_or_404
from blueprints.base.pages import redirect_with
from blueprints.base.transactions import committed
from blueprints.inputs.events.copy import EventCopyForm
from lib.clock import utc_now
from models.events import Event
from operations.events.copies import begins_on, copy_event
from policy import Permission
from queries.events.back_office import just_made

bp = Blueprint("event_copies", __name__)


@bp.get("/events/<int:event_id>/copies/new")
@requires(Permission.EDIT_EVENTS)
def new(event_id: int) -> ResponseReturnValue:
    event = event_or_404(event_id)
    return _form_page(event, EventCopyForm(event, formdata=None))


@bp.post("/events/<int:event_id>/copies/new")
@requires(Permission.EDIT_EVENTS)
def create(event_id: int) -> ResponseReturnValue:
    event = event_or_404(event_id)
    form = EventCopyForm(event)
    if not form.validate():
        return _form_page(event, form, 422)
    copy = committed(lambda: _copy(event, form, at=utc_now()))
    return redirect_with(
        _("This is the copy, a draft. Look it through before you publish it."),
        url_for("organizer.events.show", event_id=copy.id),
    )


def _copy(event: Event, form: EventCopyForm, *, at: datetime) -> Event:
    """Make the copy; a second click gives the draft that the first one made."""
    starts_at = begins_on(event, form.starts_on.data)
    made = just_made(form.title.data, starts_at, by=current_user, at=at)
    return made or copy_event(
        event,
        title=form.title.data,
        title_en=form.title_en.data or "",
        starts_on=form.starts_on.data,
        by=current_user,
        at=at,
    )


def _form_page(event: Event, form: EventCopyForm, status: int = 200) -> ResponseReturnValue:
    return render_template("organizer/events/copies/new.html", event=event, form=form), status
