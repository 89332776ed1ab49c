"""Confirm, decline, cancel, put on the waiting list: one person or those who are ticked."""

from typing import Any

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from blueprints import labels
from blueprints.access import requires
from blueprints.forms.participant import DecisionForm
from blueprints.found import event_or_404, registration_or_404
from blueprints.pages import redirect_with, refuse_with
from blueprints.row_numbers import ticked
from extensions import db
from lib.clock import utc_now
from models.events import InvalidTransition
from models.registrations import RegistrationStatus
from operations.registrations import EventFull, change_status
from operations.status_changes import Decisions, change_statuses
from policy import Permission
from queries.participants import ParticipantFilter

bp = Blueprint("status_changes", __name__)

MOST_AT_ONCE = 500


@bp.post("/registrations/<int:registration_id>/status-changes")
@requires(Permission.MANAGE_REGISTRATIONS)
def create(registration_id: int) -> ResponseReturnValue:
    registration, form = registration_or_404(registration_id), DecisionForm()
    page = url_for("organizer.registrations.show", registration_id=registration_id)
    if not form.validate():
        return refuse_with(_first_error(form), page)
    try:
        change_status(
            registration, form.new_status, at=utc_now(), by=current_user, reason=form.reason.data or ""
        )  # fmt: skip
    except EventFull:
        db.session.rollback()
        return refuse_with(_("No place is left. Raise the number of places, or cancel someone else first."), page)  # fmt: skip
    except InvalidTransition:
        db.session.rollback()
        return refuse_with(_("That step is not possible from the present status."), page)
    db.session.commit()
    return redirect_with(_("New status: %(status)s.", status=labels.label(form.new_status)), page)


@bp.post("/events/<int:event_id>/status-changes")
@requires(Permission.MANAGE_REGISTRATIONS)
def create_many(event_id: int) -> ResponseReturnValue:
    event, form, numbers = event_or_404(event_id), DecisionForm(), ticked("registration")
    filters: dict[str, Any] = {**ParticipantFilter.from_query(request.args).as_query()}
    page = url_for("organizer.registrations.index", event_id=event_id, **filters)
    if not form.validate():
        return refuse_with(_first_error(form), page)
    if not numbers:
        return refuse_with(_("Tick the people whom it concerns first."), page)
    if len(numbers) > MOST_AT_ONCE:
        return refuse_with(_("Decide about at most %(max)d people at once.", max=MOST_AT_ONCE), page)  # fmt: skip
    decisions = change_statuses(
        event, numbers, form.new_status, at=utc_now(), by=current_user,
        reason=form.reason.data or "",
    )  # fmt: skip
    db.session.commit()
    told = _told(decisions, form.new_status)
    return redirect_with(told, page) if decisions.changed else refuse_with(told, page)


def _told(decisions: Decisions, status: RegistrationStatus) -> str:
    changed, full, impossible = (
        len(decisions.changed), len(decisions.without_place), len(decisions.impossible),
    )  # fmt: skip
    said = [
        ngettext("%(num)d person: %(status)s.", "%(num)d people: %(status)s.", changed, status=labels.label(status))
    ]  # fmt: skip
    if full:
        said.append(ngettext("No place was left for %(num)d person.", "No place was left for %(num)d people.", full))  # fmt: skip
    if impossible:
        said.append(ngettext("%(num)d person could not be changed, because their present status does not allow it.", "%(num)d people could not be changed, because their present status does not allow it.", impossible))  # fmt: skip
    return " ".join(said)


def _first_error(form: DecisionForm) -> str:
    field = form.refused_fields()[0]
    return f"{field.label.text}: {field.errors[0]}"
