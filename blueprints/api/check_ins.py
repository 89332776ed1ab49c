from flask import Blueprint
from flask_babel import lazy_gettext as _l

from blueprints.api.callers import reader
from blueprints.api.calls import call
from blueprints.api.found import checkpoint_or_404
from blueprints.api.scanning import read_at_door
from blueprints.api.schemas.check_ins import CheckInAnswer, NewCheckIn
from blueprints.transactions import looking
from extensions import db
from policy import Permission

bp = Blueprint("check_ins", __name__, url_prefix="/check-ins")


@bp.post("")
@call(
    Permission.CHECK_IN, _l("Check someone in or out: 200 for every verdict"),
    body=NewCheckIn, answer=CheckInAnswer,
)  # fmt: skip
def create(body: NewCheckIn) -> CheckInAnswer:
    with looking():
        checkpoint = checkpoint_or_404(body.checkpoint_id)
    result = read_at_door(checkpoint, body, by=reader())
    db.session.commit()
    return CheckInAnswer.of(result, by=reader())
