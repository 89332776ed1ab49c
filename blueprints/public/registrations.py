from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints.access import for_all
from blueprints.forms.person import PersonForm
from blueprints.pages import redirect_with
from blueprints.public.links import registration_or_404
from extensions import db
from lib.clock import utc_now
from models.events import InvalidTransition
from models.registrations import Registration, RegistrationStatus
from operations.registrations import change_details, change_status

bp = Blueprint("registrations", __name__)


@bp.get("/registrations/<token>")
@for_all
def show(token: str) -> ResponseReturnValue:
    registration = registration_or_404(token)
    return render_template(
        "public/registrations/show.html",
        registration=registration, event=registration.event, ticket=registration.ticket, token=token,
    )  # fmt: skip


@bp.post("/registrations/<token>/cancellation")
@for_all
def cancel(token: str) -> ResponseReturnValue:
    registration = registration_or_404(token)
    try:
        change_status(registration, RegistrationStatus.CANCELLED, at=utc_now(), by=None)
    except (
        InvalidTransition
    ):  # a second click, or an organizer was faster: the page says what is so
        db.session.rollback()
        return redirect(url_for(".show", token=token), 303)
    db.session.commit()
    return redirect_with(_("Your registration is cancelled."), url_for(".show", token=token))


@bp.get("/registrations/<token>/details")
@for_all
def edit(token: str) -> ResponseReturnValue:
    registration = registration_or_404(token)
    return _details_page(registration, PersonForm(formdata=None, obj=registration), token)


@bp.post("/registrations/<token>/details")
@for_all
def update(token: str) -> ResponseReturnValue:
    registration, form = registration_or_404(token), PersonForm()
    if not form.validate():
        return _details_page(registration, form, token), 422
    change_details(registration, form.person(), at=utc_now(), by=None)
    db.session.commit()
    return redirect_with(_("Your details are changed."), url_for(".show", token=token))


def _details_page(registration: Registration, form: PersonForm, token: str) -> str:
    return render_template(
        "public/registrations/edit.html",
        registration=registration, event=registration.event, form=form, token=token,
    )  # fmt: skip
