"""Phones at the doors. A paired one finds participants by name, so whoever pairs one must be
allowed to manage registrations; to edit events alone is not enough."""

from datetime import datetime

from flask import Blueprint, Response, current_app, jsonify, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from markupsafe import Markup

from blueprints.base.access import requires
from blueprints.base.found import device_or_404, event_or_404
from blueprints.base.pages import redirect_with, refuse_with
from blueprints.base.sign_in import polled
from blueprints.inputs.check_in.device import DeviceForm
from extensions import db
from lib import qr
from lib.clock import utc_now
from models.devices import Device, DeviceState
from models.events import Event
from operations.base.holds import hold_event
from operations.check_in.devices import (
    allow_again,
    bar_owner,
    prepare_again,
    prepare_device,
    revoke_device,
)
from policy import Permission
from queries.check_in.checkpoints import checkpoints_of
from queries.check_in.devices import devices_of

bp = Blueprint("devices", __name__)


@bp.get("/events/<int:event_id>/devices")
@requires(Permission.MANAGE_REGISTRATIONS)
def index(event_id: int) -> ResponseReturnValue:
    event = event_or_404(event_id)
    return render_template(
        "organizer/check_in/devices/index.html",
        event=event,
        devices=devices_of(event),
        at=utc_now(),
    )


@bp.get("/events/<int:event_id>/devices/new")
@requires(Permission.MANAGE_REGISTRATIONS)
def new(event_id: int) -> ResponseReturnValue:
    event = event_or_404(event_id)
    form = DeviceForm(event, checkpoints_of(event), at=utc_now(), formdata=None)
    return _form_page(event, form)


@bp.post("/events/<int:event_id>/devices/new")
@requires(Permission.MANAGE_REGISTRATIONS)
def create(event_id: int) -> ResponseReturnValue:
    """Prepare a phone. The page shown at once has the code: no address, log or cookie holds it.

    The form sent again makes no second phone, since a name in use is refused.
    """
    event, at = event_or_404(event_id), utc_now()
    hold_event(event)
    form = DeviceForm(event, checkpoints_of(event), taken=_names(event, at), at=at)
    if not form.validate():
        return _form_page(event, form, 422)
    device, code = prepare_device(
        event,
        name=form.name.data,
        checkpoints=form.chosen_doors(),
        kiosk=form.kiosk.data,
        ends_at=form.until(),
        by=current_user,
        at=at,
    )
    db.session.commit()
    return _code_page(device, code)


@bp.post("/devices/<int:device_id>/pairing")
@requires(Permission.MANAGE_REGISTRATIONS)
def create_again(device_id: int) -> ResponseReturnValue:
    """Show a new code, as `create` does; the phone paired before is out at once."""
    device, at = device_or_404(device_id), utc_now()
    if not device.can_be_paired_again(at):
        refusal = _("This phone cannot be paired again. Add a new one.")
        return refuse_with(refusal, _phones(device.event))
    code = prepare_again(device, by=current_user, at=at)
    db.session.commit()
    return _code_page(device, code)


@bp.get("/devices/<int:device_id>/state")
@requires(Permission.MANAGE_REGISTRATIONS)
@polled
def show(device_id: int) -> Response:
    """The part of the page with the code that it asks for again and again."""
    device = device_or_404(device_id)
    state = device.state(utc_now())
    return jsonify(part=_state(device, state), done=state is not DeviceState.WAITING)


@bp.post("/devices/<int:device_id>/revocation")
@requires(Permission.MANAGE_REGISTRATIONS)
def revoke(device_id: int) -> ResponseReturnValue:
    """Revoke a phone. The owner of an own phone is out until an organizer allows it again."""
    device = device_or_404(device_id)
    put_out = bar_owner if device.user_id else revoke_device
    put_out(device, by=current_user, at=utc_now())
    db.session.commit()
    return redirect_with(_("The phone’s access is removed."), _phones(device.event))


@bp.post("/devices/<int:device_id>/allowance")
@requires(Permission.MANAGE_REGISTRATIONS)
def allow(device_id: int) -> ResponseReturnValue:
    device = device_or_404(device_id)
    allow_again(device, by=current_user, at=utc_now())
    db.session.commit()
    said = _("%(name)s can check people in again.", name=device.name)
    return redirect_with(said, _phones(device.event))


def _names(event: Event, at: datetime) -> set[str]:
    """The names of phones in use; the name of a revoked or ended one may be given again."""
    return {
        device.name
        for device in devices_of(event)
        if device.user_id is None
        and device.state(at) not in (DeviceState.REVOKED, DeviceState.ENDED)
    }


def _phones(event: Event) -> str:
    return url_for("organizer.devices.index", event_id=event.id)


def _form_page(event: Event, form: DeviceForm, status: int = 200) -> ResponseReturnValue:
    return render_template("organizer/check_in/devices/form.html", event=event, form=form), status


def _code_page(device: Device, code: str) -> Response:
    path = url_for("check_in.pairings.new")
    address = f"{current_app.config['SETTINGS'].base_url.rstrip('/')}{path}"
    picture = qr.svg_once(f"{address}#{code}", title=_("QR code that pairs the phone"))
    page = render_template(
        "organizer/check_in/devices/pairing.html",
        event=device.event,
        device=device,
        code=code,
        address=address,
        picture=Markup(picture),  # noqa: S704 - drawn by us, of dark and light squares
        state=_state(device, DeviceState.WAITING),
    )
    response = Response(page)
    response.headers["Cache-Control"] = "no-store"
    return response


def _state(device: Device, state: DeviceState) -> str:
    return render_template("organizer/check_in/devices/_state.html", device=device, state=state)
