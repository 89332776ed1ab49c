"""Where the link of an invitation, or of a forgotten password, leads: a new password."""

from flask import Blueprint, abort, make_response, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints.accounts import sessions
from blueprints.base.access import for_all
from blueprints.base.pages import redirect_with
from blueprints.base.refusals import respond_with
from blueprints.base.transactions import committed
from blueprints.inputs.accounts.account import NewPasswordForm
from extensions import db, limiter
from lib.clock import utc_now
from models.account_links import AccountLink, AccountLinkPurpose
from operations.accounts.account_links import LinkGone
from operations.accounts.users import set_password_by_link
from queries.accounts.account_links import usable_link

bp = Blueprint("account_links", __name__, url_prefix="/sign-in/password/<token>")


@bp.get("")
@for_all
def edit(token: str) -> ResponseReturnValue:
    """Uses nothing up: mail programs and scanners open links by themselves."""
    link = _link_or_gone(token)
    return _form_page(link, NewPasswordForm(link.user, formdata=None))


@bp.post("")
@limiter.limit("10 per minute")
@for_all
def update(token: str) -> ResponseReturnValue:
    """Set the password. Who forgot it still needs their second step; who was invited has none yet,
    and sets one up next."""
    link = _link_or_gone(token)
    form = NewPasswordForm(link.user)
    db.session.commit()  # hashing is slow on purpose: no lock is held meanwhile
    if not form.validate():
        return _form_page(link, form, 422)
    try:
        committed(lambda: set_password_by_link(link, form.new.data, at=utc_now()))
    except LinkGone:
        respond_with(_gone_page())
    if link.purpose is AccountLinkPurpose.INVITATION:
        sessions.begin(link.user, factor=None)
        return redirect_with(_("Your password is set."), sessions.start_page(link.user))
    said = _("Your new password is set. Sign in with it.")
    return redirect_with(said, url_for("accounts.sign_ins.new"))


def _link_or_gone(token: str) -> AccountLink:
    return usable_link(token, at=utc_now()) or abort(make_response(_gone_page()))


def _gone_page() -> ResponseReturnValue:
    return render_template("accounts/account_links/gone.html"), 410


def _form_page(link: AccountLink, form: NewPasswordForm, status: int = 200) -> ResponseReturnValue:
    page = "accounts/account_links/edit.html"
    invited = link.purpose is AccountLinkPurpose.INVITATION
    return render_template(page, form=form, user=link.user, invited=invited), status
