"""Pairing a phone with doors: by the code of a QR, or because its owner is signed in."""

from typing import Any

from flask import Blueprint, Response, jsonify, render_template, request, session
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from blueprints.base.access import for_all, requires
from blueprints.base.errors import problem_details
from blueprints.base.found import checkpoint_or_404
from blueprints.base.origins import counts_no_cookie
from blueprints.base.refusals import Words, refusals_told
from blueprints.base.sign_in import OWN_PHONES
from blueprints.base.transactions import committed
from blueprints.check_in.phones import for_phones, phone
from extensions import db, limiter
from lib.clock import utc_now
from models.devices import Device
from operations.check_in.devices import UnknownPairingCode, pair, pair_own_phone, revoke_device
from policy import Permission
from queries.check_in.checkpoints import checkpoints_of
from queries.check_in.devices import own_phone

bp = Blueprint("pairings", __name__)

LONGEST_CODE = 40
_REFUSED: Words = {
    UnknownPairingCode: _l(
        "This pairing code is no longer valid. Ask the organiser to show a new one."
    )
}


@bp.get("/pairing")
@for_all
def new() -> ResponseReturnValue:
    """The page that the back office's QR opens; the code stands behind the #, so in no log."""
    return render_template("check_in/pairings/new.html")


@bp.post("/pairings")
@counts_no_cookie
@limiter.limit("10 per minute")
@for_all
def create() -> ResponseReturnValue:
    """Pair a phone by its code, which works once. No cookie counts."""
    sent = request.get_json(silent=True)
    code = sent.get("code") if isinstance(sent, dict) else None
    if not isinstance(code, str) or len(code) > LONGEST_CODE:
        return problem_details(422, "This is no code")
    with refusals_told(_REFUSED, by=lambda why: problem_details(422, why)):
        device, token = committed(lambda: pair(code, at=utc_now()))
    return _paired(device, token)


@bp.post("/<int:checkpoint_id>/own-phone")
@requires(Permission.CHECK_IN)
def create_own(checkpoint_id: int) -> ResponseReturnValue:
    """Pair the phone of somebody who is signed in, for all doors of this event; once a session."""
    event = checkpoint_or_404(checkpoint_id).event
    phones, at = session.get(OWN_PHONES, []), utc_now()
    known = own_phone(event, current_user, among=phones, at=at)
    device, token = pair_own_phone(
        event, checkpoints_of(event), name=current_user.name, known=known, by=current_user, at=at
    )
    db.session.commit()
    if not known:
        session[OWN_PHONES] = [*phones, device.id]
    return _paired(device, token)


@bp.post("/departures")
@counts_no_cookie
@for_phones(also_ended=True)
def destroy() -> ResponseReturnValue:
    """Revoke the phone at its own request: its token is worth nothing from now on."""
    revoke_device(phone(), by=phone().user, at=utc_now())
    db.session.commit()
    return Response(status=204)


def _paired(device: Device, token: str) -> ResponseReturnValue:
    told: dict[str, Any] = {
        "token": token,
        "id": device.id,
        "event_id": device.event_id,
        "name": device.name,
        "kiosk": device.kiosk,
        "ends_at": device.ends_at.isoformat(),
        "checkpoints": [{"id": door.id, "name": door.name} for door in device.checkpoints],
    }
    return jsonify(told)
