"""Approved changes as Atom: one entry each, by the same filters as the pages."""

from collections.abc import Sequence
from datetime import UTC, datetime
from urllib.parse import urlencode, urlsplit

from flask import Blueprint, Response, current_app, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints.base.access import for_all
from blueprints.base.found import or_404
from blueprints.base.languages import LANGUAGES, language
from exports.atom import Entry, Feed, atom_feed
from exports.road_map_changes import headline, lines_of
from letters.compose import site_address
from lib.clock import utc_now
from models.road_maps import RoadMap, RoadMapChange
from queries.road_maps.actions import ActionFilter, today_at
from queries.road_maps.feed import told_changes
from queries.road_maps.road_maps import published_road_map

bp = Blueprint("feeds", __name__)

_PAGE = "public.road_maps.show"
_BEGAN = datetime(2026, 1, 1, tzinfo=UTC)
"""When a feed without a change was changed last."""


@bp.get("/roadmaps.atom")
@for_all
def index() -> ResponseReturnValue:
    return _answer(None)


@bp.get("/roadmaps/<slug>/feed.atom")
@for_all
def show(slug: str) -> ResponseReturnValue:
    return _answer(or_404(published_road_map(slug)))


def _answer(road_map: RoadMap | None) -> Response:
    narrowed = ActionFilter.from_query(request.args, today=today_at(utc_now()))
    changes = told_changes(narrowed, road_map=road_map)
    feed = _feed(road_map, narrowed, changes)
    response = Response(atom_feed(feed), content_type="application/atom+xml; charset=utf-8")
    response.last_modified = feed.updated
    response.headers["Vary"] = "Accept-Language, Cookie"
    response.headers["Cache-Control"] = "private, no-cache"
    response.add_etag()
    response.make_conditional(request)
    return response


def _feed(
    road_map: RoadMap | None, narrowed: ActionFilter, changes: Sequence[RoadMapChange]
) -> Feed:
    query = narrowed.as_query()
    if road_map is None:
        title, own, page = _("Road maps"), "public.feeds.index", "public.road_maps.index"
        named, values = "roadmaps", {}
    else:
        title, own, page = road_map.title_in(language()), "public.feeds.show", _PAGE
        named, values = f"roadmaps/{road_map.id}", {"slug": road_map.slug}
    asked = {"lang": language()} if request.args.get("lang") in LANGUAGES else {}
    began = road_map.created_at if road_map else _BEGAN
    return Feed(
        id=_tag("?".join(filter(None, (named, urlencode(query))))),
        title=title,
        author="Meydan",
        language=language(),
        updated=max((change.at for change in changes), default=began),
        own_address=site_address(own, **values, **query, **asked),
        page=site_address(page, **values, **(query if road_map else {})),
        entries=[_entry(change) for change in changes],
    )


def _entry(change: RoadMapChange) -> Entry:
    number = change.action.number if change.action else ""
    page = site_address(_PAGE, slug=change.road_map.slug)
    lines = [change.road_map.title_in(language()), *lines_of(change.details)]
    return Entry(
        id=_tag(f"roadmaps/changes/{change.id}"),
        title=headline(change, language()),
        summary="\n".join(lines),
        at=change.at,
        address=f"{page}#{'_'.join(number.split())}" if number else page,
    )


def _tag(name: str) -> str:
    """A name of RFC 4151, the same for ever."""
    host = urlsplit(current_app.config["BASE_URL"]).hostname
    return f"tag:{host},2026:{name}"
