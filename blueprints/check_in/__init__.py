"""The door: scanner and counters."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from blueprints.check_in.admissions import bp as admissions
from blueprints.check_in.annulments import bp as annulments
from blueprints.check_in.arrivals import bp as arrivals
from blueprints.check_in.badges import bp as badges
from blueprints.check_in.checkpoints import bp as checkpoints
from blueprints.check_in.conflicts import bp as conflicts
from blueprints.check_in.desk import bp as desk
from blueprints.check_in.door_lists import bp as door_lists
from blueprints.check_in.live import bp as live
from blueprints.check_in.packs import bp as packs
from blueprints.check_in.pairings import bp as pairings
from blueprints.check_in.readings import bp as readings
from blueprints.check_in.scanner import bp as scanner
from blueprints.check_in.scans import bp as scans
from blueprints.check_in.searches import bp as searches
from blueprints.check_in.shell import bp as shell
from blueprints.check_in.statuses import bp as statuses
from blueprints.check_in.ticks import bp as ticks
from blueprints.check_in.walk_ins import bp as walk_ins
from queries.devices import is_barred

bp = Blueprint("check_in", __name__, url_prefix="/check-in")

for part in (
    shell, pairings, checkpoints, scanner, scans, annulments, statuses, readings, packs, searches,
    desk, walk_ins, admissions, arrivals, badges, door_lists, ticks,
    live, conflicts,
):  # fmt: skip
    bp.register_blueprint(part)

_NUMBERS = {f"check_in.{part.name}" for part in (live, statuses)}
_PHONES = {f"check_in.{part.name}" for part in (readings, packs, searches)}
"""They show their own token, and whoever is signed in beside it does not count."""


@bp.before_request
def keep_out_whose_phone_was_revoked() -> ResponseReturnValue | None:
    door = (request.view_args or {}).get("checkpoint_id")
    if door is None or request.blueprint in _NUMBERS | _PHONES:
        return None
    if not (current_user.is_authenticated and is_barred(current_user, door)):
        return None
    words = {
        "title": _("Your phone was revoked"),
        "advice": _(
            "An organizer has revoked it, so you check nobody in at this event for now. Ask the organizers "
            "to allow it again, or to pair this phone by a code."
        ),
    }
    return render_template("errors/error.html", **words), 403
