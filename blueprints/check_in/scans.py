from typing import Any

from flask import Blueprint, abort, jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from blueprints.access import requires
from blueprints.check_in.door import numbers, spoken, undo_address
from blueprints.check_in.scanner import scanner_page
from blueprints.errors import problem
from blueprints.forms.check_in import LONGEST_CODE, LONGEST_NONCE, ShortCodeForm
from blueprints.found import checkpoint_or_404
from extensions import db
from lib.clock import utc_now
from lib.text import storable
from models.check_in import Checkpoint, Direction
from operations.check_in import check_in
from policy import Permission
from queries.check_in import checkpoint_counts

bp = Blueprint("scans", __name__)


@bp.post("/<int:checkpoint_id>/scans")
@requires(Permission.CHECK_IN)
def create(checkpoint_id: int) -> ResponseReturnValue:
    """One reading: JSON from the scanner's script, a form from the page without JavaScript."""
    checkpoint = checkpoint_or_404(checkpoint_id)
    return _from_script(checkpoint) if request.is_json else _from_form(checkpoint)


def _from_script(checkpoint: Checkpoint) -> ResponseReturnValue:
    texts = _body()
    code, nonce = _text(texts, "code", LONGEST_CODE), _text(texts, "nonce", LONGEST_NONCE)
    device, direction = _text(texts, "device", LONGEST_NONCE), texts.get("direction", "entry")
    if not code or not nonce or device is None or direction not in list(Direction):
        return problem(422, "This is no reading")
    at = utc_now()
    # Nobody goes in before we have answered, so our clock is the door's clock.
    said = check_in(
        checkpoint, code=code, nonce=nonce, device=device, direction=Direction(direction),
        scanned_at=at, at=at, by=current_user,
    )  # fmt: skip
    db.session.commit()
    return jsonify(
        **spoken(said),
        undo_address=undo_address(said.scan, at=at),
        counts=numbers(checkpoint_counts(checkpoint, as_of=at)),
    )


def _from_form(checkpoint: Checkpoint) -> ResponseReturnValue:
    form = ShortCodeForm()
    if not form.validate():
        return scanner_page(checkpoint, form, status=422)
    at = utc_now()
    said = check_in(
        checkpoint, code=form.code.data, nonce=form.nonce.data,
        direction=Direction(form.direction.data), scanned_at=at, at=at, by=current_user,
    )  # fmt: skip
    db.session.commit()
    address = url_for("check_in.scanner.show", checkpoint_id=checkpoint.id, scan=said.scan.id)
    return redirect(address, 303)


def _body() -> dict[str, Any]:
    try:
        body = request.get_json()
    except RecursionError:  # nested deeper than any reading
        abort(400)
    return body if isinstance(body, dict) else {}


def _text(texts: dict[str, Any], name: str, longest: int) -> str | None:
    """None when it is no text, or too long to be one of ours."""
    text = texts.get(name, "")
    return storable(text) if isinstance(text, str) and len(text) <= longest else None
