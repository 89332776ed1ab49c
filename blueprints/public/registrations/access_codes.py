"""A printed code opens the own page of somebody who cannot be reached by letter."""

from flask import Blueprint, Response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints.base.access import for_all
from blueprints.inputs.registrations.access_code import AccessCodeForm
from extensions import limiter
from letters.compose import registration_token
from lib.access_codes import normalise
from models.registrations import Registration
from queries.registrations.delegations import registration_by_code

bp = Blueprint("access_codes", __name__)


def _opened_nothing(response: Response) -> bool:
    """Only wrong codes count for the limit: many people of one institution may share an address."""
    return response.status_code != 303


@bp.get("/code")
@for_all
def new() -> ResponseReturnValue:
    return _form_page(AccessCodeForm(formdata=None))


@bp.post("/code")
@limiter.limit("20 per minute", deduct_when=_opened_nothing)
@limiter.limit("300 per minute")
@for_all
def create() -> ResponseReturnValue:
    """Open the own page by a code; for a wrong code, say no more than that it opens nothing."""
    form = AccessCodeForm()
    if not form.validate():
        return _form_page(form, 422)
    registration = _opened_by(form.code.data)
    if registration is None:
        form.code.errors = [
            _(
                "This code does not open a page. Compare it with the code on your paper, "
                "character by character."
            )
        ]
        return _form_page(form, 422)
    page = "completions.edit" if registration.can_be_completed else "registrations.show"
    return redirect(url_for(f"public.{page}", token=registration_token(registration)), 303)


def _opened_by(typed: str) -> Registration | None:
    code = normalise(typed)
    return registration_by_code(code) if code else None


def _form_page(form: AccessCodeForm, status: int = 200) -> ResponseReturnValue:
    return render_template("public/registrations/access_codes/new.html", form=form), status
