"""One's own tokens, with which other software uses the API in one's name."""

from flask import Blueprint, Response, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from blueprints.base.access import for_staff
from blueprints.base.found import or_404
from blueprints.base.pages import redirect_with
from blueprints.base.proofs import proved
from blueprints.base.transactions import committed
from blueprints.inputs.accounts.token import TokenForm
from lib.clock import utc_now
from operations.accounts.tokens import create_api_token, revoke_token
from queries.accounts.tokens import own_token, tokens_of

bp = Blueprint("tokens", __name__)


@bp.get("/account/tokens")
@for_staff
@proved
def index() -> ResponseReturnValue:
    return _list_page(TokenForm(current_user.role, formdata=None))


@bp.post("/account/tokens")
@for_staff
@proved
def create() -> ResponseReturnValue:
    """Make a token. The page shown at once has its text: no address, log or cookie holds it."""
    form = TokenForm(current_user.role)
    if not form.validate():
        return _list_page(form, 422)
    token, text = committed(
        lambda: create_api_token(
            current_user,
            name=form.name.data,
            permissions=form.permissions.data,
            by=current_user,
            at=utc_now(),
        )
    )
    response = Response(render_template("accounts/tokens/show.html", token=token, text=text))
    response.headers["Cache-Control"] = "no-store"
    return response


@bp.post("/account/tokens/<int:own_token_id>/revocation")
@for_staff
@proved
def revoke(own_token_id: int) -> ResponseReturnValue:
    token = or_404(own_token(own_token_id, current_user))
    committed(lambda: revoke_token(token, by=current_user, at=utc_now()))
    return redirect_with(_("The API token no longer works."), url_for(".index"))


def _list_page(form: TokenForm, status: int = 200) -> ResponseReturnValue:
    tokens = tokens_of(current_user)
    page = render_template("accounts/tokens/index.html", form=form, tokens=tokens, at=utc_now())
    return page, status
