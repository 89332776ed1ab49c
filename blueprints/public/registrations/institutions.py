from flask import Blueprint, jsonify, request
from flask.typing import ResponseReturnValue

from blueprints.base.access import for_all
from extensions import process_limiter
from lib.text import clean_line
from queries.registrations.institutions import suggested_institutions

bp = Blueprint("institutions", __name__)

_LONGEST = 100


@bp.get("/institutions.json")
@for_all
@process_limiter.limit("120 per minute")
def index() -> ResponseReturnValue:
    """Names that begin with or contain what someone types, for suggestions in the form."""
    typed = clean_line(request.args.get("q", "")[:_LONGEST])
    return jsonify(names=list(suggested_institutions(typed)))
