"""Passkeys: the page's script asks the device, and sends its answer in a form of the page."""

from collections.abc import Sequence
from urllib.parse import urlsplit

from flask import Blueprint, current_app, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from blueprints.accounts import known_browsers, sessions
from blueprints.accounts.factors import LAST_FACTOR
from blueprints.accounts.recovery_codes import shown_once
from blueprints.base.access import for_all, for_staff_setting_up
from blueprints.base.found import or_404
from blueprints.base.pages import redirect_with, refuse_with
from blueprints.base.proofs import proved
from blueprints.base.refusals import refusals_told_on
from blueprints.base.sign_in import known_sign_in, must_have_second_factor, present_sign_in
from blueprints.base.transactions import committed
from blueprints.inputs.accounts.passkeys import NewPasskeyForm, PasskeyNameForm, SignatureForm
from extensions import client, db, digest_of, limiter
from lib.clock import utc_now
from lib.passkeys import Site
from models.factors import Passkey
from models.sign_ins import Factor
from models.users import User
from operations.accounts.passkeys import (
    CounterFell,
    PasskeyRefused,
    TooManyPasskeys,
    ask_for_new_passkey,
    ask_for_signature,
    check_signature,
    refuse_copied_passkey,
    remove_passkey,
    rename_passkey,
    set_up_passkey,
)
from operations.accounts.sign_ins import note_proof
from queries.accounts.passkeys import passkey_of

bp = Blueprint("passkeys", __name__)

_NOT_MADE = {
    PasskeyRefused: _l("The passkey could not be added. Try again."),
    TooManyPasskeys: _l("You have as many passkeys as possible. Remove one first."),
}


def _browser() -> str:
    """As for passwords: strangers of the same network do not slow a browser known before."""
    mark = known_browsers.some_mark()
    return digest_of("passkey", mark) if mark else client("passkey")


@bp.post("/sign-in/passkey/options")
@limiter.limit("30 per minute", key_func=_browser)
@for_all
def ask() -> ResponseReturnValue:
    """What the browser is asked to sign, as JSON for the page's script."""
    options = ask_for_signature(_who_is_known(), _site(), at=utc_now())
    db.session.commit()
    return current_app.response_class(options, mimetype="application/json")


@bp.post("/sign-in/passkey")
@limiter.limit("10 per minute", key_func=_browser)
@for_all
def sign() -> ResponseReturnValue:
    """Sign in with a passkey alone, take the second step with one, or prove who one is again."""
    form = SignatureForm()
    if not form.validate():
        return _refused()
    try:
        passkey = committed(
            lambda: check_signature(_who_is_known(), form.credential.data, _site(), at=utc_now())
        )
    except CounterFell as fallen:
        refuse_copied_passkey(fallen.passkey, at=utc_now())
        db.session.commit()
        return _refused()
    except PasskeyRefused:
        return _refused()
    return _signed(passkey)


@bp.post("/account/passkeys/options")
@for_staff_setting_up
@proved
def ask_for_new() -> ResponseReturnValue:
    """What the browser is asked to make, as JSON for the page's script."""
    with refusals_told_on(url_for("accounts.factors.index"), _NOT_MADE):
        options = committed(lambda: ask_for_new_passkey(current_user, _site(), at=utc_now()))
    return current_app.response_class(options, mimetype="application/json")


@bp.post("/account/passkeys")
@for_staff_setting_up
@proved
def create() -> ResponseReturnValue:
    form, page = NewPasskeyForm(), url_for("accounts.factors.index")
    if not form.validate():
        return refuse_with(form.first_refusal(), page)
    with refusals_told_on(page, _NOT_MADE):
        codes = committed(lambda: _set_up(form))
    if codes:
        return shown_once(codes)
    return redirect_with(_("The passkey is added. You have been signed out everywhere else."), page)


@bp.post("/account/passkeys/<int:passkey_id>/name")
@for_staff_setting_up
@proved
def update(passkey_id: int) -> ResponseReturnValue:
    passkey, form = _passkey_or_404(passkey_id), PasskeyNameForm()
    page = url_for("accounts.factors.index")
    if not form.validate():
        return refuse_with(form.first_refusal(), page)
    rename_passkey(passkey, form.name.data)
    db.session.commit()
    return redirect_with(_("The name is saved."), page)


@bp.post("/account/passkeys/<int:passkey_id>/removal")
@for_staff_setting_up
@proved
def destroy(passkey_id: int) -> ResponseReturnValue:
    passkey, page = _passkey_or_404(passkey_id), url_for("accounts.factors.index")
    needs_one = must_have_second_factor(current_user)
    with refusals_told_on(page, LAST_FACTOR):
        committed(
            lambda: remove_passkey(
                passkey, needs_one=needs_one, keep=present_sign_in(), at=utc_now()
            )
        )
    return redirect_with(
        _("The passkey is removed. You have been signed out everywhere else."), page
    )


def _set_up(form: NewPasskeyForm) -> Sequence[str]:
    answer, name = form.credential.data, form.name.data or _("Passkey")
    here, now = present_sign_in(), utc_now()
    return set_up_passkey(current_user, answer, _site(), name=name, keep=here, at=now)


def _signed(passkey: Passkey) -> ResponseReturnValue:
    sign_in = known_sign_in()
    wanted = sessions.wanted_page(passkey.user)
    if sign_in is not None and sign_in.passed_at is not None:
        note_proof(sign_in, Factor.PASSKEY, at=utc_now())
        db.session.commit()
    else:
        sessions.begin(passkey.user, factor=Factor.PASSKEY)
    return current_app.redirect(wanted, 303)


def _refused() -> ResponseReturnValue:
    page = "second_steps.new" if known_sign_in() else "sign_ins.new"
    why = _("This passkey was not accepted. Try again, or sign in another way.")
    return refuse_with(why, url_for(f"accounts.{page}", next=request.args.get("next")))


def _who_is_known() -> User | None:
    """Whose passkey it must be: of who is signed in, or has typed their password."""
    sign_in = known_sign_in()
    return sign_in.user if sign_in else None


def _passkey_or_404(passkey_id: int) -> Passkey:
    return or_404(passkey_of(current_user, passkey_id))


def _site() -> Site:
    """In production the host of BASE_URL alone is answered; in development the name that the
    browser shows counts."""
    address = urlsplit(request.host_url)
    if current_app.config["SETTINGS"].in_production:
        address = urlsplit(current_app.config["BASE_URL"])
    return Site(address.hostname or "", f"{address.scheme}://{address.netloc}")
