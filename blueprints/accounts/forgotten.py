"""A forgotten password: an email with a link, so only the mailbox's reader sets a new one."""

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from blueprints.base.access import for_all
from blueprints.inputs.accounts.account import ForgottenForm
from extensions import db, limiter
from lib.clock import utc_now
from operations.accounts.account_links import ask_for_reset

bp = Blueprint("forgotten", __name__, url_prefix="/sign-in/forgotten")


@bp.get("")
@for_all
def new() -> ResponseReturnValue:
    return _form_page(ForgottenForm(formdata=None))


@bp.post("")
@limiter.limit("10 per minute; 100 per hour")
@for_all
def create() -> ResponseReturnValue:
    """The same response for every address; whether it is known is found out later, by the worker."""
    form = ForgottenForm()
    if not form.validate():
        return _form_page(form, 422)
    ask_for_reset(form.email.data, at=utc_now())
    db.session.commit()
    return redirect(url_for(".show"), 303)


@bp.get("/sent")
@for_all
def show() -> ResponseReturnValue:
    return render_template("accounts/forgotten/show.html")


def _form_page(form: ForgottenForm, status: int = 200) -> ResponseReturnValue:
    return render_template("accounts/forgotten/new.html", form=form), status
