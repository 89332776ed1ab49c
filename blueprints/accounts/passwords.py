from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from blueprints.base.access import for_staff
from blueprints.base.pages import redirect_with
from blueprints.base.proofs import proved
from blueprints.base.sign_in import present_sign_in
from blueprints.inputs.accounts.account import PasswordForm
from extensions import client, db, limiter
from lib.clock import utc_now
from operations.accounts.users import change_password

bp = Blueprint("passwords", __name__)


def _person() -> str:
    return f"user {current_user.id}" if current_user.is_authenticated else client()


@bp.get("/account/password")
@for_staff
@proved
def edit() -> ResponseReturnValue:
    return _form_page(PasswordForm(current_user))


@bp.post("/account/password")
@limiter.limit("10 per minute", key_func=_person)
@for_staff
@proved
def update() -> ResponseReturnValue:
    """Set a new password. The user is signed out everywhere but here."""
    form = PasswordForm(current_user)
    db.session.commit()  # hashing is slow on purpose: no lock is held meanwhile
    if not form.validate():
        return _form_page(form, 422)
    change_password(current_user, form.new.data, at=utc_now(), keep=present_sign_in())
    db.session.commit()
    return redirect_with(
        _("Your password is changed. You have been signed out everywhere else."),
        url_for("accounts.account.edit"),
    )


def _form_page(form: PasswordForm, status: int = 200) -> ResponseReturnValue:
    return render_template("accounts/passwords/edit.html", form=form), status
