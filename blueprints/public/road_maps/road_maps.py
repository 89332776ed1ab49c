"""Road maps: what is done about problems, by whom, until when, and how far it has come."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints.base.access import for_all
from blueprints.base.found import or_404
from blueprints.base.labels import label
from blueprints.base.languages import language
from blueprints.public.road_maps.rows import rows_of
from exports.charts.figure import Chart
from exports.charts.timelines import Span, Timeline, timeline_chart
from lib.clock import utc_now
from lib.provinces import PROVINCES
from models.road_maps import ActionStatus
from queries.road_maps.actions import ActionFilter, today_at
from queries.road_maps.periods import periods_of
from queries.road_maps.public import ShownActions, published_road_maps, shown_actions
from queries.road_maps.road_maps import published_road_map

bp = Blueprint("road_maps", __name__, url_prefix="/roadmaps")


@bp.get("")
@for_all
def index() -> ResponseReturnValue:
    listed = published_road_maps(today=today_at(utc_now()))
    return render_template("public/road_maps/index.html", listed=listed)


@bp.get("/<slug>")
@for_all
def show(slug: str) -> ResponseReturnValue:
    """The filter is the address: it narrows the timeline, the table and the feed."""
    road_map = or_404(published_road_map(slug))
    narrowed = ActionFilter.from_query(request.args, today=today_at(utc_now()))
    shown = shown_actions(road_map, narrowed)
    institutions, provinces, topics = shown.choices
    return render_template(
        "public/road_maps/show.html",
        road_map=road_map,
        narrowed=narrowed,
        shown=shown,
        chart=_timeline(shown, narrowed),
        periods=periods_of(road_map),
        rows=rows_of(shown, narrowed.today, language()),
        statuses=[(status.value, label(status)) for status in ActionStatus],
        institutions=[(name, name) for name in institutions],
        provinces=[(code, PROVINCES[code]) for code in provinces],
        topics=[(topic, topic) for topic in topics],
    )


def _timeline(shown: ShownActions, narrowed: ActionFilter) -> Chart:
    spans = [
        Span(
            f"{action.number} {action.title_in(language())}",
            action.starts_on,
            action.ends_on,
            None if action.progress is None else min(max(action.progress, 0.0), 100.0),
            action.is_late(narrowed.today),
        )
        for action in shown.actions
    ]
    figures = Timeline(title=_("The actions in time"), spans=spans, today=narrowed.today)
    return timeline_chart(figures, id="timeline")
