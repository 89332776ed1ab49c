"""The door: scanner and counters."""

from flask import Blueprint

from blueprints.check_in.annulments import bp as annulments
from blueprints.check_in.checkpoints import bp as checkpoints
from blueprints.check_in.scanner import bp as scanner
from blueprints.check_in.scans import bp as scans
from blueprints.check_in.statuses import bp as statuses

bp = Blueprint("check_in", __name__, url_prefix="/check-in")

for part in (checkpoints, scanner, scans, annulments, statuses):
    bp.register_blueprint(part)
