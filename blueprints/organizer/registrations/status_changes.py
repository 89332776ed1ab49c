"""Confirm, decline, cancel, put on the waiting list: one person, or all found by a filter."""

from typing import Any

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from flask_login import current_user

from blueprints.base import labels
from blueprints.base.access import requires
from blueprints.base.found import event_or_404, registration_or_404
from blueprints.base.looks import looked
from blueprints.base.pages import redirect_with, refuse_with
from blueprints.base.refusals import Words, refusals_told_on
from blueprints.base.transactions import committed, undone
from blueprints.inputs.registrations.participant import DecisionForm, ProgressForm
from blueprints.organizer.registrations.filters import all_chips, asked_for, list_address
from blueprints.shared.registrations.words import full_words
from extensions import db
from lib.clock import utc_now
from models.accesses import AccessKind
from models.events import Event, InvalidTransition
from operations.places.quotas import EventFull
from operations.registrations.entries import change_status
from operations.registrations.standing import AlreadyOnList
from operations.registrations.status_changes import change_next, letter_beforehand
from policy import Permission
from queries.registrations.participants import ParticipantFilter
from queries.registrations.status_changes import outlook_of

bp = Blueprint("status_changes", __name__)

_REFUSED: Words = {
    AlreadyOnList: _l(
        "Another registration of this person is on the list. Merge the two on the "
        "page of duplicates."
    ),
    EventFull: lambda refusal: " ".join(
        (full_words(refusal), _("Raise the number of places, or cancel someone else first."))
    ),
    InvalidTransition: _l(
        "That step is not possible from the present status. Choose another status."
    ),
}


@bp.post("/registrations/<int:registration_id>/status-changes")
@requires(Permission.MANAGE_REGISTRATIONS)
def create(registration_id: int) -> ResponseReturnValue:
    registration, form = registration_or_404(registration_id), DecisionForm()
    page = url_for("organizer.registrations.show", registration_id=registration_id)
    if not form.validate():
        return refuse_with(form.first_refusal(), page)
    with refusals_told_on(page, _REFUSED):
        committed(
            lambda: change_status(
                registration,
                form.new_status,
                at=utc_now(),
                by=current_user,
                reason=form.reason.data or "",
            )
        )
    return redirect_with(_("New status: %(status)s.", status=labels.label(form.new_status)), page)


@bp.get("/events/<int:event_id>/status-changes/new")
@requires(Permission.MANAGE_REGISTRATIONS)
def new(event_id: int) -> ResponseReturnValue:
    return _decision_page(event_or_404(event_id), DecisionForm(formdata=None))


@bp.post("/events/<int:event_id>/status-changes/preview")
@requires(Permission.MANAGE_REGISTRATIONS)
def preview(event_id: int) -> ResponseReturnValue:
    """What would come of the decision; nothing is changed."""
    event, form = event_or_404(event_id), DecisionForm()
    if not form.validate():
        return _decision_page(event, form, 422)
    wanted, offered = asked_for(event)
    new, reason = form.new_status, form.reason.data or ""
    with undone():
        letter = letter_beforehand(event, wanted, new, at=utc_now(), by=current_user, reason=reason)
    event = event_or_404(event_id)
    if letter:
        looked(AccessKind.LIST, people=1, event=event, narrowed_by=wanted.as_query())
    return render_template(
        "organizer/registrations/status_changes/preview.html",
        event=event,
        form=form,
        chips=all_chips(wanted, offered),
        query=wanted.as_query(),
        people=wanted.shown(event),
        outlook=outlook_of(event, wanted, form.new_status),
        letter=letter,
        left=event.places.left,
    )


@bp.post("/events/<int:event_id>/status-changes")
@requires(Permission.MANAGE_REGISTRATIONS)
def create_many(event_id: int) -> ResponseReturnValue:
    """Decide about the next hundred; the page shown then sends the request for the next ones."""
    event, form = event_or_404(event_id), ProgressForm()
    if not form.validate():
        return _decision_page(event, DecisionForm(), 422)
    wanted, _offered = asked_for(event)
    decisions, after = change_next(
        event,
        wanted.as_shown(form.people.data),
        form.new_status,
        after=form.position,
        until=form.until.data,
        at=utc_now(),
        by=current_user,
        reason=form.reason.data or "",
    )
    db.session.commit()
    form.count(decisions)
    if after is not None:
        form.go_on_after(after)
        return render_template(
            "organizer/registrations/status_changes/progress.html",
            event=event,
            form=form,
            query=wanted.as_query(),
        )
    page = list_address(event, wanted)
    return redirect_with(_told(form), page) if form.changed.data else refuse_with(_told(form), page)


def _decision_page(event: Event, form: DecisionForm, status: int = 200) -> ResponseReturnValue:
    wanted, offered = asked_for(event)
    page = render_template(
        "organizer/registrations/status_changes/new.html",
        event=event,
        form=form,
        chips=all_chips(wanted, offered),
        query=wanted.as_query(),
        counts=_counted(event, wanted),
    )
    return page, status


def _counted(event: Event, wanted: ParticipantFilter) -> dict[Any, int]:
    """How many people the filter finds, by status; statuses without any are left out."""
    counts = wanted.counts(event)
    return {
        status: count
        for status, count in counts.items()
        if count and wanted.status in (None, status)
    }


def _told(form: ProgressForm) -> str:
    said = [
        ngettext(
            "%(num)d person: %(status)s.",
            "%(num)d people: %(status)s.",
            form.changed.data,
            status=labels.label(form.new_status),
        )
    ]
    if full := form.without_place.data:
        said.append(
            ngettext(
                "No place was left for %(num)d person.",
                "No place was left for %(num)d people.",
                full,
            )
        )
    if impossible := form.impossible.data:
        said.append(
            ngettext(
                "%(num)d person could not be changed: their present status does not allow it, or another registration of theirs is on the list.",
                "%(num)d people could not be changed: their present status does not allow it, or another registration of theirs is on the list.",
                impossible,
            )
        )
    return " ".join(said)
