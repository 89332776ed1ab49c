"""Somebody asks for a road map's changes by email; the mailbox's reader confirms."""

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from blueprints.base.access import for_all
from blueprints.base.found import or_404
from blueprints.base.languages import language
from blueprints.base.transactions import committed
from blueprints.inputs.road_maps.subscription import SubscriptionForm
from extensions import limiter
from lib.clock import utc_now
from models.road_maps import RoadMap
from operations.road_maps.subscriptions import ask_for_subscription
from queries.road_maps.road_maps import published_road_map

bp = Blueprint("road_map_subscriptions", __name__, url_prefix="/roadmaps/<slug>/subscription")


@bp.get("")
@for_all
def new(slug: str) -> ResponseReturnValue:
    return _page(or_404(published_road_map(slug)), SubscriptionForm(formdata=None))


@bp.post("")
@limiter.limit("10 per minute; 100 per hour")
@for_all
def create(slug: str) -> ResponseReturnValue:
    """The same response for every address, whether it is known or not."""
    road_map = or_404(published_road_map(slug))
    form = SubscriptionForm()
    if not form.validate():
        return _page(road_map, form), 422
    email = form.email.data
    committed(lambda: ask_for_subscription(road_map, email, locale=language(), at=utc_now()))
    return redirect(url_for(".show", slug=slug), 303)


@bp.get("/sent")
@for_all
def show(slug: str) -> ResponseReturnValue:
    road_map = or_404(published_road_map(slug))
    return render_template("public/road_maps/subscriptions/sent.html", road_map=road_map)


def _page(road_map: RoadMap, form: SubscriptionForm) -> str:
    return render_template("public/road_maps/subscriptions/new.html", road_map=road_map, form=form)
