"""The door: scanner and counters."""

from flask import Blueprint

from blueprints.check_in.admissions import bp as admissions
from blueprints.check_in.annulments import bp as annulments
from blueprints.check_in.arrivals import bp as arrivals
from blueprints.check_in.badges import bp as badges
from blueprints.check_in.barred import keep_out_whose_phone_was_revoked
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

bp = Blueprint("check_in", __name__, url_prefix="/check-in")

for part in (
    shell,
    pairings,
    checkpoints,
    scanner,
    scans,
    annulments,
    statuses,
    readings,
    packs,
    searches,
    desk,
    walk_ins,
    admissions,
    arrivals,
    badges,
    door_lists,
    ticks,
    live,
    conflicts,
):
    bp.register_blueprint(part)

bp.before_request(keep_out_whose_phone_was_revoked)
