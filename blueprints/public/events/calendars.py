"""Events as calendar files, to import or to subscribe to."""

from datetime import timedelta

from flask import Blueprint, Response
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints.base.access import for_all
from blueprints.base.found import or_404
from blueprints.base.languages import language
from blueprints.base.sent_files import named
from exports.calendar import event_calendar, events_calendar
from extensions import site_zone
from letters.compose import site_address
from lib.clock import utc_now
from models.events import Event
from queries.events.events import published_event
from queries.events.programme import events_since

bp = Blueprint("calendars", __name__)

_RECENT = timedelta(days=90)
_MOST_EVENTS = 500


@bp.get("/events.ics")
@for_all
def index() -> ResponseReturnValue:
    """Coming and recently ended events; called-off ones too, so that calendars remove them."""
    listed = events_since(utc_now() - _RECENT, limit=_MOST_EVENTS)
    return _file(
        events_calendar(
            [(event, _address(event)) for event in listed],
            site=site_zone(),
            locale=language(),
            name=_("Civil society events"),
        ),
        "meydan.ics",
    )


@bp.get("/events/<slug>.ics")
@for_all
def show(slug: str) -> ResponseReturnValue:
    event = or_404(published_event(slug))
    return _file(
        event_calendar(event, url=_address(event), site=site_zone(), locale=language()),
        f"{event.slug}.ics",
    )


def _address(event: Event) -> str:
    return site_address("public.events.show", slug=event.slug)


def _file(content: bytes, name: str) -> Response:
    return named(Response(content, mimetype="text/calendar"), name, inline=True)
