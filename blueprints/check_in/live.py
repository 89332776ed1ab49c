"""A door's numbers for a projector and for phones, without names."""

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue

from blueprints.base.access import requires
from blueprints.base.found import checkpoint_or_404
from blueprints.base.sign_in import polled
from blueprints.shared.check_in.live_figures import Watched, drawn, for_screens, watched
from models.checkpoints import Checkpoint
from policy import Permission

bp = Blueprint("live", __name__)


@bp.get("/<int:checkpoint_id>/live")
@requires(Permission.CHECK_IN)
@polled
def show(checkpoint_id: int) -> ResponseReturnValue:
    checkpoint = checkpoint_or_404(checkpoint_id)
    return render_template(
        "check_in/live/show.html",
        checkpoint=checkpoint,
        event=checkpoint.event,
        part=drawn([_watched(checkpoint)], large=True),
    )


@bp.get("/<int:checkpoint_id>/live/figures")
@for_screens(Permission.CHECK_IN, large=True)
@polled
def figures(checkpoint_id: int) -> list[Watched]:
    """The part of the page that it asks for again and again."""
    return [_watched(checkpoint_or_404(checkpoint_id))]


def _watched(checkpoint: Checkpoint) -> Watched:
    address = url_for("check_in.conflicts.index", checkpoint_id=checkpoint.id)
    return watched(checkpoint, conflicts_address=address)
