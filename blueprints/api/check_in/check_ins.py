from flask import Blueprint
from flask_babel import lazy_gettext as _l

from blueprints.api.base.callers import reader
from blueprints.api.base.calls import call
from blueprints.api.base.found import checkpoint_or_404
from blueprints.api.check_in.scanning import as_json, read_at_door
from blueprints.api.check_in.schemas import CheckInJson, NewCheckIn
from blueprints.base.transactions import committed
from models.checkpoints import Checkpoint
from policy import Permission

bp = Blueprint("check_ins", __name__, url_prefix="/check-ins")


def _door(body: NewCheckIn) -> Checkpoint:
    return checkpoint_or_404(body.checkpoint_id)


@bp.post("")
@call(
    Permission.CHECK_IN,
    _l("Check someone in or out: 200 for every verdict"),
    body=NewCheckIn,
    response=CheckInJson,
    found=_door,
)
def create(body: NewCheckIn, found: Checkpoint) -> CheckInJson:
    result = committed(lambda: read_at_door(found, body, by=reader()))
    return as_json(result, by=reader())
