from flask import Blueprint, render_template, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import refresh
from flask_login import current_user

from blueprints.base.access import for_staff
from blueprints.base.languages import language
from blueprints.base.pages import redirect_with
from blueprints.inputs.accounts.account import AccountForm
from extensions import db
from operations.accounts.users import change_account

bp = Blueprint("account", __name__)


@bp.get("/account")
@for_staff
def edit() -> ResponseReturnValue:
    form = AccountForm(
        formdata=None, name=current_user.name, language=current_user.locale or language()
    )
    return _form_page(form)


@bp.post("/account")
@for_staff
def update() -> ResponseReturnValue:
    form = AccountForm()
    if not form.validate():
        return _form_page(form, 422)
    change_account(current_user, name=form.name.data, locale=form.language.data)
    db.session.commit()
    session["lang"] = form.language.data
    refresh()  # the answer already speaks the language that was chosen
    return redirect_with(_("Your account is saved."), url_for(".edit"))


def _form_page(form: AccountForm, status: int = 200) -> ResponseReturnValue:
    return render_template("accounts/account/edit.html", form=form), status
