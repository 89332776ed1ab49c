"""The list of workshops, and a new one for an event."""

from flask import Blueprint, current_app, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from blueprints.base.access import requires
from blueprints.base.found import event_or_404, workshop_or_404
from blueprints.base.pages import redirect_with
from blueprints.base.transactions import committed
from blueprints.inputs.workshops.workshop import WorkshopForm
from lib import qr
from lib.clock import utc_now
from models.events import Event
from models.workshops import Workshop
from operations.workshops.workshops import open_workshop
from policy import Permission
from queries.workshops.workshops import seats_by_workshop, workshops_for

bp = Blueprint("workshops", __name__)


@bp.get("/workshops")
@requires(Permission.SEE_RESULTS)
def index() -> ResponseReturnValue:
    rows = workshops_for(current_user)
    return render_template(
        "organizer/workshops/index.html", rows=rows, seats=seats_by_workshop(rows)
    )


@bp.get("/events/<int:event_id>/workshops")
@requires(Permission.SEE_RESULTS)
def of_event(event_id: int) -> ResponseReturnValue:
    return _event_page(event_or_404(event_id), WorkshopForm(formdata=None))


@bp.post("/events/<int:event_id>/workshops")
@requires(Permission.MODERATE_PROBLEMS)
def create(event_id: int) -> ResponseReturnValue:
    event, form = event_or_404(event_id), WorkshopForm()
    if not form.validate():
        return _event_page(event, form, 422)

    def act() -> Workshop:
        return open_workshop(
            event_or_404(event_id),
            title=form.title.data,
            shows_at_once=form.shows_at_once.data,
            by=current_user,
            at=utc_now(),
        )

    workshop = committed(act)
    return redirect_with(
        _("The workshop is open. Show its QR code, then open a round."),
        url_for("organizer.moderation.show", workshop_id=workshop.id),
    )


@bp.get("/workshops/<int:workshop_id>/poster")
@requires(Permission.SEE_RESULTS)
def poster(workshop_id: int) -> ResponseReturnValue:
    """The QR code and the address, to be printed."""
    workshop = workshop_or_404(workshop_id)
    address = address_of(workshop)
    return render_template(
        "organizer/workshops/poster.html",
        workshop=workshop,
        address=address,
        qr=qr.svg_once(address, title=address),
    )


def address_of(workshop: Workshop) -> str:
    path = url_for("public.workshops.show", code=workshop.code)
    return str(current_app.config["BASE_URL"]) + path


def _event_page(event: Event, form: WorkshopForm, status: int = 200) -> ResponseReturnValue:
    rows = workshops_for(current_user, event)
    page = render_template(
        "organizer/workshops/of_event.html",
        event=event,
        rows=rows,
        seats=seats_by_workshop(rows),
        form=form,
    )
    return page, status
