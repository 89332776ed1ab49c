"""Where one is signed in: every browser, and a button that signs it out."""

from flask import Blueprint, render_template, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from blueprints.base.access import for_staff
from blueprints.base.found import or_404
from blueprints.base.pages import redirect_with
from blueprints.base.proofs import proved
from blueprints.base.sign_in import OWN_PHONES, present_sign_in
from extensions import db
from lib.clock import utc_now
from operations.accounts.sign_ins import revoke_other_sign_ins, revoke_sign_in
from operations.check_in.devices import revoke_own_phones
from queries.accounts.sign_ins import own_sign_in, sign_ins_of

bp = Blueprint("own_sign_ins", __name__, url_prefix="/account/sessions")


@bp.get("")
@for_staff
def index() -> ResponseReturnValue:
    now = utc_now()
    return render_template(
        "accounts/own_sign_ins/index.html",
        sign_ins=[each for each in sign_ins_of(current_user) if each.holds(now)],
        present=present_sign_in(),
    )


@bp.post("/<bigint:sign_in_id>/ending")
@for_staff
@proved
def destroy(sign_in_id: int) -> ResponseReturnValue:
    """Sign one other browser out; this one signs out by its own button."""
    sign_in = or_404(own_sign_in(current_user, sign_in_id, but=present_sign_in()))
    revoke_sign_in(sign_in, at=utc_now())
    db.session.commit()
    return redirect_with(_("That browser is signed out."), url_for(".index"))


@bp.post("/endings")
@for_staff
@proved
def destroy_others() -> ResponseReturnValue:
    """Sign out of all browsers but this one, with the phones that were paired in them."""
    now = utc_now()
    revoke_other_sign_ins(present_sign_in(), at=now)
    revoke_own_phones(current_user, but=session.get(OWN_PHONES, []), at=now)
    db.session.commit()
    return redirect_with(_("You have been signed out everywhere else."), url_for(".index"))
