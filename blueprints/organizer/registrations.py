from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from blueprints.access import requires
from blueprints.forms.participant import DecisionForm, ParticipantForm
from blueprints.found import event_or_404, registration_or_404
from blueprints.organizer.wording import action_words
from blueprints.pages import redirect_with
from blueprints.transactions import committed
from extensions import db
from lib.clock import utc_now
from lib.provinces import by_name
from lib.turkish import sort_key
from models.events import Event
from models.registrations import Registration, RegistrationSource
from models.sectors import Sector
from operations.registrations import (
    EventFull,
    NotRegistrable,
    change_details,
    key_of,
    register_for_someone,
)
from policy import Permission, may
from queries.participant_history import history_of, letters_to, scans_of
from queries.participants import ParticipantFilter, registration_by_key, same_person

bp = Blueprint("registrations", __name__)

PAGE = 50


@bp.get("/events/<int:event_id>/registrations")
@requires(Permission.SEE_REGISTRATIONS)
def index(event_id: int) -> ResponseReturnValue:
    event = event_or_404(event_id)
    wanted = ParticipantFilter.from_query(request.args)
    page = wanted.page(event, limit=PAGE, after=request.args.get("after"))
    return render_template(
        "organizer/registrations/index.html",
        event=event, page=page, filter=wanted, counts=wanted.counts(event),
        decision=DecisionForm(formdata=None), provinces=by_name(), Sector=Sector,
    )  # fmt: skip


@bp.get("/registrations/<int:registration_id>")
@requires(Permission.SEE_REGISTRATIONS)
def show(registration_id: int) -> ResponseReturnValue:
    registration = registration_or_404(registration_id)
    sees_letters = may(current_user, Permission.SEE_LETTERS)
    return render_template(
        "organizer/registrations/show.html",
        registration=registration, event=registration.event,
        decision=DecisionForm(of=registration.status, formdata=None),
        history=history_of(registration), scans=scans_of(registration),
        letters=letters_to(registration) if sees_letters else None,
        action_words=action_words,
    )  # fmt: skip


@bp.get("/events/<int:event_id>/registrations/new")
@requires(Permission.MANAGE_REGISTRATIONS)
def new(event_id: int) -> ResponseReturnValue:
    return _form_page(event_or_404(event_id), ParticipantForm(formdata=None))


@bp.post("/events/<int:event_id>/registrations/new")
@requires(Permission.MANAGE_REGISTRATIONS)
def create(event_id: int) -> ResponseReturnValue:
    """The same form sent twice makes one registration."""
    event, form = event_or_404(event_id), ParticipantForm()
    if not form.validate():
        return _form_page(event, form, 422)
    if earlier := registration_by_key(_key_of(event, form)):
        return _go_to(earlier)
    if _refuse_known(event, form):
        return _form_page(event, form, 422)
    try:
        registration = committed(lambda: _add(event_id, form))
    except (EventFull, NotRegistrable) as refusal:
        db.session.rollback()
        return _form_page(event_or_404(event_id), form, 409, refusal=_why(refusal))
    return _go_to(registration)


@bp.get("/registrations/<int:registration_id>/edit")
@requires(Permission.MANAGE_REGISTRATIONS)
def edit(registration_id: int) -> ResponseReturnValue:
    registration = registration_or_404(registration_id)
    form = ParticipantForm(registration=registration, formdata=None)
    return _form_page(registration.event, form, registration=registration)


@bp.post("/registrations/<int:registration_id>/edit")
@requires(Permission.MANAGE_REGISTRATIONS)
def update(registration_id: int) -> ResponseReturnValue:
    registration = registration_or_404(registration_id)
    form = ParticipantForm(registration=registration)
    if not form.validate():
        return _form_page(registration.event, form, 422, registration=registration)
    change_details(registration, form.person(), at=utc_now(), by=current_user)
    db.session.commit()
    return redirect_with(
        _("The details are saved."), url_for(".show", registration_id=registration.id)
    )


def _add(event_id: int, form: ParticipantForm) -> Registration:
    event = event_or_404(event_id)
    if earlier := registration_by_key(_key_of(event, form)):
        return earlier
    registration = register_for_someone(
        event, form.person(), source=RegistrationSource.ORGANIZER, by=current_user, at=utc_now()
    )
    registration.submission_key = _key_of(event, form)
    return registration


def _key_of(event: Event, form: ParticipantForm) -> str:
    return key_of(form.submission_key.data, event, form.person())


def _go_to(registration: Registration) -> ResponseReturnValue:
    return redirect_with(
        _("The person is on the list."), url_for(".show", registration_id=registration.id)
    )


def _refuse_known(event: Event, form: ParticipantForm) -> bool:
    """Someone with this name and this address is on the list already."""
    person = form.person()
    known = same_person(
        event,
        sort_key=sort_key(f"{person.family_name} {person.given_name}"),
        email=person.email,
        institution=person.institution,
    )
    if known is None:
        return False
    form.given_name.errors = [
        _("This person is on the list already. Look for the name in the list of participants.")
    ]
    return True


def _why(refusal: Exception) -> str:
    if isinstance(refusal, EventFull):
        return str(_("All places are taken and the event keeps no waiting list. Raise the number of places first."))  # fmt: skip
    return str(_("The event is called off; nobody can be added."))


def _form_page(
    event: Event,
    form: ParticipantForm,
    status: int = 200,
    *,
    registration: Registration | None = None,
    refusal: str = "",
) -> ResponseReturnValue:
    page = render_template(
        "organizer/registrations/form.html",
        event=event, form=form, registration=registration, refusal=refusal,
    )  # fmt: skip
    return page, status
