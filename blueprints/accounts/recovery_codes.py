"""New recovery codes, shown once."""

from collections.abc import Sequence

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from blueprints.accounts import sessions
from blueprints.base.access import for_staff
from blueprints.base.pages import refuse_with
from blueprints.base.proofs import proved
from blueprints.base.sign_in import present_sign_in
from blueprints.base.transactions import committed
from lib.clock import utc_now
from operations.accounts.recovery_codes import replace_recovery_codes
from queries.accounts.factors import has_factor

bp = Blueprint("recovery_codes", __name__)


@bp.post("/account/factors/recovery-codes")
@for_staff
@proved
def create() -> ResponseReturnValue:
    if not has_factor(current_user):
        page = url_for("accounts.factors.index")
        return refuse_with(_("Set up an authenticator app or a passkey first."), page)
    sign_in = present_sign_in()
    return shown_once(
        committed(lambda: replace_recovery_codes(current_user, keep=sign_in, at=utc_now()))
    )


def shown_once(codes: Sequence[str]) -> ResponseReturnValue:
    """The page that shows them: no other request gets them."""
    return render_template(
        "accounts/recovery_codes/shown.html",
        codes=codes,
        next_page=sessions.wanted_page(current_user),
    )
