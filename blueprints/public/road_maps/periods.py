"""Half-years of a road map, as they were frozen."""

from datetime import date
from typing import Any

from flask import Blueprint, abort, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints.base.access import for_all
from blueprints.base.found import or_404
from blueprints.base.languages import language
from blueprints.public.road_maps.rows import frozen_row
from exports.road_map_changes import lines_of
from models.base import in_locale
from models.road_maps import HalfYear
from queries.road_maps.periods import period_of
from queries.road_maps.road_maps import published_road_map

bp = Blueprint("road_map_periods", __name__, url_prefix="/roadmaps/<slug>/periods")


@bp.get("/<code>")
@for_all
def show(slug: str, code: str) -> ResponseReturnValue:
    """`code`: such as «2027-1»."""
    road_map = or_404(published_road_map(slug))
    try:
        period = HalfYear.parse(code)
    except ValueError:
        abort(404)
    frozen = or_404(period_of(road_map, period))
    content = frozen.content
    previous = content["previous"]
    return render_template(
        "public/road_maps/periods/show.html",
        road_map=road_map,
        frozen=frozen,
        on=date.fromisoformat(content["on"]),
        previous=previous.replace("-", "/") if previous else "",
        changes=[_told(change) for change in content["changes"]],
        rows=[frozen_row(action, language()) for action in content["actions"]],
    )


def _told(change: dict[str, Any]) -> dict[str, Any]:
    """A change since the last half-year, in words."""
    what = {"added": _("new"), "removed": _("left out"), "changed": _("changed")}
    return {
        "number": change["number"],
        "title": in_locale(language(), change["title"], change["title_en"]),
        "what": what[change["kind"]],
        "lines": lines_of(change["details"]),
    }
