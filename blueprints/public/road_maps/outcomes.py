"""What came of an event: every published problem said there, and what is done about it."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from blueprints.base.access import for_all
from blueprints.base.found import or_404
from lib.clock import utc_now
from queries.events.events import published_event
from queries.road_maps.actions import today_at
from queries.road_maps.outcomes import outcomes_said_at

bp = Blueprint("outcomes", __name__)


@bp.get("/events/<slug>/outcomes")
@for_all
def show(slug: str) -> ResponseReturnValue:
    """Before a list is published, a page that says so."""
    event = or_404(published_event(slug))
    return render_template(
        "public/road_maps/outcomes/show.html",
        event=event,
        outcomes=outcomes_said_at(event),
        today=today_at(utc_now()),
    )
