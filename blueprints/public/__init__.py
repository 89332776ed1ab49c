"""For everyone, without an account."""

from flask import Blueprint

from blueprints.public import events, home, privacy, registrations

bp = Blueprint("public", __name__)
for page in (home, events, registrations, privacy):
    bp.register_blueprint(page.bp)
