"""One's own second factors: the authenticator app, passkeys, recovery codes."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from blueprints.base.access import for_staff_setting_up
from blueprints.base.proofs import proved
from blueprints.base.refusals import Words
from blueprints.base.sign_in import must_have_second_factor
from blueprints.inputs.accounts.passkeys import NewPasskeyForm
from operations.accounts.factors import LastFactor
from queries.accounts.factors import factors_of

bp = Blueprint("factors", __name__)

LAST_FACTOR: Words = {LastFactor: _l("You need a second step: set up another one first.")}


@bp.get("/account/factors")
@for_staff_setting_up
@proved
def index() -> ResponseReturnValue:
    return render_template(
        "accounts/factors/index.html",
        factors=factors_of(current_user),
        passkey_form=NewPasskeyForm(formdata=None),
        needs_one=must_have_second_factor(current_user),
    )
