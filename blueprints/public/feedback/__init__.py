"""The form after the event."""

from flask import Blueprint

from blueprints.public.feedback import responses

bp = Blueprint("feedback", __name__, url_prefix="/feedback")
bp.register_blueprint(responses.bp)
