from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from blueprints.base.access import requires
from blueprints.base.found import event_or_404, session_or_404
from blueprints.base.pages import redirect_with
from blueprints.base.refusals import Words, WordsBeside, refusals_beside, refusals_told_on
from blueprints.base.request_sizes import takes_long_texts
from blueprints.base.transactions import committed
from blueprints.inputs.base import fields as base
from blueprints.inputs.base import moments
from blueprints.inputs.events.session import SessionForm
from extensions import db
from lib.clock import utc_now
from models.events import Event, Session
from operations.events.agenda import (
    SessionDetails,
    SessionInUse,
    add_session,
    change_session,
    remove_session,
)
from operations.places.capacities import CapacityTooLow
from policy import Permission
from queries.events.agenda import agenda_of

bp = Blueprint("sessions", __name__)

_FEWER: WordsBeside = {
    CapacityTooLow: (
        "capacity",
        lambda refusal: base.refusal_of_fewer_places(refusal.taken),
    )
}
_STAYS: Words = {
    SessionInUse: _l(
        "This session cannot be deleted: a check-in point or a statement belongs to it, or "
        "people have chosen it. Remove these from it first."
    )
}


@bp.get("/events/<int:event_id>/sessions")
@requires(Permission.EDIT_EVENTS)
def index(event_id: int) -> ResponseReturnValue:
    event = event_or_404(event_id)
    return render_template(
        "organizer/events/sessions/index.html", event=event, sessions=agenda_of(event)
    )


@bp.get("/events/<int:event_id>/sessions/new")
@requires(Permission.EDIT_EVENTS)
def new(event_id: int) -> ResponseReturnValue:
    """The form for a new item, which begins where the agenda ends so far."""
    event = event_or_404(event_id)
    agenda = agenda_of(event)
    begins = agenda[-1].ends_at if agenda else event.starts_at
    form = SessionForm(event, formdata=None, starts_at=moments.local(begins, event.timezone))
    return _form_page(event, form)


@bp.post("/events/<int:event_id>/sessions/new")
@requires(Permission.EDIT_EVENTS)
@takes_long_texts
def create(event_id: int) -> ResponseReturnValue:
    event = event_or_404(event_id)
    form = SessionForm(event)
    if not form.validate():
        return _form_page(event, form, 422)
    details = form.details()
    if not _is_on(event, details):  # a second click adds nothing
        add_session(event, details, by=current_user, at=utc_now())
    db.session.commit()
    return redirect_with(_("The session is on the agenda."), _agenda(event))


@bp.get("/sessions/<int:session_id>/edit")
@requires(Permission.EDIT_EVENTS)
def edit(session_id: int) -> ResponseReturnValue:
    session = session_or_404(session_id)
    form = SessionForm(session.event, session=session, formdata=None)
    return _form_page(session.event, form, session=session)


@bp.post("/sessions/<int:session_id>/edit")
@requires(Permission.EDIT_EVENTS)
@takes_long_texts
def update(session_id: int) -> ResponseReturnValue:
    session = session_or_404(session_id)
    form = SessionForm(session.event, session=session)
    if not form.validate():
        return _form_page(session.event, form, 422, session=session)
    with refusals_beside(
        form, _FEWER, again=lambda: _form_page(session.event, form, 409, session=session)
    ):
        committed(lambda: change_session(session, form.details(), by=current_user, at=utc_now()))
    return redirect_with(_("The session is saved."), _agenda(session.event))


@bp.post("/sessions/<int:session_id>/removal")
@requires(Permission.EDIT_EVENTS)
def destroy(session_id: int) -> ResponseReturnValue:
    session = session_or_404(session_id)
    agenda = _agenda(session.event)
    with refusals_told_on(agenda, _STAYS):
        committed(lambda: remove_session(session, by=current_user, at=utc_now()))
    return redirect_with(_("The session is removed from the agenda."), agenda)


def _is_on(event: Event, details: SessionDetails) -> bool:
    new = (details.title, details.starts_at, details.ends_at, details.room)
    return new in [(s.title, s.starts_at, s.ends_at, s.room) for s in event.sessions]


def _agenda(event: Event) -> str:
    return url_for("organizer.sessions.index", event_id=event.id)


def _form_page(
    event: Event, form: SessionForm, status: int = 200, *, session: Session | None = None
) -> ResponseReturnValue:
    page = render_template(
        "organizer/events/sessions/form.html", event=event, form=form, session=session
    )
    return page, status
