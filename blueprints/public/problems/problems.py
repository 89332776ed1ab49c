from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from blueprints.base.access import for_all
from blueprints.base.found import or_404
from blueprints.base.lists import page_asked_for
from lib.provinces import by_name
from queries.base import arguments
from queries.events.events import published_event
from queries.events.programme import both_sides, published_problems
from queries.problems.problems import published_problems_of

bp = Blueprint("problems", __name__)

PAGE = 20


@bp.get("/problems")
@for_all
def index() -> ResponseReturnValue:
    province = arguments.province(request.args)
    text = arguments.search_text(request.args)
    page = page_asked_for(
        lambda after: published_problems(province=province, text=text, limit=PAGE, after=after)
    )
    return render_template(
        "public/problems/index.html",
        page=page,
        found=[both_sides(problem) for problem in page.items],
        province=province,
        text=text,
        provinces=by_name(),
    )


@bp.get("/events/<slug>/problems")
@for_all
def of_event(slug: str) -> ResponseReturnValue:
    """The problem list of one event; before it is published, a page that says so."""
    event = or_404(published_event(slug))
    return render_template(
        "public/problems/of_event.html", event=event, found=published_problems_of(event)
    )
