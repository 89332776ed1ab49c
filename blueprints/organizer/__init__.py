"""The back office."""

from flask import Blueprint

bp = Blueprint("organizer", __name__, url_prefix="/organizer")
