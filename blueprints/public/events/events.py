from datetime import datetime
from functools import partial
from typing import Any

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from blueprints.base.access import for_all
from blueprints.base.found import or_404
from blueprints.base.languages import language
from blueprints.base.lists import page_asked_for
from blueprints.base.page_cache import Draft, respond_with_kept_page
from extensions import db
from letters.compose import site_address
from lib.clock import utc_now
from lib.paging import Page
from lib.provinces import PROVINCES, by_name
from models.events import Event, EventKind
from queries.base import arguments
from queries.events.back_office import When
from queries.events.events import event_page_state, published_event
from queries.events.programme import (
    EventFilter,
    has_published_problems,
    past_events,
    upcoming_events,
)

bp = Blueprint("events", __name__, url_prefix="/events")

PAGE = 20


@bp.get("")
@for_all
def index() -> ResponseReturnValue:
    past = arguments.member(When, request.args, "when") is When.PAST
    wanted = EventFilter.from_query(request.args)
    at = utc_now()
    return render_template(
        "public/events/index.html",
        page=_page_of(wanted, past=past, at=at),
        wanted=wanted,
        past=past,
        at=at,
        kinds=EventKind,
        provinces=by_name(),
    )


@bp.get("/<slug>")
@for_all
def show(slug: str) -> ResponseReturnValue:
    read_state = partial(event_page_state, slug, db.engine)
    state = or_404(read_state())
    return respond_with_kept_page(read_state, state, lambda: _event_page(slug))


def _event_page(slug: str) -> Draft:
    event, at = or_404(published_event(slug)), utc_now()
    html = render_template(
        "public/events/show.html",
        event=event,
        at=at,
        has_problems=has_published_problems(event),
        facts_for_programs=_facts_for_programs(event),
    )
    return Draft(html, valid_until=event.next_change(at))


def _page_of(wanted: EventFilter, *, past: bool, at: datetime) -> Page[Event]:
    listed = past_events if past else upcoming_events
    return page_asked_for(lambda after: listed(wanted, at=at, limit=PAGE, after=after))


def _facts_for_programs(event: Event) -> dict[str, Any]:
    """The event in the words of schema.org, for search engines."""
    called_off = event.is_called_off
    facts: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Event",
        "name": event.title_in(language()),
        "startDate": event.starts_at.isoformat(),
        "endDate": event.ends_at.isoformat(),
        "eventStatus": f"https://schema.org/Event{'Cancelled' if called_off else 'Scheduled'}",
        "url": site_address("public.events.show", slug=event.slug),
    }
    if event.venue:
        address = event.address or PROVINCES.get(event.province or "", "")
        facts["location"] = {"@type": "Place", "name": event.venue, "address": address}
    return facts
