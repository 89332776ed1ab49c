from flask import Blueprint, abort, render_template
from flask.typing import ResponseReturnValue

from blueprints.access import for_all
from queries.events import published_event

bp = Blueprint("events", __name__, url_prefix="/events")


@bp.get("")
@for_all
def index() -> ResponseReturnValue:
    return render_template("public/events/index.html")


@bp.get("/<slug>")
@for_all
def show(slug: str) -> ResponseReturnValue:
    event = published_event(slug)
    if event is None:
        abort(404)
    return render_template("public/events/show.html", event=event)
