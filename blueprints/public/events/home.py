from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from blueprints.base.access import for_all
from blueprints.shared.check_in.counts import figures_of_programme
from lib.clock import utc_now
from queries.events.programme import EventFilter, upcoming_events

bp = Blueprint("home", __name__)

NEXT_EVENTS = 6


@bp.get("/")
@for_all
def show() -> ResponseReturnValue:
    at = utc_now()
    coming = upcoming_events(EventFilter(), at=at, limit=NEXT_EVENTS)
    return render_template(
        "public/events/home.html", coming=coming, figures=figures_of_programme(at=at), at=at
    )
