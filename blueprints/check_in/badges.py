from flask import Blueprint
from flask.typing import ResponseReturnValue
from flask_login import current_user

from blueprints.base.access import requires
from blueprints.base.found import checkpoint_or_404, or_404
from blueprints.base.looks import looked_at
from blueprints.base.transactions import writing
from blueprints.shared.check_in.badge_sheets import badge_file, has_badge, layout_asked_for
from exports.badges import BadgeLayout
from lib.clock import utc_now
from operations.check_in.prints import record_badge
from policy import Permission
from queries.check_in.desk import person_at

bp = Blueprint("badges", __name__)


@bp.get("/<int:checkpoint_id>/desk/<int:registration_id>/badge.pdf")
@requires(Permission.CHECK_IN)
def show(checkpoint_id: int, registration_id: int) -> ResponseReturnValue:
    """The badge with the person's present details: after a correction it can be printed anew."""
    checkpoint = checkpoint_or_404(checkpoint_id)
    person = or_404(person_at(checkpoint, registration_id))
    or_404(has_badge(person) or None)
    looked_at(person)
    layout = layout_asked_for(BadgeLayout.LABEL)
    file = badge_file(checkpoint.event, [person], layout)
    with writing():
        record_badge(person, by=current_user, at=utc_now())
    return file
