"""The form after the event, and its results."""

from flask import Blueprint

from blueprints.public.feedback import responses, results

bp = Blueprint("feedback", __name__, url_prefix="/feedback")
bp.register_blueprint(responses.bp)

PAGES = (results.bp,)
