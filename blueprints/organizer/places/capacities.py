"""The limits of places: of the event, and of its sectors, sessions and choices."""

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from blueprints.base.access import requires
from blueprints.base.found import event_or_404
from blueprints.base.languages import language
from blueprints.base.pages import redirect_with
from blueprints.base.transactions import committed
from blueprints.inputs.places.places import PlacesForm
from lib.clock import utc_now
from models.events import Event
from operations.places.capacities import CapacitiesTooLow, change_places
from policy import Permission
from queries.places.quotas import PlacesOfEvent, places_of

bp = Blueprint("places", __name__)


@bp.get("/events/<int:event_id>/places")
@requires(Permission.EDIT_EVENTS)
def edit(event_id: int) -> ResponseReturnValue:
    event = event_or_404(event_id)
    places = places_of(event)
    return _page(event, places, PlacesForm(event, places, language(), formdata=None))


@bp.post("/events/<int:event_id>/places")
@requires(Permission.EDIT_EVENTS)
def update(event_id: int) -> ResponseReturnValue:
    event = event_or_404(event_id)
    places = places_of(event)
    form = PlacesForm(event, places, language())
    if not form.validate():
        return _page(event, places, form, 422)
    wanted = form.changed()
    try:
        if wanted:
            committed(lambda: change_places(event, wanted, by=current_user, at=utc_now()))
    except CapacitiesTooLow as refusal:
        form.refuse(refusal.taken)
        return _page(event, places_of(event), form, 409)
    return redirect_with(_("The number of places is saved."), url_for(".edit", event_id=event.id))


def _page(
    event: Event, places: PlacesOfEvent, form: PlacesForm, status: int = 200
) -> ResponseReturnValue:
    page = render_template("organizer/places/edit.html", event=event, places=places, form=form)
    return page, status
