"""Setting up the authenticator app, and removing it."""

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from markupsafe import Markup

from blueprints.accounts.factors import LAST_FACTOR
from blueprints.accounts.recovery_codes import shown_once
from blueprints.base.access import for_staff_setting_up
from blueprints.base.pages import redirect_with
from blueprints.base.proofs import proved
from blueprints.base.refusals import WordsBeside, refusals_beside, refusals_told_on
from blueprints.base.sign_in import must_have_second_factor, present_sign_in
from blueprints.base.transactions import committed
from blueprints.inputs.accounts.factors import AuthenticatorForm
from extensions import keys
from lib import qr
from lib.clock import utc_now
from lib.field_keys import Unreadable
from lib.totp import app_address, new_seed
from operations.accounts.authenticators import (
    WrongNumber,
    remove_authenticator,
    set_up_authenticator,
)

bp = Blueprint("authenticators", __name__)

_ISSUER = "Meydan"
_WRONG: WordsBeside = {
    WrongNumber: (
        "code",
        _l(
            "The app does not show this number now. Wait for the next number; if it is refused too, check the time of your phone."
        ),
    )
}


@bp.get("/account/factors/authenticator")
@for_staff_setting_up
@proved
def new() -> ResponseReturnValue:
    return _form_page(AuthenticatorForm(formdata=None), new_seed())


@bp.post("/account/factors/authenticator")
@for_staff_setting_up
@proved
def create() -> ResponseReturnValue:
    """Take the app that shows the right number. A seed that was offered to nobody here is replaced
    by a new one."""
    form = AuthenticatorForm()
    seed = _offered(form.seed.data)
    if seed is None or not form.validate():
        return _form_page(form, seed or new_seed(), 422)
    here = present_sign_in()
    with refusals_beside(form, _WRONG, again=lambda: _form_page(form, seed, 422)):
        codes = committed(
            lambda: set_up_authenticator(
                current_user, seed, form.code.data, keep=here, at=utc_now()
            )
        )
    if codes:
        return shown_once(codes)
    return redirect_with(
        _("Your authenticator app is set up. You have been signed out everywhere else."),
        url_for("accounts.factors.index"),
    )


@bp.post("/account/factors/authenticator/removal")
@for_staff_setting_up
@proved
def destroy() -> ResponseReturnValue:
    page, here = url_for("accounts.factors.index"), present_sign_in()
    needs_one = must_have_second_factor(current_user)
    with refusals_told_on(page, LAST_FACTOR):
        committed(
            lambda: remove_authenticator(current_user, needs_one=needs_one, keep=here, at=utc_now())
        )
    return redirect_with(
        _("Your authenticator app is removed. You have been signed out everywhere else."), page
    )


def _offer(seed: str) -> str:
    """The seed as the page carries it to the next request."""
    return keys.fields.seal_text(f"{current_user.id} {seed}")


def _offered(sent: str | None) -> str | None:
    """The seed that was offered to this user; None: none was."""
    try:
        owner, _space, seed = keys.fields.open_text(sent or "").partition(" ")
    except Unreadable:
        return None
    return seed if owner == str(current_user.id) else None


def _form_page(form: AuthenticatorForm, seed: str, status: int = 200) -> ResponseReturnValue:
    form.seed.data = _offer(seed)
    address = app_address(seed, account=current_user.email, issuer=_ISSUER)
    picture = qr.svg_once(address, title=_("QR code for your authenticator app"))
    page = render_template(
        "accounts/authenticators/new.html",
        form=form,
        seed=" ".join(seed[at : at + 4] for at in range(0, len(seed), 4)),
        address=address,
        picture=Markup(picture),  # noqa: S704 - our drawing
    )
    return page, status
