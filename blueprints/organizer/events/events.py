from datetime import datetime
from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from blueprints.base.access import requires
from blueprints.base.found import event_or_404
from blueprints.base.pages import redirect_with
from blueprints.base.refusals import WordsBeside, refusals_beside
from blueprints.base.request_sizes import takes_long_texts
from blueprints.base.transactions import committed
from blueprints.inputs.base import fields as base
from blueprints.inputs.events.calling_off import CallingOffForm
from blueprints.inputs.events.event import EventForm
from lib.clock import utc_now
from lib.provinces import by_name
from lib.time_series import time_series
from models.events import Event, EventKind, EventStatus
from operations.events.events import EventDetails, OutsideProvince, change_event, create_event
from operations.events.stale_edits import ChangedMeanwhile, refuse_stale
from operations.places.capacities import CapacityTooLow
from policy import Permission
from queries.check_in.checkpoints import checkpoints_of
from queries.check_in.rehearsals import rehearsal_count
from queries.events.agenda import agenda_of
from queries.events.back_office import EventFilter, When, just_made
from queries.letters.untold import untold_of
from queries.registrations.participants import ParticipantFilter, registrations_by_day

bp = Blueprint("events", __name__, url_prefix="/events")

PAGE = 50
_REFUSED: WordsBeside = {
    OutsideProvince: ("province", _l("You can only make events in your own province.")),
    CapacityTooLow: (
        "capacity",
        lambda refusal: base.refusal_of_fewer_places(refusal.taken),
    ),
}


@bp.get("")
@requires(Permission.SEE_BACK_OFFICE)
def index() -> ResponseReturnValue:
    wanted = EventFilter.from_query(request.args)
    page = wanted.page(current_user, at=utc_now(), limit=PAGE, after=request.args.get("after"))
    return render_template(
        "organizer/events/index.html",
        page=page,
        filter=wanted,
        When=When,
        EventKind=EventKind,
        EventStatus=EventStatus,
        provinces=[] if current_user.province else by_name(),
    )


@bp.get("/new")
@requires(Permission.EDIT_EVENTS)
def new() -> ResponseReturnValue:
    return _form_page(EventForm(formdata=None))


@bp.post("/new")
@requires(Permission.EDIT_EVENTS)
@takes_long_texts
def create() -> ResponseReturnValue:
    form = EventForm()
    if not form.validate():
        return _form_page(form, 422)
    with refusals_beside(form, _REFUSED, again=lambda: _form_page(form, 422)):
        event = committed(lambda: _create(form.details(), at=utc_now()))
    return redirect_with(
        _("The draft is saved. Nobody else sees it until you publish it."),
        url_for(".show", event_id=event.id),
    )


@bp.get("/<int:event_id>")
@requires(Permission.SEE_BACK_OFFICE)
def show(event_id: int) -> ResponseReturnValue:
    event = event_or_404(event_id)
    agenda, doors = agenda_of(event), checkpoints_of(event)
    outside = [session for session in agenda if not session.is_on_event_days()]
    return render_template(
        "organizer/events/show.html",
        event=event,
        agenda=agenda,
        outside=outside,
        checkpoints=doors,
        counts=ParticipantFilter().counts(event),
        registered=time_series(registrations_by_day(event)),
        calling_off=CallingOffForm(formdata=None),
        early=rehearsal_count(event, doors),
        untold=untold_of(event) if event.is_published and not event.is_over(utc_now()) else None,
    )


@bp.get("/<int:event_id>/edit")
@requires(Permission.EDIT_EVENTS)
def edit(event_id: int) -> ResponseReturnValue:
    event = event_or_404(event_id)
    return _form_page(EventForm(formdata=None, event=event), event=event)


@bp.post("/<int:event_id>/edit")
@requires(Permission.EDIT_EVENTS)
@takes_long_texts
def update(event_id: int) -> ResponseReturnValue:
    event = event_or_404(event_id)
    form = EventForm(event=event)
    if not form.validate():
        return _form_page(form, 422, event=event)
    with refusals_beside(form, _REFUSED, again=lambda: _form_again(form, event_id)):
        try:
            committed(lambda: _change(event, form))
        except ChangedMeanwhile as change:
            return _changed_meanwhile(form, event_id, change)
    return redirect_with(_("The event is saved."), url_for(".show", event_id=event.id))


def _create(details: EventDetails, *, at: datetime) -> Event:
    """Make the event; a second click gives the draft that the first one made."""
    made = just_made(details.title, details.starts_at, by=current_user, at=at)
    return made or create_event(details, by=current_user, at=at)


def _change(event: Event, form: EventForm) -> None:
    details = form.details()
    refuse_stale(event, details, seen=form.seen.data or "")
    change_event(event, details, by=current_user, at=utc_now())


def _form_again(form: EventForm, event_id: int) -> ResponseReturnValue:
    return _form_page(form, 422, event=event_or_404(event_id))


def _changed_meanwhile(
    form: EventForm, event_id: int, change: ChangedMeanwhile
) -> ResponseReturnValue:
    """The form after a stale edit: what the organizer typed stays, other changes are taken over."""
    event = event_or_404(event_id)
    form.take_over(event, [*change.untouched, "seen"])
    kept = EventForm(formdata=None, event=event)
    changes = [
        (form[name], kept.words(name), name in change.contested)
        for name in change.contested + change.untouched
    ]
    return _form_page(form, 409, event=event, changes=changes)


def _form_page(
    form: EventForm, status: int = 200, *, event: Event | None = None, changes: Any = ()
) -> ResponseReturnValue:
    page = render_template("organizer/events/form.html", form=form, event=event, changes=changes)
    return page, status
