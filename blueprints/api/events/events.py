from dataclasses import fields, replace
from typing import Any

from flask import Blueprint
from flask_babel import lazy_gettext as _l

from blueprints.api.base.callers import caller
from blueprints.api.base.calls import call
from blueprints.api.base.found import event_or_404
from blueprints.api.base.problem_details import Refused, refused_field
from blueprints.api.base.refusal_kinds import (
    BAD_CURSOR,
    CAPACITY_TOO_LOW,
    INVALID_FIELDS,
    INVALID_TRANSITION,
    OUTSIDE_PROVINCE,
)
from blueprints.api.events.schemas import EventChange, EventJson, EventList, EventQuery, NewEvent
from extensions import db
from lib.clock import utc_now
from models.events import Event, EventStatus
from operations.events.events import (
    EventDetails,
    call_off,
    change_event,
    create_event,
    publish,
    withdraw,
)
from operations.events.rules import EventRule, RuledFields, broken_rules
from operations.events.stale_edits import details_of
from policy import Permission
from queries.check_in.checkpoints import checkpoints_by_event
from queries.events.back_office import EventFilter, When

bp = Blueprint("events", __name__, url_prefix="/events")

_BECOME = {
    EventStatus.PUBLISHED: publish,
    EventStatus.DRAFT: withdraw,
    EventStatus.CANCELLED: call_off,
}
_WORDS = {
    EventRule.ENDS_AFTER_START: "The event must end after it starts.",
    EventRule.OPENS_BEFORE_END: "Registration must open before the event ends.",
    EventRule.CLOSES_AFTER_OPENING: "Registration must close after it opens.",
    EventRule.CLOSES_BEFORE_END: "Registration must close before the event ends.",
    EventRule.CHANGES_BEFORE_END: "Changes must close before the event ends.",
    EventRule.CONTACT_REACHABLE: "Give an email address or a phone number beside the name.",
    EventRule.PROVINCE_AT_HOME: "An event abroad is in no province; send null.",
}
_DETAILS = {field.name for field in fields(EventDetails)}


@bp.get("")
@call(
    "staff",
    _l("List events, the latest first"),
    query=EventQuery,
    response=EventList,
    refusals=(BAD_CURSOR,),
)
def index(query: EventQuery) -> EventList:
    wanted = EventFilter(
        kind=query.kind, status=query.status, province=query.province, when=When.ALL
    )
    page = wanted.page(caller(), at=utc_now(), limit=query.limit, after=query.after)
    doors = checkpoints_by_event(page.items)
    items = [EventJson.of(event, doors[event.id]) for event in page.items]
    return EventList(items=items, next=page.next)


@bp.post("")
@call(
    Permission.EDIT_EVENTS,
    _l("Make an event"),
    body=NewEvent,
    response=EventJson,
    status=201,
    refusals=(OUTSIDE_PROVINCE,),
)
def create(body: NewEvent) -> EventJson:
    by, at = caller(), utc_now()
    given = _details_in(body)
    if "province" not in body.model_fields_set:
        given["province"] = by.province
    event = create_event(_possible(EventDetails(**given)), by=by, at=at)
    if body.published:
        publish(event, by=by, at=at)
    db.session.commit()
    return _shown(event)


@bp.get("/<int:event_id>")
@call("staff", _l("Show an event"), response=EventJson)
def show(event_id: int) -> EventJson:
    return _shown(event_or_404(event_id))


@bp.patch("/<int:event_id>")
@call(
    Permission.EDIT_EVENTS,
    _l("Change an event, publish it, withdraw it or cancel it"),
    body=EventChange,
    response=EventJson,
    refusals=(OUTSIDE_PROVINCE, CAPACITY_TOO_LOW, INVALID_TRANSITION),
)
def update(event_id: int, body: EventChange) -> EventJson:
    event = event_or_404(event_id)
    by, at = caller(), utc_now()
    wanted = _wanted_status(event, body)
    if changes := _changes_in(body):
        before = details_of(event)
        details = _possible(replace(before, **changes), before=before)
        change_event(event, details, by=by, at=at)
    if wanted is not event.status:
        _BECOME[wanted](event, by=by, at=at)
    db.session.commit()
    return _shown(event)


def _shown(event: Event) -> EventJson:
    return EventJson.of(event, checkpoints_by_event([event])[event.id])


def _details_in(body: NewEvent) -> dict[str, Any]:
    return {name: value for name, value in body if name in _DETAILS}


def _changes_in(body: EventChange) -> dict[str, Any]:
    return {name: getattr(body, name) for name in body.model_fields_set & _DETAILS}


def _possible(details: EventDetails, *, before: EventDetails | None = None) -> EventDetails:
    """Raises Refused if a rule between fields is broken that was not broken `before`."""
    known = broken_rules(RuledFields.of(before)) if before else {}
    broken = broken_rules(RuledFields.of(details)).items() - known.items()
    if broken:
        raise Refused(INVALID_FIELDS, errors={name: [_WORDS[rule]] for name, rule in broken})
    return details


def _wanted_status(event: Event, body: EventChange) -> EventStatus:
    """The status asked for, also by the shorthand `published`; the present one changes nothing."""
    if "published" not in body.model_fields_set:
        return body.status or event.status
    by_flag = EventStatus.PUBLISHED if body.published else EventStatus.DRAFT
    if body.status and body.status is not by_flag:
        raise refused_field("published", "This contradicts `status`.")
    if not body.published and not event.is_published and body.status is None:
        return event.status
    return by_flag
