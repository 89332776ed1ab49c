"""The forms of waves, for people who hold a right to answer, and what the answers say."""

from flask import Blueprint

from blueprints.public.feedback import outcome_addresses, responses, results

bp = Blueprint("feedback", __name__, url_prefix="/feedback")
bp.register_blueprint(responses.bp)
bp.register_blueprint(outcome_addresses.bp)

PAGES = (results.bp,)
