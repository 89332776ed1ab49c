from flask import Blueprint
from flask.typing import ResponseReturnValue

from blueprints.base.access import requires
from blueprints.base.found import checkpoint_or_404
from blueprints.shared.check_in.door_list_sheets import door_list_file
from policy import Permission

bp = Blueprint("door_lists", __name__)


@bp.get("/<int:checkpoint_id>/door-list.pdf")
@requires(Permission.CHECK_IN)
def show(checkpoint_id: int) -> ResponseReturnValue:
    """The people whom this door is for; `?part=` if they are more than one file holds."""
    checkpoint = checkpoint_or_404(checkpoint_id)
    return door_list_file(checkpoint.event, checkpoint)
