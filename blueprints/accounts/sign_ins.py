from flask import Blueprint, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from blueprints.accounts import known_browsers, sessions
from blueprints.base.access import for_all
from blueprints.base.pages import redirect_with
from blueprints.base.sign_in import OWN_PHONES, known_sign_in, lacks_second_factor
from blueprints.inputs.accounts.account import SignInForm
from extensions import client, db, digest_of, limiter
from lib.clock import utc_now
from lib.emails import normal_address
from lib.passwords import matches
from lib.turkish import search_key
from operations.accounts.sign_ins import end_sign_in, note_failure
from operations.check_in.devices import revoke_own_phones
from queries.accounts.factors import has_factor
from queries.accounts.users import user_by_address

bp = Blueprint("sign_ins", __name__)


def _account() -> str:
    typed = request.form.get("email", "")[:300]
    return normal_address(typed) or search_key(typed)


def _is_known() -> bool:
    return known_browsers.mark_for(_account()) is not None


def _browser_and_account() -> str:
    """A browser that signed in to the account before is counted by itself, any other with all that
    come from its address."""
    return digest_of(mark) if (mark := known_browsers.mark_for(_account())) else client(_account())


def _account_anywhere() -> str:
    return digest_of("account", _account())


@bp.get("/sign-in")
@for_all
def new() -> ResponseReturnValue:
    if current_user.is_authenticated:
        return redirect(sessions.wanted_page(current_user))
    return _form_page(SignInForm(formdata=None))


@bp.post("/sign-in")
@limiter.limit("10 per minute", key_func=_browser_and_account)
@limiter.limit("100 per minute", exempt_when=_is_known)
@limiter.limit("100 per hour", key_func=_account_anywhere, exempt_when=_is_known)
@for_all
def create() -> ResponseReturnValue:
    form = SignInForm()
    if not form.validate():
        return _form_page(form, 422)
    user = user_by_address(form.email.data)
    db.session.commit()  # hashing is slow on purpose: no lock is held meanwhile
    if not matches(form.password.data, user.password_hash if user else None) or user is None:
        note_failure(user, at=utc_now())
        db.session.commit()
        form.password.errors = [
            _("The email address or the password is wrong. Check both and try again.")
        ]
        return _form_page(form, 422)
    if has_factor(user):
        sessions.begin_to_wait(user)
        return redirect(_next_step("second_steps.new"), 303)
    sessions.begin(user, factor=None)
    if lacks_second_factor():
        return redirect(_next_step("factors.index"), 303)
    return redirect(sessions.wanted_page(user), 303)


@bp.post("/sign-out")
@for_all
def destroy() -> ResponseReturnValue:
    """Sign out. Phones that this browser was paired as end with the session."""
    if (sign_in := known_sign_in()) is not None:
        if phones := session.get(OWN_PHONES):
            revoke_own_phones(sign_in.user, only=phones, at=utc_now())
        end_sign_in(sign_in, at=utc_now())
        db.session.commit()
    sessions.end()
    return redirect_with(_("You have signed out."), url_for("accounts.sign_ins.new"))


def _next_step(page: str) -> str:
    return url_for(f"accounts.{page}", next=sessions.wanted_address())


def _form_page(form: SignInForm, status: int = 200) -> ResponseReturnValue:
    return render_template("accounts/sign_ins/new.html", form=form), status
