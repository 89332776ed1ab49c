"""The door: scanner and counters."""

from flask import Blueprint

bp = Blueprint("check_in", __name__, url_prefix="/check-in")
